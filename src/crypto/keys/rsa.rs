//! RSA private keys as Go reads them: Go rejects inconsistent numbers (`crypto/x509/pkcs1.go` and `crypto/rsa`, Go 1.24
//! and later).

use num_bigint::BigUint;
use x509_cert::der::asn1::UintRef;
use x509_cert::der::{Decode as _, Reader as _};

use super::asn1::{optional, whole_sequence};
use super::key::KeyError;

/// Maximum public exponent in Go.
const MAX_EXPONENT: u32 = i32::MAX.cast_unsigned();

/// The numbers of a private key, without trailing data.
pub(super) struct RsaNumbers<'a> {
    pub(super) modulus: UintRef<'a>,
    pub(super) exponent: UintRef<'a>,
    private: UintRef<'a>,
    primes: [UintRef<'a>; 2],
    /// The precomputed values: the private exponent for each prime, and the coefficient. Go computes them if one is
    /// absent.
    computed: Option<[UintRef<'a>; 3]>,
    /// Whether there are more than two primes: then Go checks nothing.
    has_further_primes: bool,
}

impl<'a> RsaNumbers<'a> {
    /// Parses the numbers without checking their consistency.
    ///
    /// # Errors
    /// Returns an error if the bytes are not an RSA private key.
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, KeyError> {
        let mut reader = whole_sequence(bytes)?;
        let mut next = || UintRef::decode(&mut reader).map_err(|_| KeyError::Malformed);
        let [version, modulus, exponent, private, p, q] = [next()?, next()?, next()?, next()?, next()?, next()?];
        if number(version) > BigUint::from(1_u8) {
            return Err(KeyError::Malformed);
        }
        let computed = [optional(&mut reader)?, optional(&mut reader)?, optional(&mut reader)?];
        let computed = match computed {
            [Some(dp), Some(dq), Some(coefficient)] => Some([dp, dq, coefficient]),
            _ => None,
        };
        let has_further_primes = computed.is_some() && version.as_bytes() == [1] && !reader.is_finished();
        Ok(Self { modulus, exponent, private, primes: [p, q], computed, has_further_primes })
    }

    /// Whether Go accepts the numbers as consistent.
    pub(super) fn is_consistent(&self) -> bool {
        if self.has_further_primes {
            return true;
        }
        let [modulus, exponent, private] = [self.modulus, self.exponent, self.private].map(number);
        let [p, q] = self.primes.map(number);
        let one = BigUint::from(1_u8);
        if p <= one || q <= one || p >= modulus || q >= modulus || private >= modulus || &p * &q != modulus {
            return false;
        }
        let half = modulus.bits() / 2;
        let distance = if p > q { &p - &q } else { &q - &p };
        let orders = [&p - &one, &q - &one];
        is_exponent(&exponent)
            && modulus.bit(0)
            && orders.iter().all(|order| (&exponent * (&private % order)) % order == one)
            && self.computed.is_none_or(|[dp, dq, coefficient]| {
                let coefficient = number(coefficient);
                number(dp) == &private % &orders[0]
                    && number(dq) == &private % &orders[1]
                    && coefficient < p
                    && (coefficient * &q) % &p == one
            })
            && distance.bits() + 100 > half
            && private.bits() > half
    }
}

fn number(value: UintRef<'_>) -> BigUint {
    BigUint::from_bytes_be(value.as_bytes())
}

fn is_exponent(exponent: &BigUint) -> bool {
    *exponent >= BigUint::from(2_u8) && exponent.bit(0) && *exponent <= BigUint::from(MAX_EXPONENT)
}
