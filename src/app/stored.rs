//! What the build script writes and the program reads: each application by itself, so that only those are decoded that are
//! asked for.

use serde::{Deserialize, Serialize};

use super::index::NameIndex;
use super::recognition::Recognition;

/// All that is known of applications, in a compact form.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Stored<'a> {
    /// The applications by id, each an `App` in the same form.
    #[serde(borrow)]
    pub(super) apps: Vec<(&'a str, &'a [u8])>,
    /// The libraries, in the same form: a map of `Library` by id.
    pub(super) libraries: &'a [u8],
    /// Where applications keep the settings of their logins, in the same form: a map of `AppSettings` by id.
    pub(super) settings: &'a [u8],
    /// How clients are recognised.
    pub(super) recognition: Recognition,
    /// By what: the index of all these applications.
    pub(super) index: NameIndex,
}
