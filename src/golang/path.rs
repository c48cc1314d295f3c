//! Paths as Go's `path.Clean` shortens them, and as Authelia matches them.

use super::url::Url;

/// The path of a URL and its query, as access control rules see them (`URLPathFullClean` in `internal/utils/url.go`,
/// 4.39.20).
#[must_use]
pub fn full_clean(url: &Url) -> String {
    let mut text = if url.path.len() == 1 { url.path.clone() } else { clean(&url.path) };
    if url.path.len() > 1 && url.path.ends_with('/') {
        text.push('/');
    }
    if !url.raw_query.is_empty() {
        text.push('?');
        text.push_str(&url.raw_query);
    }
    text
}

/// The shortest path with the same meaning (`path.Clean`). An empty path is `.`.
fn clean(path: &str) -> String {
    let is_rooted = path.starts_with('/');
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." if segments.last().is_some_and(|last| *last != "..") => drop(segments.pop()),
            ".." if is_rooted => {}
            other => segments.push(other),
        }
    }
    match (is_rooted, segments.join("/")) {
        (true, joined) => format!("/{joined}"),
        (false, joined) if joined.is_empty() => ".".to_owned(),
        (false, joined) => joined,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_see_a_clean_path_and_the_raw_query() {
        for (url, seen) in [
            ("https://a.b", "."),
            ("https://a.b?x", ".?x"),
            ("https://a.b/", "/"),
            ("https://a.b//", "//"),
            ("https://a.b/../", "//"),
            ("https://a.b/./", "//"),
            ("https://a.b/x/../admin/", "/admin/"),
            ("https://a.b/x%2F..%2Fadmin?", "/admin"),
            ("https://a.b//admin?%61=1", "/admin?%61=1"),
            ("https://a.b/..", "/"),
        ] {
            assert_eq!(full_clean(&Url::parse_request(url).unwrap()), seen, "{url}");
        }
    }
}
