//! The language of user attributes: the operators, functions and macros of `cel-go` 0.28.1 with the libraries that Authelia adds
//! (`withBaseCELEnvOpts` in `internal/expression/util.go`, 4.39.20).

use std::sync::LazyLock;

use super::dialect::{Dialect, Functions, TEXT_FUNCTIONS};
use super::macros;
use super::types::Signature;

/// The ways of calling each, as [`Signature::read`] reads them.
#[rustfmt::skip]
const FUNCTIONS: &[(&str, &[&str])] = &[
    // Operators (`common/stdlib/standard.go`).
    ("_?_:_", &["(bool, A, A) -> A"]),
    ("!_", &["(bool) -> bool"]),
    ("-_", &["(double) -> double", "(int) -> int"]),
    ("_+_", &["(bytes, bytes) -> bytes", "(double, double) -> double", "(duration, duration) -> duration", "(duration, timestamp) -> timestamp", "(timestamp, duration) -> timestamp", "(int, int) -> int", "(list(A), list(A)) -> list(A)", "(string, string) -> string", "(uint, uint) -> uint"]),
    ("_-_", &["(double, double) -> double", "(duration, duration) -> duration", "(int, int) -> int", "(timestamp, duration) -> timestamp", "(timestamp, timestamp) -> duration", "(uint, uint) -> uint"]),
    ("_*_", &["(double, double) -> double", "(int, int) -> int", "(uint, uint) -> uint"]),
    ("_/_", &["(double, double) -> double", "(int, int) -> int", "(uint, uint) -> uint"]),
    ("_%_", &["(int, int) -> int", "(uint, uint) -> uint"]),
    ("_==_", &["(A, A) -> bool"]),
    ("_!=_", &["(A, A) -> bool"]),
    ("@in", &["(A, list(A)) -> bool", "(A, map(A, B)) -> bool"]),
    ("_[_]", &["(list(A), int) -> A", "(map(A, B), A) -> B", "(optional(list(V)), int) -> optional(V)", "(optional(map(K, V)), K) -> optional(V)"]),
    ("_[?_]", &["(list(V), int) -> optional(V)", "(optional(list(V)), int) -> optional(V)", "(map(K, V), K) -> optional(V)", "(optional(map(K, V)), K) -> optional(V)"]),
    // Functions (`common/stdlib/standard.go`).
    ("bool", &["(bool) -> bool", "(string) -> bool"]),
    ("bytes", &["(bytes) -> bytes", "(string) -> bytes"]),
    ("double", &["(double) -> double", "(int) -> double", "(string) -> double", "(uint) -> double"]),
    ("duration", &["(duration) -> duration", "(string) -> duration"]),
    ("dyn", &["(A) -> dyn"]),
    ("getDate", &["timestamp.() -> int", "timestamp.(string) -> int"]),
    ("getDayOfMonth", &["timestamp.() -> int", "timestamp.(string) -> int"]),
    ("getDayOfWeek", &["timestamp.() -> int", "timestamp.(string) -> int"]),
    ("getDayOfYear", &["timestamp.() -> int", "timestamp.(string) -> int"]),
    ("getFullYear", &["timestamp.() -> int", "timestamp.(string) -> int"]),
    ("getHours", &["timestamp.() -> int", "timestamp.(string) -> int", "duration.() -> int"]),
    ("getMilliseconds", &["timestamp.() -> int", "timestamp.(string) -> int", "duration.() -> int"]),
    ("getMinutes", &["timestamp.() -> int", "timestamp.(string) -> int", "duration.() -> int"]),
    ("getMonth", &["timestamp.() -> int", "timestamp.(string) -> int"]),
    ("getSeconds", &["timestamp.() -> int", "timestamp.(string) -> int", "duration.() -> int"]),
    ("int", &["(int) -> int", "(double) -> int", "(duration) -> int", "(string) -> int", "(timestamp) -> int", "(uint) -> int"]),
    ("size", &["(bytes) -> int", "bytes.() -> int", "(list(A)) -> int", "list(A).() -> int", "(map(A, B)) -> int", "map(A, B).() -> int", "(string) -> int", "string.() -> int"]),
    ("string", &["(string) -> string", "(bool) -> string", "(bytes) -> string", "(double) -> string", "(duration) -> string", "(int) -> string", "(timestamp) -> string", "(uint) -> string"]),
    ("timestamp", &["(timestamp) -> timestamp", "(int) -> timestamp", "(string) -> timestamp"]),
    ("type", &["(A) -> type"]),
    ("uint", &["(uint) -> uint", "(double) -> uint", "(int) -> uint", "(string) -> uint"]),
    // Lists (`ext/lists.go`).
    ("distinct", &["list(T).() -> list(T)"]),
    ("flatten", &["list(list(T)).() -> list(T)", "list(dyn).(int) -> list(dyn)"]),
    ("lists.range", &["(int) -> list(int)"]),
    ("reverse", &["list(T).() -> list(T)", "string.() -> string"]),
    ("slice", &["list(T).(int, int) -> list(T)"]),
    ("sort", &["list(int).() -> list(int)", "list(uint).() -> list(uint)", "list(double).() -> list(double)", "list(bool).() -> list(bool)", "list(duration).() -> list(duration)", "list(timestamp).() -> list(timestamp)", "list(string).() -> list(string)", "list(bytes).() -> list(bytes)"]),
    ("@sortByAssociatedKeys", &["list(T).(list(int)) -> list(T)", "list(T).(list(uint)) -> list(T)", "list(T).(list(double)) -> list(T)", "list(T).(list(bool)) -> list(T)", "list(T).(list(duration)) -> list(T)", "list(T).(list(timestamp)) -> list(T)", "list(T).(list(string)) -> list(T)", "list(T).(list(bytes)) -> list(T)"]),
    // Sets (`ext/sets.go`).
    ("sets.contains", &["(list(T), list(T)) -> bool"]),
    ("sets.equivalent", &["(list(T), list(T)) -> bool"]),
    ("sets.intersects", &["(list(T), list(T)) -> bool"]),
    // Texts (`ext/strings.go`).
    ("charAt", &["string.(int) -> string"]),
    ("format", &["string.(list(dyn)) -> string"]),
    ("indexOf", &["string.(string) -> int", "string.(string, int) -> int"]),
    ("join", &["list(string).() -> string", "list(string).(string) -> string"]),
    ("lastIndexOf", &["string.(string) -> int", "string.(string, int) -> int"]),
    ("replace", &["string.(string, string) -> string", "string.(string, string, int) -> string"]),
    ("split", &["string.(string) -> list(string)", "string.(string, int) -> list(string)"]),
    ("strings.quote", &["(string) -> string"]),
    ("substring", &["string.(int) -> string", "string.(int, int) -> string"]),
    // Numbers (`ext/math.go`).
    ("math.@max", &["(double) -> double", "(int) -> int", "(uint) -> uint", "(double, double) -> double", "(int, int) -> int", "(uint, uint) -> uint", "(int, uint) -> dyn", "(int, double) -> dyn", "(double, int) -> dyn", "(double, uint) -> dyn", "(uint, int) -> dyn", "(uint, double) -> dyn", "(list(double)) -> double", "(list(int)) -> int", "(list(uint)) -> uint"]),
    ("math.@min", &["(double) -> double", "(int) -> int", "(uint) -> uint", "(double, double) -> double", "(int, int) -> int", "(uint, uint) -> uint", "(int, uint) -> dyn", "(int, double) -> dyn", "(double, int) -> dyn", "(double, uint) -> dyn", "(uint, int) -> dyn", "(uint, double) -> dyn", "(list(double)) -> double", "(list(int)) -> int", "(list(uint)) -> uint"]),
    ("math.abs", &["(double) -> double", "(int) -> int", "(uint) -> uint"]),
    ("math.bitAnd", &["(int, int) -> int", "(uint, uint) -> uint"]),
    ("math.bitNot", &["(int) -> int", "(uint) -> uint"]),
    ("math.bitOr", &["(int, int) -> int", "(uint, uint) -> uint"]),
    ("math.bitShiftLeft", &["(int, int) -> int", "(uint, int) -> uint"]),
    ("math.bitShiftRight", &["(int, int) -> int", "(uint, int) -> uint"]),
    ("math.bitXor", &["(int, int) -> int", "(uint, uint) -> uint"]),
    ("math.ceil", &["(double) -> double"]),
    ("math.floor", &["(double) -> double"]),
    ("math.isFinite", &["(double) -> bool"]),
    ("math.isInf", &["(double) -> bool"]),
    ("math.isNaN", &["(double) -> bool"]),
    ("math.round", &["(double) -> double"]),
    ("math.sign", &["(double) -> double", "(int) -> int", "(uint) -> uint"]),
    ("math.sqrt", &["(double) -> double", "(int) -> double", "(uint) -> double"]),
    ("math.trunc", &["(double) -> double"]),
    // Base64 (`ext/encoders.go`).
    ("base64.decode", &["(string) -> bytes"]),
    ("base64.encode", &["(bytes) -> string"]),
    // Regular expressions (`ext/regex.go`).
    ("regex.extract", &["(string, string) -> optional(string)"]),
    ("regex.extractAll", &["(string, string) -> list(string)"]),
    ("regex.replace", &["(string, string, string) -> string", "(string, string, string, int) -> string"]),
    // Optional values (`cel/library.go`).
    ("first", &["list(V).() -> optional(V)"]),
    ("hasValue", &["optional(V).() -> bool"]),
    ("last", &["list(V).() -> optional(V)"]),
    ("optional.none", &["() -> optional(V)"]),
    ("optional.of", &["(V) -> optional(V)"]),
    ("optional.ofNonZeroValue", &["(V) -> optional(V)"]),
    ("optional.unwrap", &["(list(optional(V))) -> list(V)"]),
    ("or", &["optional(V).(optional(V)) -> optional(V)"]),
    ("orValue", &["optional(V).(V) -> V"]),
    ("unwrapOpt", &["list(optional(V)).() -> list(V)"]),
    ("value", &["optional(V).() -> V"]),
];

