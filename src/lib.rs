//! A linter and policy checker for Authelia configuration.
//!
//! `docs/architecture.md` shows how a text is checked, and the layers of the modules.

pub mod adopt;
pub mod app;
pub mod cel;
pub mod check;
pub mod cli;
pub mod config;
pub mod crypto;
pub mod document;
pub mod edit;
pub mod embedded;
pub mod fix;
pub mod golang;
pub mod inputs;
pub mod lint;
pub mod policy;
pub mod report;
pub mod rules;
pub mod settings;
pub mod suppression;
pub mod text;

pub use check::check;
