//! All that a rule may use.

pub(super) use crate::app::{Proof, Registration, pattern};
pub(super) use crate::config::formats::ClientSecret;
pub(super) use crate::config::oidc::{CustomClaim, OpenIdConnect};
pub(super) use crate::config::policy::{Branch, Level, Reach};
pub(super) use crate::config::section::Name;
pub(super) use crate::config::{Client, List, Overridden, PathId, Place, Problem, Treatment, Value};
pub(super) use crate::context::Context;
pub(super) use crate::digest::{Digest, Strength};
pub(super) use crate::finding::{Effect, Severity};
pub(super) use crate::findings::Findings;
pub(super) use crate::fix::{Change, Fix, Safety};
pub(super) use crate::redirect_uri;
pub(super) use crate::rule::{Check, Rule, rule};
