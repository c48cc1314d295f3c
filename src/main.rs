//! The `authelia-lint` program.

fn main() {}
