//! Decodes digests exactly as strictly as go-crypt.

use std::borrow::Cow;

use base64::alphabet::{Alphabet, STANDARD};
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::engine::{DecodePaddingMode, Engine as _};

use super::{Algorithm, Argon2, Digest, DigestError, Hash};

/// Ignores trailing bits, like Go.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_allow_trailing_bits(true)
    .with_decode_padding_mode(DecodePaddingMode::RequireNone);
const RAW: GeneralPurpose = GeneralPurpose::new(&STANDARD, LENIENT);

/// The alphabet of PBKDF2 digests (passlib's `base64_adapted`), without padding.
pub(super) const ADAPTED: GeneralPurpose = GeneralPurpose::new(
    &match Alphabet::new("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789./") {
        Ok(alphabet) => alphabet,
        Err(_) => STANDARD,
    },
    LENIENT.with_encode_padding(false),
);

/// Decodes a `client_secret`.
///
/// # Errors
/// Returns an error if Authelia rejects the text.
pub fn decode(text: &str) -> Result<Digest, DigestError> {
    let Some(rest) = text.strip_prefix('$') else {
        return Ok(plaintext(text));
    };
    let (identifier, rest) = rest.split_once('$').ok_or(DigestError::Parts)?;
    let parts: Vec<&str> = rest.split('$').collect();
    let decoded = match identifier {
        "plaintext" if rest.is_empty() => return Err(DigestError::Key),
        "plaintext" => return Ok(plaintext(rest)),
        "pbkdf2" | "pbkdf2-sha1" => pbkdf2(Hash::Sha1, &parts),
        "pbkdf2-sha224" => pbkdf2(Hash::Sha224, &parts),
        "pbkdf2-sha256" => pbkdf2(Hash::Sha256, &parts),
        "pbkdf2-sha384" => pbkdf2(Hash::Sha384, &parts),
        "pbkdf2-sha512" => pbkdf2(Hash::Sha512, &parts),
        "argon2i" => argon2(Argon2::I, &parts),
        "argon2d" => argon2(Argon2::D, &parts),
        "argon2id" => argon2(Argon2::Id, &parts),
        "scrypt" => scrypt(&parts),
        "y" => yescrypt(&parts),
        "2" | "2a" | "2b" | "2x" | "2y" => bcrypt(&parts),
        "bcrypt-sha256" => bcrypt_sha256(&parts),
        "5" => sha_crypt(Hash::Sha256, &parts),
        "6" => sha_crypt(Hash::Sha512, &parts),
        _ => return Err(DigestError::Scheme),
    }?;
    let hidden: usize = parts.iter().rev().take(decoded.hidden).map(|part| part.len() + 1).sum();
    Ok(Digest {
        algorithm: decoded.algorithm,
        scheme: text[..text.len() - hidden].to_owned(),
        salt: decoded.salt,
        key: decoded.key,
        text: text.to_owned(),
    })
}

/// Decodes the `password` of a user (`crypt.Decode` and `crypt.Normalize` of go-crypt 0.14.15): the prefixes of LDAP are left
/// out, and plain text is refused.
///
/// # Errors
/// As Authelia refuses it.
pub fn decode_password(text: &str) -> Result<Digest, DigestError> {
    let text = without_ldap_prefix(text);
    let is_plain_text = !text.starts_with('$') || text.starts_with("$plaintext$");
    if is_plain_text { Err(DigestError::Scheme) } else { decode(&text) }
}

/// A digest as LDAP servers keep it, as a digest: `{CRYPT}$…`, `{ARGON2}$…` or `{PBKDF2-SHA512}310000$…`.
fn without_ldap_prefix(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix("{CRYPT}").unwrap_or(text);
    let text = text.strip_prefix("{ARGON2}").unwrap_or(text);
    let parts = text.strip_prefix('{').and_then(|rest| rest.split_once('}'));
    let is_pbkdf2 =
        |name: &str, rest: &str| name.starts_with("PBKDF2") && rest.starts_with(|first: char| first.is_ascii_digit());
    match parts.filter(|(name, rest)| is_pbkdf2(name, rest)) {
        Some((name, rest)) => Cow::Owned(format!("${}${rest}", name.to_lowercase())),
        None => Cow::Borrowed(text),
    }
}

fn plaintext(secret: &str) -> Digest {
    Digest {
        algorithm: Algorithm::Plaintext,
        scheme: "$plaintext".to_owned(),
        salt: Vec::new(),
        key: secret.as_bytes().to_vec(),
        text: String::new(),
    }
}

struct DecodedDigest {
    algorithm: Algorithm,
    salt: Vec<u8>,
    key: Vec<u8>,
    /// Number of secret parts at the end.
    hidden: usize,
}

/// Decodes base64; like Go, ignores line breaks.
fn base64(engine: &GeneralPurpose, text: &str, error: DigestError) -> Result<Vec<u8>, DigestError> {
    let is_break = ['\r', '\n'];
    let text = if text.contains(is_break) { Cow::Owned(text.replace(is_break, "")) } else { Cow::Borrowed(text) };
    engine.decode(&*text).map_err(|_| error)
}

fn key(engine: &GeneralPurpose, text: &str) -> Result<Vec<u8>, DigestError> {
    let key = base64(engine, text, DigestError::Key)?;
    if key.is_empty() { Err(DigestError::Key) } else { Ok(key) }
}

/// Parses an integer like Go's `strconv.Atoi`.
fn integer(text: &str) -> Result<i64, DigestError> {
    text.parse().map_err(|_| DigestError::Parameter)
}

