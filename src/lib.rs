//! A linter and policy checker for Authelia configuration.
//!
//! ```
//! use authelia_lint::{LintOptions, Text, lint_texts};
//!
//! let text = "access_control:\n  default_policy: 'nobody'\n".to_owned();
//! let texts = [Text { name: "configuration.yml".to_owned(), text }];
//! let report = lint_texts(&texts, &LintOptions::default()).unwrap();
//! assert_eq!(report.findings[0].rule, "invalid-access-control");
//! assert_eq!(report.findings[0].place.start.line, 1);
//! ```
//!
//! Only what is listed here is stable. The modules are public for the tests of this package; they may change with any
//! version, and `docs/architecture.md` shows their layers.

#[doc(hidden)]
pub mod access;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod adopt;
#[doc(hidden)]
pub mod app;
#[doc(hidden)]
pub mod cel;
#[doc(hidden)]
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
#[doc(hidden)]
pub mod config;
#[doc(hidden)]
pub mod crypto;
#[doc(hidden)]
pub mod document;
#[doc(hidden)]
pub mod embedded;
#[doc(hidden)]
pub mod fix;
#[doc(hidden)]
pub mod golang;
#[cfg(feature = "fs")]
#[doc(hidden)]
pub mod inputs;
#[doc(hidden)]
pub mod lint;
#[doc(hidden)]
pub mod policy;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod report;
#[doc(hidden)]
pub mod rules;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod settings;
#[doc(hidden)]
pub mod suppression;
#[doc(hidden)]
pub mod text;

pub use check::api::{
    AccessError, AccessRow, AccessRule, AccessTable, Analysis, Completion, CompletionKind, Fact, Finding, Fix, Known,
    KnownApp, LintOptions, Name, NewClient, NewRegistration, Overlap, Place, Position, Reached, RedactOptions,
    Redacted, RegistrationError, Related, Report, Symbol, SymbolKind, Text, TextEdit, UnknownRule, Unset, apps,
    known_at, lint as lint_texts, new_client, redact, rule_page,
};
#[doc(hidden)]
pub use check::check;
pub use lint::{Effect, Severity};
