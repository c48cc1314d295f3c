//! Digests of every kind that Authelia takes, made by the library that it makes and checks them with (go-crypt 0.14.15):
//! one fits its own secret and no other.

use authelia_lint::crypto::digest::{self, VerifyError};

use crate::files::project_text;

#[test]
#[ignore = "slow"]
fn every_digest_fits_its_own_secret_and_no_other() {
    let table = project_text("fixtures/recorded/digests.tsv");
    let mut kinds = 0;
    for row in table.lines() {
        let [kind, secret, text] = row.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let digest = digest::decode(text).unwrap_or_else(|error| panic!("{kind}: {error}"));
        // Recognised, but not checked.
        let expected = if kind == "yescrypt" { Err(VerifyError::Unsupported) } else { Ok(true) };
        assert_eq!(digest.verify(secret.as_bytes()), expected, "{kind}");
        assert_eq!(digest.verify(b"another secret"), expected.map(|_| false), "{kind}");
        assert!(!digest.scheme().contains(text.rsplit('$').next().unwrap()), "{kind}: the scheme shows the key");
        kinds += 1;
    }
    assert_eq!(kinds, 32);
}
