//! Texts: where they come from, places in them, and what is wrong with them. Nothing here knows YAML or Authelia.

mod encoding;
mod error;
#[cfg(feature = "fs")]
pub mod files;
pub mod parallel;
mod partly;
pub mod paths;
pub mod quoted;
pub mod sanitize;
mod secret;
mod source;
mod span;
pub mod suggestion;
mod unknown;
mod unmasked;

pub use encoding::{Decoded, decode};
pub use error::{Mistake, TextError};
pub use partly::{Partly, Piece};
pub use secret::Secret;
pub use source::{Position, Source, Sources};
pub use span::{SourceId, Span};
pub use unknown::UNKNOWN;
pub use unmasked::Unmasked;
