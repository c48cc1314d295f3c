//! Turns the changes that rules propose into edits of the text, and applies them.
//!
//! A rule proposes a [`Change`](crate::lint::Change) of an option. `plan` turns it into edits that match how the text is
//! written there, or says why it must be made by hand. `converge` applies the edits and checks the result.

mod converge;
mod fresh_digests;
mod locate;
mod nix;
mod outline;
mod plan;
mod shared;
mod variables;

pub use converge::{Converged, Made, Task, converge};
pub use fresh_digests::FreshDigests;
pub use plan::plan;
