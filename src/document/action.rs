//! Actions of Go's templates (`text/template`), as Authelia's filter `template` runs them: what they write where that
//! needs nothing from outside, and functions that do not exist.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::golang;

/// The functions of Authelia's filter (`internal/templates/funcs.go`, 4.39.20), those that are built in, and keywords.
const WORDS: &str = " iterate fileContent secret env mustEnv expandenv split splitList join contains hasPrefix hasSuffix \
    lower keys sortAlpha upper title trim trimAll trimSuffix trimPrefix replace quote mquote sha1sum sha256sum sha512sum \
    squote msquote now ago toDate mustToDate date dateInZone htmlDate htmlDateInZone duration unixEpoch b64enc b64dec \
    b32enc b32dec list dict get set isAbs base dir ext clean osBase osClean osDir osExt osIsAbs deepEqual typeOf typeIs \
    typeIsLike kindOf kindIs default empty indent nindent mindent uuidv4 urlquery urlunquery urlqueryarg glob walk \
    fromYaml toYaml toYamlPretty toYamlCustom and call html index slice js len not or print printf println eq ne lt le \
    gt ge if else end range with define template block break continue nil true false ";

/// What an action writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The text.
    pub text: String,
    /// Whether the white space before the action is removed.
    pub trims_before: bool,
    /// Whether the white space behind the action is removed.
    pub trims_after: bool,
}

/// What an action writes. Returns `None` if that depends on something outside, or is more than a value and simple functions.
#[must_use]
pub fn evaluate(action: &str) -> Option<Written> {
    let inner = action.strip_prefix("{{")?.strip_suffix("}}")?;
    let trims_before = inner.starts_with("- ");
    let trims_after = inner.ends_with(" -");
    let inner = if trims_before { &inner[2..] } else { inner };
    let inner = if trims_after { &inner[..inner.len() - 2] } else { inner };
    let written = |text| Written { text, trims_before, trims_after };
    if inner.starts_with("/*") && inner.ends_with("*/") {
        return Some(written(String::new()));
    }
    let words = tokens(inner)?;
    let mut commands = words.split(|token| *token == Token::Pipe);
    let mut text = match commands.next()? {
        [Token::Value(text)] => text.clone(),
        [Token::Word(function), Token::Value(text)] => call(function, text)?,
        _ => return None,
    };
    for command in commands {
        let [Token::Word(function)] = command else { return None };
        text = call(function, &text)?;
    }
    Some(written(text))
}

/// The bytes of an action that name a function which does not exist: Authelia refuses the whole file.
#[must_use]
pub fn undefined_function(action: &str) -> Option<(usize, usize)> {
    let mut rest = action;
    let mut before = ' ';
    while let Some(next) = rest.chars().next() {
        let at = action.len() - rest.len();
        let length = match next {
            '"' | '\'' => quoted(rest, next)?,
            '`' => rest[1..].find('`')? + 2,
            '/' if rest.starts_with("/*") => rest.find("*/")? + 2,
            _ if next.is_alphabetic() || next == '_' => {
                let length = word(rest);
                let is_function = !matches!(before, '.' | '$') && !before.is_ascii_digit();
                if is_function && !WORDS.contains(&format!(" {} ", &rest[..length])) {
                    return Some((at, at + length));
                }
                length
            }
            _ => next.len_utf8(),
        };
        before = next;
        rest = &rest[length..];
    }
    None
}

#[derive(Debug, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    Value(String),
    Pipe,
}

/// The tokens of a pipeline. Returns `None` if it holds others.
fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(next) = rest.chars().next() {
        let length = match next {
            '"' => quoted(rest, '"')?,
            '`' => rest[1..].find('`')? + 2,
            '|' => 1,
            _ => word(rest),
        };
        let token = rest.get(..length).filter(|token| !token.is_empty())?;
        tokens.push(match next {
            '"' => Token::Value(unquoted(&token[1..length - 1])?),
            '`' => Token::Value(token[1..length - 1].to_owned()),
            '|' => Token::Pipe,
            _ if token == "true" || token == "false" || is_number(token) => Token::Value(token.to_owned()),
            _ => Token::Word(token),
        });
        rest = rest[length..].trim_start();
    }
    Some(tokens)
}

fn word(rest: &str) -> usize {
    rest.find(|char: char| !char.is_alphanumeric() && char != '_').unwrap_or(rest.len())
}

/// A number that is written as it was read.
fn is_number(token: &str) -> bool {
    token == "0" || token.len() < 10 && !token.starts_with('0') && token.bytes().all(|byte| byte.is_ascii_digit())
}

/// The length in bytes of a quoted constant.
fn quoted(rest: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    let end = rest.char_indices().skip(1).find(|(_, char)| {
        let ends = *char == quote && !escaped;
        escaped = *char == '\\' && !escaped;
        ends
    })?;
    Some(end.0 + 1)
}

fn unquoted(text: &str) -> Option<String> {
    let mut read = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        read.push(match char {
            '\n' => return None,
            '\\' => match chars.next()? {
                'n' => '\n',
                't' => '\t',
                escaped @ ('"' | '\\') => escaped,
                _ => return None,
            },
            _ => char,
        });
    }
    Some(read)
}

fn call(function: &str, text: &str) -> Option<String> {
    Some(match function {
        "lower" => text.to_lowercase(),
        "upper" => text.to_uppercase(),
        "trim" => text.trim().to_owned(),
        "quote" if text.chars().all(|char| matches!(char, ' '..='~') && !matches!(char, '"' | '\\')) => {
            format!("\"{text}\"")
        }
        "squote" => format!("'{text}'"),
        "b64enc" => STANDARD.encode(text),
        "b64dec" => String::from_utf8(golang::base64::standard(text)?).ok()?,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_simple_functions_are_evaluated() {
        let text = |action| evaluate(action).map(|written| written.text);
        for (action, expected) in [
            (r#"{{ "x" }}"#, Some("x")),
            (r#"{{"a \"b\"\n"}}"#, Some("a \"b\"\n")),
            ("{{ `a\\b` }}", Some("a\\b")),
            ("{{ 42 }}", Some("42")),
            ("{{ true }}", Some("true")),
            (r#"{{ upper "abc" }}"#, Some("ABC")),
            (r#"{{ " x " | trim | quote }}"#, Some("\"x\"")),
            (r#"{{ "c2VjcmV0" | b64dec }}"#, Some("secret")),
            ("{{- /* said to nobody */ -}}", Some("")),
            (r#"{{ secret "/config/secrets/x" }}"#, None),
            (r#"{{ env "X" }}"#, None),
            ("{{ if true }}", None),
            ("{{ 010 }}", None),
            ("{{ .x }}", None),
        ] {
            assert_eq!(text(action).as_deref(), expected, "{action}");
        }
    }

    #[test]
    fn functions_that_do_not_exist_are_found() {
        for (action, expected) in [
            (r#"{{ nosuch "x" }}"#, Some("nosuch")),
            (r#"{{ "x" | uper }}"#, Some("uper")),
            (r#"{{ secret "nosuch" | indent 4 }}"#, None),
            ("{{ range $nosuch := list 1 2 }}{{ .nosuch }}{{ end }}", None),
            ("{{ /* nosuch */ }}", None),
        ] {
            let found = undefined_function(action).map(|(start, end)| &action[start..end]);
            assert_eq!(found, expected, "{action}");
        }
    }
}
