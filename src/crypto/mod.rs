//! Secret digests and provider keys, read like the libraries that Authelia uses.

pub mod digest;
pub mod keys;
