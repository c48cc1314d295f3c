//! Any text as the file of `--env-file`: what is said about it is in it, and no secret comes out.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| authelia_lint_fuzz::environment::holds(bytes));
