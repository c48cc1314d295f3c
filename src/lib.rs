//! A linter and policy checker for Authelia configuration.
//!
//! The way of a text through the program:
//!
//! ```text
//! paths     -- collect    --> Sources         texts, kept once
//! Source    -- embedded   --> readings        the source itself, or the configurations that stand in it
//! text      -- document   --> Tree            nodes with byte spans, and comments, as Authelia's YAML reader sees them
//! Tree      -- config     --> Config          typed sections; every value keeps its place and may be unknown
//! Client    -- app        --> Registration    the application behind it, and why
//! Config    -- rules      --> Findings        through the one loop in `engine`
//! Findings  -- suppression --> Outcome        what comments suppress is set apart
//! Outcome   -- report     --> a terminal, a file
//! ```

pub mod app;
pub mod baseline;
pub mod cel;
pub mod check;
pub mod cli;
pub mod collect;
pub mod config;
pub mod context;
pub mod deployment;
pub mod digest;
pub mod document;
pub mod dotenv;
pub mod draft;
pub mod edit;
pub mod embedded;
pub mod finding;
pub mod findings;
pub mod fingerprint;
pub mod fix;
pub mod git;
pub mod golang;
pub mod ignoring;
pub mod keys;
pub mod many;
pub mod outcome;
pub mod paths;
pub mod policy;
pub mod recognition;
pub mod redirect_uri;
pub mod report;
pub mod rule;
pub mod rules;
pub mod settings;
pub mod since;
pub mod source;
pub mod span;
pub mod suggestion;
pub mod suppression;
pub mod text_error;
pub mod threads;
pub mod unknown;

pub use check::check;
