//! What is known of the applications behind the clients besides the configuration.

use std::collections::BTreeMap;

use crate::app::deployment::Deployment;

use super::Catalogue;

/// What is known of the applications behind the clients besides the configuration.
#[derive(Debug, Clone, Default)]
pub struct Hints {
    /// The applications that are known.
    pub catalogue: Catalogue,
    /// The applications (their ids) that the operator named for clients (by `client_id`).
    pub named: BTreeMap<String, String>,
    /// The other side: how applications are set up.
    pub deployments: Vec<Deployment>,
}
