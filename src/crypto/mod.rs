//! Digests of secrets and keys of the provider, as the libraries that Authelia is built with read them.

pub mod digest;
pub mod keys;
