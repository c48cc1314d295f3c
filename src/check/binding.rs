//! Policies that hold in a file whatever its own settings file says.

use crate::policy::Policies;

use super::selection::Selection;

/// The policies of a settings file in a parent folder that nothing nearer can turn off.
#[derive(Debug, Clone)]
pub struct Binding {
    /// The policies.
    pub policies: Policies,
    /// Which of them run, and their levels, as their own settings file says.
    pub selection: Selection,
}
