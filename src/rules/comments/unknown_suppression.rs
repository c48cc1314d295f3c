//! `unknown-suppression`; see the rule's page for what, why and examples. What it finds is found in [`crate::suppression`].

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("unknown-suppression", Check::Suppression);
