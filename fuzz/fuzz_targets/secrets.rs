//! A secret is planted as the value of secret options in front of and behind any text: neither it nor a part of it comes out,
//! whatever the text is, whether it parses, and after it was fixed.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| authelia_lint_fuzz::secrets::holds(text));
