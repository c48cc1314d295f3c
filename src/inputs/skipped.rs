//! Why a file that was found is not checked.

use std::fmt;
use std::path::Path;

use super::names;

/// Why a file was skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skipped {
    /// It is something else.
    Other(&'static str),
    /// It does not look like Authelia's, but has a key that Authelia has too, or nearly.
    Sign(&'static str),
    /// It names options of Authelia, but its templates do not let it be parsed.
    Unparsed,
    /// It has no sign of Authelia.
    Stranger,
    /// Git leaves it out.
    Gitignored,
    /// It is of a format that is read only if it asks Authelia about requests, and does not.
    Unrelated,
}

impl Skipped {
    /// Whether it may well be Authelia's, so that everybody is reported, and not only who asks for it.
    pub(crate) fn is_worth_a_line(self, name: &str) -> bool {
        match self {
            Self::Sign(_) | Self::Unparsed => true,
            Self::Gitignored => {
                let path = Path::new(name);
                names::is_configuration(path) || names::is_named_after_authelia(path)
            }
            Self::Other(_) | Self::Stranger | Self::Unrelated => false,
        }
    }
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Other(kind) => f.write_str(kind),
            Self::Sign(key) => write!(f, "only `{key}` is an Authelia option"),
            Self::Unparsed => f.write_str("it cannot be read as YAML as long as it is a template"),
            Self::Stranger => f.write_str("no Authelia option"),
            Self::Gitignored => f.write_str("git ignores it"),
            Self::Unrelated => f.write_str("it does not ask Authelia about requests"),
        }
    }
}
