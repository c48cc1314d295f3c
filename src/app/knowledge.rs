//! What the program itself knows of applications: it is decoded when it is asked for, since most runs ask for little.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::de::DeserializeOwned;

use super::deployment::model::AppSettings;
use super::index::NameIndex;
use super::model::{App, Library};
use super::recognition::Recognition;
use super::stored::Stored;

/// What the build script read from `rules/`.
static KNOWLEDGE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/knowledge"));

/// All that the program itself knows.
#[derive(Debug)]
pub struct Knowledge {
    apps: Vec<(&'static str, Decoded<App>)>,
    libraries: Decoded<BTreeMap<String, Library>>,
    settings: Decoded<BTreeMap<String, AppSettings>>,
    /// How clients are recognised.
    pub recognition: Recognition,
    /// By what: the index of all its applications.
    pub(super) index: NameIndex,
}

/// Something that is decoded when it is first asked for.
#[derive(Debug)]
struct Decoded<T> {
    bytes: &'static [u8],
    value: OnceLock<T>,
}

/// All that the program itself knows.
///
/// # Panics
/// Where the build script wrote another form than this reads, which every test would see.
#[must_use]
pub fn knowledge() -> &'static Knowledge {
    static KNOWN: OnceLock<Knowledge> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let Stored { apps, libraries, settings, recognition, index } = decode(KNOWLEDGE);
        let apps = apps.into_iter().map(|(id, bytes)| (id, Decoded::new(bytes))).collect();
        let (libraries, settings) = (Decoded::new(libraries), Decoded::new(settings));
        Knowledge { apps, libraries, settings, recognition, index }
    })
}

impl Knowledge {
    /// The applications, by id.
    pub fn apps(&self) -> impl Iterator<Item = &App> {
        self.apps.iter().map(|(_, app)| app.get())
    }

    /// The application of an id.
    #[must_use]
    pub fn app(&self, id: &str) -> Option<&App> {
        let found = self.apps.binary_search_by(|(known, _)| (*known).cmp(id)).ok()?;
        Some(self.apps[found].1.get())
    }

    /// Where an application keeps the settings of its login. Returns `None` if that is not known.
    #[must_use]
    pub fn settings(&self, app: &str) -> Option<&AppSettings> {
        self.all_settings().get(app)
    }

    /// Where applications keep the settings of their logins, by id.
    #[must_use]
    pub fn all_settings(&self) -> &BTreeMap<String, AppSettings> {
        self.settings.get()
    }

    /// The libraries, by id.
    #[must_use]
    pub fn libraries(&self) -> &BTreeMap<String, Library> {
        self.libraries.get()
    }
}

impl<T: DeserializeOwned> Decoded<T> {
    const fn new(bytes: &'static [u8]) -> Self {
        Self { bytes, value: OnceLock::new() }
    }

    fn get(&self) -> &T {
        self.value.get_or_init(|| decode(self.bytes))
    }
}

fn decode<T: serde::Deserialize<'static>>(bytes: &'static [u8]) -> T {
    match postcard::from_bytes(bytes) {
        Ok(value) => value,
        Err(error) => panic!("what is known of applications cannot be read: {error}"),
    }
}
