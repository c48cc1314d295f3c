//! Parsers that behave like Go's standard library and Authelia's own text formats: what they accept decides whether
//! Authelia starts.

pub mod address;
pub mod base64;
pub mod domain;
pub mod duration;
pub mod mail;
pub mod net;
pub mod path;
pub mod regexp;
pub mod strconv;
pub mod url;