fn pbkdf2(hash: Hash, parts: &[&str]) -> Result<DecodedDigest, DigestError> {
    let [rounds, salt, derived] = parts else { return Err(DigestError::Parts) };
    Ok(DecodedDigest {
        algorithm: Algorithm::Pbkdf2 { hash, rounds: integer(rounds)? },
        salt: base64(&ADAPTED, salt, DigestError::Salt)?,
        key: key(&ADAPTED, derived)?,
        hidden: 2,
    })
}

/// Splits comma-separated `name=value` pairs.
fn parameters(text: &str) -> Result<Vec<(&str, &str)>, DigestError> {
    text.split(',').map(|pair| pair.split_once('=').ok_or(DigestError::Parameter)).collect()
}

fn argon2(variant: Argon2, parts: &[&str]) -> Result<DecodedDigest, DigestError> {
    let [version, options, salt, derived] = parts else { return Err(DigestError::Parts) };
    let (mut memory, mut time, mut lanes) = (0, 0, 0);
    for (name, value) in parameters(options)?.into_iter().chain(parameters(version)?) {
        let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
        let value: u32 = value.parse().ok().filter(|_| digits).ok_or(DigestError::Parameter)?;
        match name {
            "v" if value == 19 => {}
            "k" => {}
            "m" => memory = value,
            "t" => time = value,
            "p" => lanes = value,
            _ => return Err(DigestError::Parameter),
        }
    }
    let or = |value: u32, default: u32| if value == 0 { default } else { value };
    let (memory, time, lanes) = (or(memory, 32 * 1024), or(time, 1), or(lanes, 4));
    Ok(DecodedDigest {
        algorithm: Algorithm::Argon2 { variant, memory, time, lanes },
        salt: base64(&RAW, salt, DigestError::Salt)?,
        key: key(&RAW, derived)?,
        hidden: 2,
    })
}

fn scrypt(parts: &[&str]) -> Result<DecodedDigest, DigestError> {
    let [options, salt, derived] = parts else { return Err(DigestError::Parts) };
    let (mut log_rounds, mut block, mut parallel) = (16, 8, 1);
    for (name, value) in parameters(options)? {
        let value = integer(value)?;
        match name {
            "ln" => log_rounds = value,
            "r" => block = value,
            "p" => parallel = value,
            _ => return Err(DigestError::Parameter),
        }
    }
    Ok(DecodedDigest {
        algorithm: Algorithm::Scrypt { log_rounds, block, parallel },
        salt: base64(&RAW, salt, DigestError::Salt)?,
        key: key(&RAW, derived)?,
        hidden: 2,
    })
}

/// yescrypt encodes its parameters compactly; they are not decoded.
fn yescrypt(parts: &[&str]) -> Result<DecodedDigest, DigestError> {
    let [setting, salt, derived] = parts else { return Err(DigestError::Parts) };
    if !setting.starts_with('j') || setting.len() < 3 {
        return Err(DigestError::Parameter);
    }
    if derived.is_empty() {
        return Err(DigestError::Key);
    }
    let (salt, key) = (salt.as_bytes().to_vec(), derived.as_bytes().to_vec());
    Ok(DecodedDigest { algorithm: Algorithm::Yescrypt, salt, key, hidden: 2 })
}

/// The lengths of bcrypt's salt and key, in characters.
const BCRYPT: (usize, usize) = (22, 31);

fn is_bcrypt_text(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'/')
}

fn bcrypt(parts: &[&str]) -> Result<DecodedDigest, DigestError> {
    let [cost, secret] = parts else { return Err(DigestError::Parts) };
    let cost = integer(cost)?;
    if secret.len() != BCRYPT.0 + BCRYPT.1 {
        return Err(DigestError::Key);
    }
    let (salt, key) = secret.split_at_checked(BCRYPT.0).ok_or(DigestError::Salt)?;
    if !is_bcrypt_text(salt) {
        return Err(DigestError::Salt);
    }
    let (salt, key) = (salt.as_bytes().to_vec(), key.as_bytes().to_vec());
    Ok(DecodedDigest { algorithm: Algorithm::Bcrypt { cost }, salt, key, hidden: 1 })
}

fn bcrypt_sha256(parts: &[&str]) -> Result<DecodedDigest, DigestError> {
    let [options, salt, key] = parts else { return Err(DigestError::Parts) };
    let mut cost = 0;
    for (name, value) in parameters(options)? {
        match name {
            "v" | "t" => {}
            "r" => cost = integer(value)?,
            _ => return Err(DigestError::Parameter),
        }
    }
    if salt.len() != BCRYPT.0 || !is_bcrypt_text(salt) {
        return Err(DigestError::Salt);
    }
    if key.len() != BCRYPT.1 {
        return Err(DigestError::Key);
    }
    let (salt, key) = (salt.as_bytes().to_vec(), key.as_bytes().to_vec());
    Ok(DecodedDigest { algorithm: Algorithm::BcryptSha256 { cost }, salt, key, hidden: 2 })
}

fn sha_crypt(hash: Hash, parts: &[&str]) -> Result<DecodedDigest, DigestError> {
    let (options, salt, key) = match parts {
        [salt, key] => (None, salt, key),
        [options, salt, key] => (Some(options), salt, key),
        _ => return Err(DigestError::Parts),
    };
    let mut rounds = 5_000;
    for (name, value) in options.map(|options| parameters(options)).transpose()?.unwrap_or_default() {
        let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
        if name != "rounds" || !digits {
            return Err(DigestError::Parameter);
        }
        rounds = value.parse().map_err(|_| DigestError::Parameter)?;
    }
    if key.is_empty() {
        return Err(DigestError::Key);
    }
    let (salt, key) = (salt.as_bytes().to_vec(), key.as_bytes().to_vec());
    Ok(DecodedDigest { algorithm: Algorithm::ShaCrypt { hash, rounds }, salt, key, hidden: 2 })
}
