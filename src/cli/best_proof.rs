//! How well an application is known.

use crate::app::{App, Proof};

/// The best proof of what is known about an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BestProof {
    /// The application itself signed in.
    Login,
    /// Its requests were tried.
    Tried,
    /// Its source was read.
    Source,
    /// Its documentation was read.
    Documented,
}

impl BestProof {
    /// The best proof for an application. A login of a library that it uses is not a login of the application.
    pub(super) fn of(app: &App) -> Self {
        let uses_library = app.library.is_some() || app.variants.iter().any(|variant| variant.library.is_some());
        let origins = app.variants.iter().flat_map(|variant| &variant.sources).chain(&app.sources);
        let proofs = origins.map(|origin| origin.proof).filter(|proof| *proof < Proof::Login || !uses_library);
        match proofs.max() {
            Some(Proof::Login) => Self::Login,
            _ if app.tried.is_some() => Self::Tried,
            Some(Proof::Source) => Self::Source,
            _ => Self::Documented,
        }
    }

    /// The proof in a word or two.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Tried => "requests tried",
            Self::Source => "source",
            Self::Documented => "documentation",
        }
    }

    /// What was done.
    pub(super) const fn done(self) -> &'static str {
        match self {
            Self::Login => "the application itself signed in",
            Self::Tried => "a client made the requests of its source to a real Authelia",
            Self::Source => "its source was read",
            Self::Documented => "a documentation page was read",
        }
    }
}
