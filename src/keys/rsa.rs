//! Whether the numbers of an RSA private key belong together: Go reads no other (`crypto/rsa`, Go 1.24 and later).

use num_bigint::BigUint;
use pkcs1::{RsaPrivateKey, UintRef};

/// The largest public exponent that Go reads.
const LARGEST_EXPONENT: u32 = i32::MAX.cast_unsigned();

/// Whether Go takes the key's numbers for those of one key.
pub(super) fn is_consistent(key: &RsaPrivateKey<'_>) -> bool {
    let [modulus, exponent, private, p, q, dp, dq, coefficient] = [
        key.modulus,
        key.public_exponent,
        key.private_exponent,
        key.prime1,
        key.prime2,
        key.exponent1,
        key.exponent2,
        key.coefficient,
    ]
    .map(number);
    let one = BigUint::from(1_u8);
    if p <= one || q <= one || p >= modulus || q >= modulus || private >= modulus || &p * &q != modulus {
        return false;
    }
    let half = modulus.bits() / 2;
    let distance = if p > q { &p - &q } else { &q - &p };
    is_exponent(&exponent)
        && modulus.bit(0)
        && is_part(&exponent, &private, &dp, &(&p - &one))
        && is_part(&exponent, &private, &dq, &(&q - &one))
        && coefficient < p
        && (coefficient * &q) % &p == one
        && distance.bits() + 100 > half
        && private.bits() > half
}

fn number(value: UintRef<'_>) -> BigUint {
    BigUint::from_bytes_be(value.as_bytes())
}

fn is_exponent(exponent: &BigUint) -> bool {
    *exponent >= BigUint::from(2_u8) && exponent.bit(0) && *exponent <= BigUint::from(LARGEST_EXPONENT)
}

/// Whether `part` is the private exponent for one prime, of which `order` is one less.
fn is_part(exponent: &BigUint, private: &BigUint, part: &BigUint, order: &BigUint) -> bool {
    part < order && (exponent * part) % order == BigUint::from(1_u8) && private % order == *part
}
