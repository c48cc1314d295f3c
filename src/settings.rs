//! What a run is asked to do.

use std::collections::BTreeMap;

use crate::app::Catalogue;
use crate::deployment::Deployment;
use crate::document::Filters;
use crate::fix::FreshDigests;

/// What a run is asked to do, whatever asked for it.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own, as on the command line")]
pub struct Settings {
    /// Whether the inputs, in order, are one configuration, as with Authelia's `--config a --config b`.
    pub merge: bool,
    /// Whether nothing comes from the environment, so that what is absent is absent.
    pub no_environment: bool,
    /// What templates and placeholders are.
    pub filters: Filters,
    /// Where in each source the configuration stands, as a path; looked for where it is not said.
    pub root: Option<String>,
    /// The applications (their ids) that the operator named for clients (by `client_id`).
    pub apps: BTreeMap<String, String>,
    /// The applications that are known.
    pub catalogue: Catalogue,
    /// The other side: how the application is set up.
    pub deployment: Option<Deployment>,
    /// The rules to run; all where it is empty.
    pub select: Vec<String>,
    /// The rules not to run.
    pub ignore: Vec<String>,
    /// Whether the suppressions in comments count for nothing.
    pub no_ignores: bool,
    /// The digests for fixes that write one, which are slow to derive; nothing where no such fix will be made.
    pub fresh_digests: Option<FreshDigests>,
    /// Whether well-known secrets are tried on the digests, which is slow.
    pub deep: bool,
}
