//! A linter and policy checker for Authelia configuration.
//!
//! `docs/architecture.md` shows how a text is checked, and the layers of the modules.

#[cfg(feature = "cli")]
pub mod adopt;
pub mod app;
pub mod cel;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod config;
pub mod crypto;
pub mod document;
pub mod edit;
pub mod embedded;
pub mod fix;
pub mod golang;
#[cfg(feature = "fs")]
pub mod inputs;
pub mod lint;
pub mod policy;
#[cfg(feature = "cli")]
pub mod report;
pub mod rules;
#[cfg(feature = "cli")]
pub mod settings;
pub mod suppression;
pub mod text;

pub use check::check;
