//! Comments that speak to the linter only move findings: each is either kept or suppressed, whatever the comments say.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| authelia_lint_fuzz::suppressions::holds(text));
