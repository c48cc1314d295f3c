//! The pieces of Go's standard library, and of Authelia's own text formats, whose acceptance decides whether Authelia
//! starts.

pub mod address;
pub mod base64;
pub mod domain;
pub mod duration;
pub mod mail;
pub mod net;
pub mod regexp;
pub mod strconv;
pub mod url;
