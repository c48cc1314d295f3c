//! `weak-user-password-digest`; see the rule's page for what, why and examples.

use crate::config::authentication::Password;
use crate::crypto::digest::Algorithm;
use crate::rules::prelude::*;
use crate::text::Secret;

pub(super) static RULE: Rule = rule!("weak-user-password-digest", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let file = context.config.root.authentication_backend.file.as_ref();
    for database in &context.config.users_databases {
        let configured = file.filter(|_| database.configured).map(|file| &file.password);
        for user in &database.users {
            let Some(password) = user.password.written().map(Secret::expose) else { continue };
            let Ok(digest) = digest::decode_password(password) else { continue };
            let Some(default) = weaker(&digest, configured) else { continue };
            reporter
                .report(
                    user.password.place,
                    format!("the password digest of `{}` is cheaper to brute-force than {default}", user.name.text),
                )
                .label(format!("`{}`", digest.scheme()))
                .help("generate it again with `authelia crypto hash generate`, or let the user change the password");
        }
    }
}

/// What a digest is weaker than: the configured parameters of its algorithm, or the defaults. Returns `None` if it is not
/// weaker, or if that cannot be known.
fn weaker(digest: &Digest, configured: Option<&Password>) -> Option<String> {
    match configured.and_then(|password| works(digest.algorithm(), password)) {
        Some((work, minimum)) => (work < minimum?).then(|| "the configured parameters require".to_owned()),
        None => match digest.strength() {
            Strength::Weaker { documented } => Some(format!("Authelia's default, {documented}")),
            Strength::AsDocumented | Strength::Slow { .. } => None,
        },
    }
}

/// The work of a digest and the least work that is configured for its algorithm, which is `None` if it cannot be known.
/// Returns `None` if nothing is configured for the algorithm.
fn works(algorithm: Algorithm, password: &Password) -> Option<(i64, Option<i64>)> {
    let options: Vec<(i64, &Value<i64>)> = match algorithm {
        Algorithm::Pbkdf2 { rounds, .. } => vec![(rounds, &password.pbkdf2.iterations)],
        Algorithm::Argon2 { memory, time, .. } => {
            vec![(memory.into(), &password.argon2.memory), (time.into(), &password.argon2.iterations)]
        }
        Algorithm::Scrypt { log_rounds, .. } => vec![(log_rounds, &password.scrypt.iterations)],
        Algorithm::Bcrypt { cost } | Algorithm::BcryptSha256 { cost } => vec![(cost, &password.bcrypt.cost)],
        Algorithm::ShaCrypt { rounds, .. } => vec![(rounds.into(), &password.sha2crypt.iterations)],
        Algorithm::Plaintext | Algorithm::Yescrypt => return None,
    };
    if options.iter().all(|(_, option)| option.written().is_none() && !option.is_unknown()) {
        return None;
    }
    let work = options.iter().fold(1_i64, |work, (found, _)| work.saturating_mul(*found));
    let minimum = options.iter().try_fold(1_i64, |work, (found, option)| {
        let configured = option.known().map(|configured| if *configured == 0 { *found } else { *configured });
        configured.map(|configured| work.saturating_mul(configured))
    });
    Some((work, minimum))
}
