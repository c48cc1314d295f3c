//! Secrets that are not secrets, but the paths of files that hold them.

/// Folders at the root of a system, or of a container, in which secrets are kept.
const ROOTS: [&str; 22] = [
    "app", "authelia", "config", "configs", "data", "etc", "home", "media", "mnt", "opt", "private", "root", "run",
    "secret", "secrets", "srv", "tmp", "usr", "var", "vault", "volume1", "volumes",
];

/// Whether a secret is certainly meant to be the path of a file. A random text may begin with a slash, too, since Base64
/// uses it; but none has only small letters, or begins with the name of a folder that every system has.
#[must_use]
pub(crate) fn is_path(text: &str) -> bool {
    let text = text.strip_prefix("file://").unwrap_or(text);
    let (is_rooted, rest) = match text.strip_prefix('/') {
        Some(rest) => (true, rest),
        None => match text.split_once('/') {
            Some(("." | ".." | "~", rest)) => (false, rest),
            _ => return false,
        },
    };
    let mut names = rest.split('/');
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    };
    if !names.clone().all(is_name) || text.len() > MAX_LENGTH {
        return false;
    }
    let is_known_root = names.next().is_some_and(|first| ROOTS.contains(&first)) && names.next().is_some();
    let is_small = !rest.bytes().any(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    (is_rooted && is_known_root) || (is_small && (rest.contains('/') || !is_rooted))
}

/// No path of a secret is longer, in bytes.
const MAX_LENGTH: usize = 255;

#[cfg(test)]
mod tests {
    use super::is_path;

    #[test]
    fn paths_and_secrets_are_told_apart() {
        for path in [
            "/etc/authelia/secrets/session",
            "/run/secrets/AUTHELIA_JWT_SECRET",
            "/config/secrets/jwt.txt",
            "/authelia-secrets/storage-key",
            "./secrets/session",
            "../session.key",
            "~/authelia/session",
            "file:///run/secrets/session",
        ] {
            assert!(is_path(path), "{path}");
        }
        for secret in [
            "",
            "/",
            "/secret",
            "/9j/4AAQSkZJRgABAQ",
            "/Zx8/aB3+Qw==",
            "/etc",
            "//etc/passwd",
            "a/b",
            "correct/horse/battery",
            "dGhlIG9sZCBtaWxs",
            "/etc/with blank",
            "/var/lib/a=b",
        ] {
            assert!(!is_path(secret), "{secret}");
        }
    }
}
