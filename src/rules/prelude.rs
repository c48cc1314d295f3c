//! All that a rule may use.

pub(super) use crate::app::{Fact, Proof, Registration};
pub(super) use crate::config::{Client, List, Map, Place, Problem, Treatment, Value};
pub(super) use crate::context::Context;
pub(super) use crate::finding::{Effect, Finding, Severity};
pub(super) use crate::findings::Findings;
pub(super) use crate::rule::{Check, Rule, rule};
