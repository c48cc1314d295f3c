//! Any bytes are read, under every filter: all that is said about them lies between two characters of the text.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| authelia_lint_fuzz::parse::holds(bytes));
