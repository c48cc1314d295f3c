//! Any text is fixed: what parsed before parses afterwards, nothing is left to do, and nothing is worse.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| authelia_lint_fuzz::fix::holds(text));
