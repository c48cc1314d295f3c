//! Elliptic curves that Go supports (`crypto/elliptic`), with their numbers (FIPS 186-4, appendix D.1.2; SEC 2).

use num_bigint::BigUint;
use x509_cert::spki::ObjectIdentifier;

/// An elliptic curve that Go supports: `y² = x³ - 3x + b` modulo a prime.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Curve {
    /// P-224
    P224,
    /// P-256
    P256,
    /// P-384
    P384,
    /// P-521
    P521,
}

/// The numbers of a curve, in hexadecimal digits.
struct Numbers {
    prime: &'static str,
    b: &'static str,
    order: &'static str,
}

const P224: Numbers = Numbers {
    prime: "ffffffffffffffffffffffffffffffff000000000000000000000001",
    b: "b4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4",
    order: "ffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3d",
};

const P256: Numbers = Numbers {
    prime: "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
    b: "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
    order: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
};

const P384: Numbers = Numbers {
    prime: "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
    b: "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef",
    order: "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
};

const P521: Numbers = Numbers {
    prime: "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    b: "0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00",
    order: "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
};

impl Curve {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::P224 => "P-224",
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
        }
    }

    /// The curve of an identifier.
    pub(super) fn of(identifier: ObjectIdentifier) -> Option<Self> {
        Some(match identifier.to_string().as_str() {
            "1.3.132.0.33" => Self::P224,
            "1.2.840.10045.3.1.7" => Self::P256,
            "1.3.132.0.34" => Self::P384,
            "1.3.132.0.35" => Self::P521,
            _ => return None,
        })
    }

    const fn numbers(self) -> Numbers {
        match self {
            Self::P224 => P224,
            Self::P256 => P256,
            Self::P384 => P384,
            Self::P521 => P521,
        }
    }

    /// Whether bytes are an uncompressed point of the curve (SEC 1, section 2.3.3); Go takes no other form.
    pub(super) fn has_point(self, bytes: &[u8]) -> bool {
        let [prime, b] = [self.numbers().prime, self.numbers().b].map(number);
        let length = self.numbers().prime.len() / 2;
        let Some(coordinates) = bytes.strip_prefix(&[4]).filter(|coordinates| coordinates.len() == 2 * length) else {
            return false;
        };
        let (x, y) = coordinates.split_at(length);
        let [x, y] = [x, y].map(BigUint::from_bytes_be);
        let is_in_field = x < prime && y < prime;
        // -3x is written as 3(p - x), as the numbers have no sign.
        is_in_field && (&y * &y) % &prime == (&x * &x * &x + (&prime - &x) * 3_u8 + b) % &prime
    }

    /// Whether bytes are a private key: a number from 1 to less than the order.
    pub(super) fn has_scalar(self, bytes: &[u8]) -> bool {
        let scalar = BigUint::from_bytes_be(bytes);
        scalar > BigUint::ZERO && scalar < number(self.numbers().order)
    }
}

fn number(hexadecimal: &str) -> BigUint {
    BigUint::parse_bytes(hexadecimal.as_bytes(), 16).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The generators (FIPS 186-4, appendix D.1.2) are points of their curves, and a neighbour is not.
    #[test]
    fn the_numbers_are_those_of_the_curves() {
        for (curve, x, y) in [
            (
                Curve::P224,
                "b70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21",
                "bd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34",
            ),
            (
                Curve::P256,
                "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
                "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
            ),
            (
                Curve::P384,
                "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7",
                "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f",
            ),
            (
                Curve::P521,
                "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66",
                "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650",
            ),
        ] {
            let length = curve.numbers().prime.len() / 2;
            let padded = |digits: &str| {
                let bytes = number(digits).to_bytes_be();
                [vec![0; length - bytes.len()], bytes].concat()
            };
            let mut point = [vec![4], padded(x), padded(y)].concat();
            assert!(curve.has_point(&point), "{curve:?}");
            *point.last_mut().unwrap() ^= 1;
            assert!(!curve.has_point(&point), "{curve:?}");
            assert!(
                curve.has_scalar(&[1]) && !curve.has_scalar(&number(curve.numbers().order).to_bytes_be()),
                "{curve:?}"
            );
        }
    }
}
