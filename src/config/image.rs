//! Container images as Compose files, manifests, the values of charts and NixOS modules write them.

use crate::document::{Kind, NodeId, Tree, float_text};

/// The image that a service or a container runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Its name, with its registry if that is written in the same text.
    pub name: String,
    /// Its tag; empty if none is written.
    pub tag: String,
}

impl Image {
    /// The `image` of a mapping: a text, or in the values of charts a mapping with `repository` and `tag`.
    #[must_use]
    pub fn of(tree: &Tree, container: NodeId) -> Option<Self> {
        let image = tree.resolve(tree.get(container, "image")?.value);
        let Some(repository) = tree.get(image, "repository") else {
            return text(tree, image).map(|text| Self::parse(&text));
        };
        let tag = tree.get(image, "tag").and_then(|tag| text(tree, tag.value));
        Some(Self { name: text(tree, repository.value)?, tag: tag.unwrap_or_default() })
    }

    /// Splits `registry:port/name:tag@digest`.
    fn parse(written: &str) -> Self {
        let written = written.split('@').next().unwrap_or_default();
        let last = written.rfind('/').map_or(0, |slash| slash + 1);
        let end = written[last..].find(':').map_or(written.len(), |colon| last + colon);
        Self { name: written[..end].to_owned(), tag: written[end..].trim_start_matches(':').to_owned() }
    }

    /// Whether it has this name in any registry.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.name.strip_suffix(name).is_some_and(|registry| registry.is_empty() || registry.ends_with('/'))
    }
}

/// A scalar as a text; a tag such as `4.39` may be read as a number.
fn text(tree: &Tree, node: NodeId) -> Option<String> {
    match &tree[tree.resolve(node)].kind {
        Kind::Text(text) => Some(text.clone()),
        Kind::Float(value) => Some(float_text(*value)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registries_tags_and_digests_are_told_apart() {
        for (written, name, tag) in [
            ("authelia/authelia", "authelia/authelia", ""),
            ("ghcr.io/authelia/authelia:v4.38.10@sha256:00", "ghcr.io/authelia/authelia", "v4.38.10"),
            ("localhost:5000/authelia/authelia:4.39", "localhost:5000/authelia/authelia", "4.39"),
            ("authelia/authelia:${TAG:-4.39}", "authelia/authelia", "${TAG:-4.39}"),
        ] {
            let image = Image::parse(written);
            assert_eq!((image.name.as_str(), image.tag.as_str()), (name, tag), "{written}");
            assert!(image.is("authelia/authelia"), "{written}");
        }
        assert!(!Image::parse("example/not-authelia/authelia2").is("authelia/authelia"));
    }
}
