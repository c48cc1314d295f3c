//! What users see of the program: fixtures in, rendered output out, exit codes, and what must hold for all input.
//!
//! It is one target, because each would be linked anew with the whole program. Each module holds one promise, but for two that help
//! them: [`program`] calls the program, [`files`] has what it is called with.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod access;
mod access_properties;
mod adopting;
mod app_settings;
mod apps;
mod architecture;
mod authorization_policies;
mod bad_input;
mod beside;
mod both_sides;
mod bounded;
mod command_line;
mod completion;
mod digests;
mod editor;
mod embedded;
mod field;
mod files;
mod filters;
mod fix_properties;
mod fixes;
mod fixtures;
mod flows;
mod gitignore;
mod inputs;
mod keys;
mod library;
mod logins;
mod long_reports;
mod many;
mod named_files;
mod new;
mod nix;
mod one_cause;
mod own_apps;
mod pages;
mod pem;
mod planted;
mod policies;
mod program;
mod properties;
mod proxies;
mod readme;
mod recognition;
mod report;
mod schema;
mod secrets;
mod server;
mod settings;
mod show;
mod slips;
mod suppression;
#[cfg(unix)]
mod terminal;
mod trust;
mod upgrades;
mod users;
mod versions;
mod voice;
mod why;
mod why_apps;
mod writing;
mod xml_settings;
mod yaml;
