//! The words of a name, so that `Paperless-ngx`, `paperless_ngx` and `paperless ngx (web)` are one.

/// How many words are looked at: nobody names a client with more.
const MAX_WORDS: usize = 12;

/// The words of a name in lower case.
pub(super) fn of(name: &str) -> Vec<String> {
    name.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(MAX_WORDS)
        .map(str::to_lowercase)
        .collect()
}

/// The words that say something: no filler and no number.
pub(super) fn telling(words: &[String], fillers: &[String]) -> Vec<String> {
    let tells = |word: &&String| !fillers.contains(word) && !word.bytes().all(|byte| byte.is_ascii_digit());
    words.iter().filter(tells).cloned().collect()
}

/// The words without what separates them.
pub(super) fn key(words: &[String]) -> String {
    words.concat()
}

/// Each run of some, but not all, of the words.
pub(super) fn runs(words: &[String]) -> impl Iterator<Item = String> {
    const MAX_RUN: usize = 4;
    let all = words.len();
    (0..all)
        .flat_map(move |start| (start + 1..=all.min(start + MAX_RUN)).map(move |end| (start, end)))
        .filter(move |(start, end)| end - start < all)
        .map(|(start, end)| key(&words[start..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_what_separates_their_words() {
        assert_eq!(key(&of("Paperless-ngx")), key(&of("paperless_NGX")));
        let fillers = ["web".to_owned()];
        assert_eq!(key(&telling(&of("Immich (Web) 2"), &fillers)), "immich");
    }

    #[test]
    fn runs_are_parts() {
        assert_eq!(runs(&of("a b c")).collect::<Vec<_>>(), ["a", "ab", "b", "bc", "c"]);
        assert_eq!(runs(&of("a")).count(), 0);
    }
}
