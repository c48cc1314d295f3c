//! Any text is checked and shown in every format: no secret and nothing that would harm a terminal comes out.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| authelia_lint_fuzz::lint::holds(bytes));
