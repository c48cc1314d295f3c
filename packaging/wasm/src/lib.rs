//! The library for anyone who can only pass bytes: JSON in, JSON out.
//!
//! The caller asks for room with `reserve`, writes the request there, and calls `lint` with its address and length. The
//! answer begins with its length in four bytes, the lowest first. `release` gives the room of either back.

use authelia_lint::{LintOptions, Report, Text, lint_texts};
use serde::{Deserialize, Serialize};

/// What to check and how.
#[derive(Deserialize)]
struct Request {
    texts: Vec<Text>,
    #[serde(default)]
    options: LintOptions,
}

/// What came of it.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Answer {
    Report(Report),
    Error(String),
}

/// Room for some bytes.
#[unsafe(no_mangle)]
pub extern "C" fn reserve(length: usize) -> *mut u8 {
    Box::into_raw(vec![0_u8; length].into_boxed_slice()).cast()
}

/// Gives room back.
///
/// # Safety
/// `address` must come from `reserve` with this length, or from `lint` with the length of the answer and four.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn release(address: *mut u8, length: usize) {
    // SAFETY: the caller promises that this is a slice that was leaked here.
    drop(unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(address, length)) });
}

/// Checks what a request holds.
///
/// # Safety
/// `address` must lead to as many bytes as `length` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lint(address: *const u8, length: usize) -> *mut u8 {
    // SAFETY: the caller promises that these bytes are there.
    let request = unsafe { std::slice::from_raw_parts(address, length) };
    let text = serde_json::to_string(&answer(request)).unwrap_or_default();
    let length = u32::try_from(text.len()).unwrap_or_default();
    let bytes = [&length.to_le_bytes()[..], text.as_bytes()].concat();
    Box::into_raw(bytes.into_boxed_slice()).cast()
}

fn answer(request: &[u8]) -> Answer {
    let Request { texts, options } = match serde_json::from_slice(request) {
        Ok(request) => request,
        Err(error) => return Answer::Error(error.to_string()),
    };
    match lint_texts(&texts, &options) {
        Ok(report) => Answer::Report(report),
        Err(error) => Answer::Error(error.to_string()),
    }
}