/// What compares one value with another.
const COMPARISONS: [&str; 4] = ["_<_", "_<=_", "_>_", "_>=_"];

/// What these take: two values of one type.
const COMPARED: [&str; 8] = ["bool", "int", "uint", "double", "string", "bytes", "timestamp", "duration"];

/// And, as `cel-go` has it, numbers of two types behind the first macro of an expression.
const NUMBERS: [&str; 3] = ["int", "uint", "double"];

/// The language of user attributes.
pub(super) static ATTRIBUTES: LazyLock<Dialect> = LazyLock::new(|| Dialect {
    functions: Functions::read(FUNCTIONS)
        .and(TEXT_FUNCTIONS)
        .with(&COMPARISONS, &signatures(COMPARED.map(|one| (one, one))))
        .with_behind_macros(&COMPARISONS, &signatures(of_two_types())),
    macros: macros::ALL,
    name: "attribute",
    optional_values: true,
    mixed_lists: true,
});

fn of_two_types() -> impl Iterator<Item = (&'static str, &'static str)> {
    let pairs = NUMBERS.iter().flat_map(|one| NUMBERS.iter().map(move |other| (*one, *other)));
    pairs.filter(|(one, other)| one != other)
}

/// Comparisons of two values of these types.
fn signatures(pairs: impl IntoIterator<Item = (&'static str, &'static str)>) -> Vec<Signature> {
    pairs.into_iter().filter_map(|(one, other)| Signature::read(&format!("({one}, {other}) -> bool"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_signature_can_be_read() {
        for (name, ways) in FUNCTIONS.iter().chain(TEXT_FUNCTIONS) {
            assert_eq!(ATTRIBUTES.functions.signatures(name).map(<[_]>::len), Some(ways.len()), "{name}");
        }
        let functions = &ATTRIBUTES.functions;
        assert!(
            COMPARISONS.iter().all(|name| functions.signatures(name).is_some_and(|ways| ways.len() == COMPARED.len()))
        );
        assert!(COMPARISONS.iter().all(|name| functions.behind_macros(name).len() == 6));
    }
}
