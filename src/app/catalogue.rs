//! The applications that are known: those of the program, and the operator's own.

use std::sync::{Arc, OnceLock};

use super::index::Index;
use super::knowledge::knowledge;
use super::model::App;

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
        self.0.own.iter().find(|app| app.id == id).or_else(|| knowledge().app(id))
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
    pub(super) fn index(&self) -> &Index {
        if self.0.own.is_empty() {
            return &knowledge().index;
        }
        self.0.index.get_or_init(|| Index::new(self.iter(), &knowledge().recognition))
    }
}
