//! A linter and policy checker for Authelia configuration.

pub mod span;
