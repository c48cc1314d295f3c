//! `stale-baseline`; see the rule's page for what, why and examples. Its findings come from [`crate::adopt::baseline`].

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("stale-baseline", Check::Suppression);
