//! What a rule is, what it sees and what it finds. The rules themselves stand above.

mod context;
mod finding;
mod fingerprint;
mod fix;
mod outcome;
mod reporter;
mod rule;
mod rule_id;

pub use context::Context;
pub use finding::{AppSetting, Effect, Finding, Label, Severity};
pub use fingerprint::Fingerprints;
pub use fix::{Change, Fix, MovedOption, Safety};
pub use outcome::{ClientEntry, Outcome, Suppressed};
pub use reporter::Reporter;
pub(crate) use rule::rule;
pub use rule::{Check, Meta, Rule, UNREADABLE, Weight};
pub use rule_id::RuleId;
