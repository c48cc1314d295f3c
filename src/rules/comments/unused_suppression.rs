//! `unused-suppression`; see the rule's page for what, why and examples. Its findings come from [`crate::suppression`].

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("unused-suppression", Check::Suppression);
