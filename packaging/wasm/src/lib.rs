//! The library as a WebAssembly module: JSON in, JSON out.
//!
//! The caller reserves memory with `reserve`, writes the request there, and calls `call` with its address and length. The
//! answer starts with its length in four bytes, in little-endian order. `release` frees either. `module.mjs` does this.

use authelia_lint::{
    Analysis, LintOptions, NewClient, RedactOptions, Text, apps, lint_texts, new_client, redact, rule_page,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What to do.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Request {
    /// Check texts, and return a report.
    Lint {
        texts: Vec<Text>,
        #[serde(default)]
        options: LintOptions,
    },
    /// Return the page of a rule in Markdown.
    Page { rule: String },
    /// Return the texts without their secrets.
    Redact {
        texts: Vec<Text>,
        #[serde(default)]
        options: LintOptions,
        redact: RedactOptions,
    },
    /// Return the rules of access control.
    Access {
        texts: Vec<Text>,
        #[serde(default)]
        options: LintOptions,
    },
    /// Return what a request needs, for each kind of people.
    Reached {
        texts: Vec<Text>,
        #[serde(default)]
        options: LintOptions,
        url: String,
        method: String,
    },
    /// Return the applications that a registration can be made for.
    Apps {},
    /// Make a registration, with a secret from these random bytes.
    New { client: NewClient, random: Vec<u8> },
}

/// The result of a request.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Answer {
    Ok(Value),
    Error(String),
}

/// Reserves memory, in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn reserve(length: usize) -> *mut u8 {
    Box::into_raw(vec![0_u8; length].into_boxed_slice()).cast()
}

/// Frees memory.
///
/// # Safety
/// `address` must come from `reserve` with this length, or from `call` with the length of the answer and four.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn release(address: *mut u8, length: usize) {
    // SAFETY: the caller promises that this is a slice that was leaked here.
    drop(unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(address, length)) });
}

/// Answers a request.
///
/// # Safety
/// `address` must lead to as many bytes as `length` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn call(address: *const u8, length: usize) -> *mut u8 {
    // SAFETY: the caller promises that these bytes are there.
    let request = unsafe { std::slice::from_raw_parts(address, length) };
    let text = serde_json::to_string(&answer(request).map_or_else(Answer::Error, Answer::Ok)).unwrap_or_default();
    let length = u32::try_from(text.len()).unwrap_or_default();
    let bytes = [&length.to_le_bytes()[..], text.as_bytes()].concat();
    Box::into_raw(bytes.into_boxed_slice()).cast()
}

fn answer(request: &[u8]) -> Result<Value, String> {
    match serde_json::from_slice(request).map_err(|error| error.to_string())? {
        Request::Lint { texts, options } => value(lint_texts(&texts, &options)),
        Request::Page { rule } => rule_page(&rule).map(Value::from).ok_or_else(|| format!("unknown rule `{rule}`")),
        Request::Redact { texts, options, redact: names } => value(redact(&texts, &options, names)),
        Request::Access { texts, options } => value(analysis(&texts, &options)?.access()),
        Request::Reached { texts, options, url, method } => value(analysis(&texts, &options)?.reached(&url, &method)),
        Request::Apps {} => value::<_, String>(Ok(apps())),
        Request::New { client, random } => registration(&client, &random),
    }
}

fn analysis(texts: &[Text], options: &LintOptions) -> Result<Analysis, String> {
    Analysis::new(texts, options).map_err(|error| error.to_string())
}

fn registration(client: &NewClient, mut random: &[u8]) -> Result<Value, String> {
    let fill = |bytes: &mut [u8]| {
        let (next, rest) = random.split_at_checked(bytes.len()).ok_or("more random bytes are needed")?;
        bytes.copy_from_slice(next);
        random = rest;
        Ok::<_, &str>(())
    };
    let made = new_client(client, fill).map_err(|error| error.to_string())?;
    Ok(json!({ "text": made.text, "secret": made.secret() }))
}

/// A result as JSON, and an error as its message.
fn value<T: Serialize, E: std::fmt::Display>(result: Result<T, E>) -> Result<Value, String> {
    let value = result.map_err(|error| error.to_string())?;
    serde_json::to_value(value).map_err(|error| error.to_string())
}
