//! `authelia-lint.toml`: the settings of a project.

pub mod discover;
mod file;
mod read;
mod schema;

pub use file::{FailOn, File, Output, Sort};
pub use read::{LoadedSettings, Outside};
pub use schema::schema;
