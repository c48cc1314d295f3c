//! "Did you mean": the known word that is nearest to a mistyped one.

/// Words that are longer are not compared: nobody mistypes them by one letter.
const MAX_LENGTH: usize = 64;

/// The known word that a mistyped word most likely stands for. Returns `None` if none is near.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > MAX_LENGTH {
        return None;
    }
    let word = word.to_lowercase();
    known
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&word, &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|(left, _), (right, _)| left.total_cmp(right))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found() {
        let known = ["auth-method-mismatch", "missing-scope", "weak-digest"];
        assert_eq!(nearest("auth-methd-mismatch", known), Some("auth-method-mismatch"));
        assert_eq!(nearest("Missing-Scopes", known), Some("missing-scope"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest(&"x".repeat(100_000), known), None);
    }
}
