//! `invalid-password-hashing`; see the rule's page for what, why and examples.

use crate::config::authentication::Password;
use crate::rules::prelude::*;
use crate::rules::wording::{choice, range};

pub(super) static RULE: Rule = rule!("invalid-password-hashing", Check::Config(check));

/// An option with its lowest and highest allowed value; 0 means the default.
type Limits = (&'static str, fn(&Password) -> &Value<i64>, i64, i64);

const MAX_LANES: i64 = 16_777_215;

/// The limits of the algorithms (go-crypt 0.14.15, `algorithm/*/const.go`).
const RANGES: [Limits; 15] = [
    ("argon2.iterations", |password| &password.argon2.iterations, 1, i32::MAX as i64),
    ("argon2.parallelism", |password| &password.argon2.parallelism, 1, MAX_LANES),
    ("argon2.memory", |password| &password.argon2.memory, 8, u32::MAX as i64),
    ("argon2.key_length", |password| &password.argon2.key_length, 4, i32::MAX as i64),
    ("argon2.salt_length", |password| &password.argon2.salt_length, 1, i32::MAX as i64),
    ("sha2crypt.iterations", |password| &password.sha2crypt.iterations, 1000, 999_999_999),
    ("sha2crypt.salt_length", |password| &password.sha2crypt.salt_length, 1, 16),
    ("pbkdf2.iterations", |password| &password.pbkdf2.iterations, 100_000, i32::MAX as i64),
    ("pbkdf2.salt_length", |password| &password.pbkdf2.salt_length, 8, i32::MAX as i64),
    ("bcrypt.cost", |password| &password.bcrypt.cost, 10, 31),
    ("scrypt.iterations", |password| &password.scrypt.iterations, 1, 58),
    ("scrypt.block_size", |password| &password.scrypt.block_size, 1, i64::MAX / 256),
    ("scrypt.parallelism", |password| &password.scrypt.parallelism, 1, 1_073_741_823),
    ("scrypt.key_length", |password| &password.scrypt.key_length, 1, 137_438_953_440),
    ("scrypt.salt_length", |password| &password.scrypt.salt_length, 8, 1024),
];

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(file) = &context.config.root.authentication_backend.file else { return };
    let password = &file.password;
    let algorithms = ["sha2crypt", "pbkdf2", "scrypt", "bcrypt", "argon2"];
    if !["sha512", "argon2id"].iter().any(|older| password.algorithm.is(*older)) {
        choice(reporter, &password.algorithm, "algorithm", &algorithms);
    }
    let argon2 = ["argon2id", "id", "argon2i", "i", "argon2d", "d"];
    choice(reporter, &password.argon2.variant, "variant", &argon2);
    choice(reporter, &password.sha2crypt.variant, "variant", &["sha256", "sha512"]);
    choice(reporter, &password.pbkdf2.variant, "variant", &["sha1", "sha224", "sha256", "sha384", "sha512"]);
    choice(reporter, &password.bcrypt.variant, "variant", &["standard", "sha256"]);
    choice(reporter, &password.scrypt.variant, "variant", &["scrypt", "yescrypt"]);
    for (option, value, min, max) in RANGES {
        range(reporter, value(password), option, min, max);
    }
    memory(password, reporter);
    let scrypt = &password.scrypt;
    if scrypt.variant.is("yescrypt") && scrypt.parallelism.known().is_some_and(|lanes| ![0, 1].contains(lanes)) {
        range(reporter, &scrypt.parallelism, "scrypt.parallelism", 1, 1);
    }
}

/// Argon2 needs 8 KiB of memory per lane.
fn memory(password: &Password, reporter: &mut Reporter<'_>) {
    let argon2 = &password.argon2;
    let (Some(memory), Some(lanes)) = (argon2.memory.known(), argon2.parallelism.known()) else { return };
    let lanes = if *lanes == 0 { 4 } else { *lanes };
    let is_in_range = (1..=MAX_LANES).contains(&lanes);
    if is_in_range && *memory >= 8 && *memory < lanes.saturating_mul(8) {
        reporter
            .report(argon2.memory.place, "Argon2 needs at least 8 KiB of memory per lane")
            .label(format!("`{memory}` KiB"))
            .also(argon2.parallelism.span(), format!("for {lanes} lanes"))
            .help(format!("write `memory: {}` or more; the default is 65536", lanes.saturating_mul(8)));
    }
}
