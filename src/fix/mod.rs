//! Fixes: what would cure a finding, and the edits of the text that do it.
//!
//! A rule says what to change, by the place of an option ([`Change`]); [`plan`] looks how the text is written there and
//! makes edits of it, or says why that is left to a person; [`converge`] makes the edits and looks at the result.

mod converge;
mod fresh_digests;
mod locate;
mod nix;
mod plan;

pub use converge::{Fixed, Made, Task, converge};
pub use fresh_digests::FreshDigests;
pub use plan::plan;
