//! Whether a text is an expression of the Common Expression Language, as `cel-go` reads it with optional types
//! (`internal/expression/util.go`, 4.39.20).

use cel::Env;

/// Longer texts (in bytes) are not judged: reading them takes too long.
const LONGEST: usize = 4096;

/// Nor are texts that are nested deeper; `cel-go` gives up much later.
const DEEPEST: u16 = 32;

/// Whether a text is certainly no expression. What its names mean is not looked at.
#[must_use]
pub fn is_no_expression(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let parser = Env::default().with_optional_support(true).parser().max_recursion_depth(DEEPEST);
    let is_deep = |message: &str| message.contains("Recursion limit");
    parser.parse_with_source_info(text).is_err_and(|errors| !errors.errors.iter().any(|error| is_deep(&error.msg)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_certainly_wrong_is_wrong() {
        let right = [
            "'Default'",
            "\"admins\" in groups ? 'a' : \"b\"",
            "user.?name.orValue('x')",
            "extra[?'a']",
            "groups.exists(g, g.startsWith(r'a\\d'))",
            "cel.bind(a, 1, a + 1)",
            "{'a': 1, ?'b': optional.of(2)}",
            "address.street_address.split('\\n')[0] // the first line",
        ];
        for text in right {
            assert!(!is_no_expression(text), "{text}");
        }
        for text in ["", "a b", "groups &&", "'a", "size(groups", "a = 1"] {
            assert!(is_no_expression(text), "{text}");
        }
        assert!(!is_no_expression(&"(".repeat(200)), "too deep to be judged");
    }
}
