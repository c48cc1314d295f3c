//! The applications that are known: those of the program, and the operator's own.

use std::sync::{Arc, OnceLock};

use super::index::Index;
use super::model::{App, Knowledge};

/// What the build script read from `rules/`.
static KNOWLEDGE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/knowledge"));

/// All that the program itself knows.
///
/// # Panics
/// Where the build script wrote another form than this reads, which every test would see.
#[must_use]
pub fn knowledge() -> &'static Knowledge {
    static KNOWN: OnceLock<Knowledge> = OnceLock::new();
    KNOWN.get_or_init(|| match postcard::from_bytes(KNOWLEDGE) {
        Ok(knowledge) => knowledge,
        Err(error) => panic!("what is known of applications cannot be read: {error}"),
    })
}

/// The applications that are known. Copies share what they hold.
#[derive(Debug, Clone, Default)]
pub struct Catalogue(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    own: Vec<App>,
    index: OnceLock<Index>,
}

impl Catalogue {
    /// The program's applications and the operator's own, which stand before one of the program with the same id.
    #[must_use]
    pub fn with(own: Vec<App>) -> Self {
        Self(Arc::new(Inner { own, index: OnceLock::new() }))
    }

    /// The application of an id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&App> {
        let known = &knowledge().apps;
        let built_in = || known.binary_search_by(|app| app.id.as_str().cmp(id)).ok().map(|index| &known[index]);
        self.0.own.iter().find(|app| app.id == id).or_else(built_in)
    }

    /// All applications, the operator's own first.
    pub fn iter(&self) -> impl Iterator<Item = &App> {
        let replaced = |app: &&App| self.0.own.iter().all(|own| own.id != app.id);
        self.0.own.iter().chain(knowledge().apps.iter().filter(replaced))
    }

    /// The ids of all applications.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|app| app.id.as_str())
    }

    /// By what the applications are recognised.
    pub(super) fn index(&self) -> &Index {
        self.0.index.get_or_init(|| Index::new(self.iter(), &knowledge().recognition))
    }
}
