//! Versions of Authelia: the one whose behaviour is checked, and since when something is there.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use super::image::Image;

/// A version of Authelia 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    minor: u16,
    patch: u16,
}

/// The last versions of each minor version that is known, from the oldest.
const LAST: [Version; 2] = [Version::new(38, 19), Version::NEWEST];

impl Version {
    /// The image in which Authelia is published, without its registry.
    pub const IMAGE: &str = "authelia/authelia";

    /// The oldest version whose differences are known.
    pub const OLDEST: Self = Self::new(38, 0);

    /// The newest version that is known.
    pub const NEWEST: Self = Self::new(39, 20);

    const fn new(minor: u16, patch: u16) -> Self {
        Self { minor, patch }
    }

    /// Reads `4.39.2` at compile time.
    ///
    /// # Panics
    /// If the text has another form.
    #[must_use]
    pub const fn literal(text: &str) -> Self {
        let bytes = text.as_bytes();
        assert!(bytes[0] == b'4' && bytes[1] == b'.', "not a version of Authelia 4");
        let (mut parts, mut part, mut at) = ([0, 0], 0, 2);
        while at < bytes.len() {
            if bytes[at] == b'.' {
                part += 1;
            } else {
                parts[part] = parts[part] * 10 + (bytes[at] - b'0') as u16;
            }
            at += 1;
        }
        Self::new(parts[0], parts[1])
    }

    /// This version, or the newest one that is known.
    #[must_use]
    pub fn at_most_newest(self) -> Self {
        self.min(Self::NEWEST)
    }

    /// The version of Authelia that some images deploy. Returns `None` if no version is given or known, or if there are
    /// several.
    #[must_use]
    pub fn of_images(images: impl IntoIterator<Item = impl Borrow<Image>>) -> Option<Self> {
        let is_tagged = |image: &Image| image.is(Self::IMAGE) && !image.tag.is_empty();
        let mut of_authelia = images.into_iter().filter(|image| is_tagged(image.borrow()));
        let first: Self = of_authelia.next()?.borrow().tag.parse().ok()?;
        of_authelia.all(|other| other.borrow().tag.parse() == Ok(first)).then_some(first)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "4.{}.{}", self.minor, self.patch)
    }
}

impl FromStr for Version {
    type Err = String;

    /// Reads `4.39.2`, or `4.39` for the last version of it that is known.
    fn from_str(text: &str) -> Result<Self, String> {
        let numbers: Option<Vec<u16>> =
            text.strip_prefix('v').unwrap_or(text).split('.').map(|part| part.parse().ok()).collect();
        let version = match numbers.as_deref() {
            Some([4, minor, patch]) => Self::new(*minor, *patch),
            Some([4, minor]) => {
                let last = LAST.into_iter().find(|last| last.minor == *minor);
                last.unwrap_or(Self::new(*minor, 0))
            }
            _ => return Err(format!("`{text}` is not a version of Authelia, such as `4.39` or `{}`", Self::NEWEST)),
        };
        if version < Self::OLDEST {
            return Err(format!("Authelia {text} is not known: the oldest known version is {}", Self::OLDEST));
        }
        Ok(version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_without_a_patch_is_the_last_one_of_it() {
        let read = |text: &str| text.parse::<Version>().map(|version| version.to_string());
        assert_eq!(read("4.38"), Ok("4.38.19".to_owned()));
        assert_eq!(read("v4.39"), Ok("4.39.20".to_owned()));
        assert_eq!(read("4.39.2"), Ok("4.39.2".to_owned()));
        assert_eq!(read("4.40").map(|_| ()), Ok(()));
        assert_eq!("4.40".parse::<Version>().map(Version::at_most_newest), Ok(Version::NEWEST));
        for wrong in ["", "4", "5.1", "4.39.x", "4.37.5", "4.39.2.1", "latest"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_tag_of_the_image_tells_the_version() {
        let of = |tags: &[&str]| {
            let image = |tag: &&str| Image { name: "ghcr.io/authelia/authelia".to_owned(), tag: (*tag).to_owned() };
            Version::of_images(tags.iter().map(image)).map(|version| version.to_string())
        };
        for tags in [&["4.38.10"][..], &["v4.38.10"], &["", "4.38.10"], &["4.38.10", "4.38.10"]] {
            assert_eq!(of(tags).as_deref(), Some("4.38.10"), "{tags:?}");
        }
        for tags in [&[""][..], &["latest"], &["4.30.1"], &["${TAG}"], &["4.38.10", "4.39.1"], &["4.38.10", "latest"]] {
            assert_eq!(of(tags), None, "{tags:?}");
        }
    }
}
