//! Everything that a rule may use.

pub(super) use crate::app::{Facts, Proof, Registration, pattern};
pub(super) use crate::config::formats::ClientSecret;
pub(super) use crate::config::oidc::{CustomClaim, OpenIdConnect};
pub(super) use crate::config::policy::{Branch, BranchReach, Level};
pub(super) use crate::config::redirect_uri;
pub(super) use crate::config::section::Name;
pub(super) use crate::config::{Client, List, Overridden, PathId, Place, Problem, Treatment, Value};
pub(super) use crate::crypto::digest::{self, Digest, DigestError, Strength};
pub(super) use crate::lint::Context;
pub(super) use crate::lint::Reporter;
pub(super) use crate::lint::{Change, Fix, MovedOption, Safety};
pub(super) use crate::lint::{Check, Rule, rule};
pub(super) use crate::lint::{Effect, Severity};
