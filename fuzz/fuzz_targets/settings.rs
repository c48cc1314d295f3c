//! Any text as `authelia-lint.toml`: what is wrong with it is in it, and what it asks for shows no secret of the
//! configuration, and nothing that would harm a terminal.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| authelia_lint_fuzz::settings::holds(text));
