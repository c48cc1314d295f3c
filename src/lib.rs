//! A linter and policy checker for Authelia configuration.

pub mod app;
pub mod config;
pub mod context;
pub mod deployment;
pub mod document;
pub mod engine;
pub mod finding;
pub mod findings;
pub mod fix;
pub mod outcome;
pub mod report;
pub mod rule;
pub mod rules;
pub mod settings;
pub mod source;
pub mod span;
pub mod suggestion;
pub mod suppression;
