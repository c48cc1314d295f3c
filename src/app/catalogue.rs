//! The applications that are known: those of the program, and the operator's own.

use std::sync::{Arc, OnceLock};

use super::deployment::model::AppSettings;
use super::index::NameIndex;
use super::knowledge::knowledge;
use super::model::App;

/// The applications that are known. Copies share what they hold.
#[derive(Debug, Clone, Default)]
pub struct Catalogue(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    own: Vec<App>,
    index: OnceLock<NameIndex>,
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
        self.0.own.iter().find(|app| app.id == id).or_else(|| knowledge().app(id))
    }

    /// Where an application keeps the settings of its login. Returns `None` if that is not known.
    #[must_use]
    pub fn settings(&self, id: &str) -> Option<&AppSettings> {
        match self.0.own.iter().find(|app| app.id == id) {
            Some(own) => own.settings.as_ref(),
            None => knowledge().settings(id),
        }
    }

    /// Where applications keep the settings of their logins, by id.
    pub fn all_settings(&self) -> impl Iterator<Item = (&str, &AppSettings)> {
        let own = self.0.own.iter().filter_map(|app| Some((app.id.as_str(), app.settings.as_ref()?)));
        let replaced = |id: &str| self.0.own.iter().any(|app| app.id == id);
        let known = knowledge().all_settings().iter().map(|(id, settings)| (id.as_str(), settings));
        own.chain(known.filter(move |(id, _)| !replaced(id)))
    }

    /// All applications, the operator's own first.
    pub fn iter(&self) -> impl Iterator<Item = &App> {
        let replaced = |app: &&App| self.0.own.iter().all(|own| own.id != app.id);
        self.0.own.iter().chain(knowledge().apps().filter(replaced))
    }

    /// The ids of all applications.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|app| app.id.as_str())
    }

    /// By what the applications are recognised.
    pub(super) fn index(&self) -> &NameIndex {
        if self.0.own.is_empty() {
            return &knowledge().index;
        }
        self.0.index.get_or_init(|| NameIndex::new(self.iter(), &knowledge().recognition))
    }
}
