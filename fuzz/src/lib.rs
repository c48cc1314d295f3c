//! What must hold for every text. The fuzz targets look for texts for which it does not, and `tests/it/any_text.rs` checks it
//! for the texts of all fixtures.

pub mod environment;
pub mod fix;
mod harmless;
pub mod lint;
pub mod parse;
pub mod secrets;
pub mod settings;
pub mod suppressions;
