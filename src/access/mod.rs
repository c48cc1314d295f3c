//! Access control as Authelia enforces it (`internal/authorization` and `internal/handlers/handler_authz*.go`, 4.39.20).
//!
//! `decision` says exactly what happens to one request. The proofs over all requests ask it about one request of each
//! class: `cells` finds the classes that the rules can tell apart, and `reach` and `redundancy` ask about them.

mod automaton;
mod cells;
mod changes;
mod checked;
mod crowd;
mod decision;
mod display;
mod hosts;
mod identity;
mod kinds;
mod locations;
mod matching;
mod memory;
mod model;
mod overlap;
mod pattern;
mod queries;
mod reach;
mod read;
mod readings;
mod redundancy;
mod request;
mod settled;
mod trial;
mod walk;

pub use changes::{ChangedDecision, Changes, Reachable, Side, compare};
pub use checked::AnalysedRules;
pub use decision::{Decision, Outcome, Refusal};
pub use identity::Identity;
pub use kinds::PeopleKind;
pub use matching::RulePart;
pub use model::{Criterion, Host, Policy, QueryCondition, QueryTest, Rule, RuleSet, Subject};
pub use overlap::overlaps;
pub use pattern::Pattern;
pub use reach::{Analysis, Askers, Reach, Witness, analyse};
pub use request::{Asked, RequestTarget};
pub use trial::{MAX_ADDRESSES, path_of, query_of};
