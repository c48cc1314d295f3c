//! Where in a configuration a cursor is, by the indentation of the lines above it: a text that is being typed does not
//! parse.

use super::path::{Step, keys_at, shape};

/// What is being typed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Typed {
    /// A key of the section at the path.
    Key,
    /// The value of the option at the path.
    Value,
}

/// Where a cursor is.
#[derive(Debug)]
pub(super) struct Cursor {
    /// The path of the section, or of the option whose value is typed.
    pub(super) path: Vec<Step>,
    pub(super) typed: Typed,
    /// The byte at which the word begins that is typed.
    pub(super) start: usize,
    /// The keys that the section has already.
    pub(super) siblings: Vec<String>,
    /// Whether an item of a list begins here.
    pub(super) begins_item: bool,
}

/// What a line has, from left to right: dashes of list items, then a key.
struct TypedLine<'a> {
    dashes: Vec<usize>,
    key: Option<(usize, &'a str)>,
    /// Where the content behind the dashes begins.
    content: usize,
}

impl<'a> TypedLine<'a> {
    /// Returns `None` if the line is blank or a comment.
    fn of(text: &'a str) -> Option<Self> {
        let (mut dashes, mut at) = (Vec::new(), 0);
        loop {
            at += text[at..].len() - text[at..].trim_start_matches(' ').len();
            match text[at..].strip_prefix('-') {
                Some(rest) if rest.is_empty() || rest.starts_with(' ') => dashes.push(at),
                _ => break,
            }
            at += 1;
        }
        let rest = &text[at..];
        if rest.starts_with('#') || (rest.trim().is_empty() && dashes.is_empty()) {
            return None;
        }
        let name = rest.split_once(':').filter(|(_, value)| value.is_empty() || value.starts_with([' ', '\r']));
        let key = name.map(|(key, _)| (at, key.trim().trim_matches(['\'', '"'])));
        let key = key.filter(|(_, key)| !key.contains(['{', '[', '#']));
        Some(Self { dashes, key, content: at })
    }
}

/// Where a cursor is. Returns `None` if it is in a comment or in a form that only a parser understands.
pub(super) fn at(text: &str, byte: usize) -> Option<Cursor> {
    let begin = text[..byte].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[begin..byte];
    if before.trim_start().starts_with('#') || before.contains(" #") {
        return None;
    }
    let line = TypedLine::of(before).unwrap_or(TypedLine { dashes: Vec::new(), key: None, content: before.len() });
    let mut climb = Climb { key: line.content, dash: line.content, path: Vec::new() };
    let mut siblings = Vec::new();
    let mut inner = Vec::new();
    let mut typed = Typed::Key;
    let mut start = line.content;
    if let Some((_, key)) = line.key {
        let value = line.content + before[line.content..].find(':')? + 1;
        let list = before[value..].trim_start().starts_with('[');
        inner.push(Step::Key(key.to_owned()));
        if list {
            inner.push(Step::Index(0));
        } else if before[value..].contains('{') {
            return None;
        }
        start = value + before[value..].rfind(['[', ',', ' ']).map_or(0, |at| at + 1);
        typed = Typed::Value;
    }
    for dash in line.dashes.iter().rev() {
        climb.pass_dash(*dash);
    }
    for above in text[..begin].lines().rev() {
        let Some(above) = TypedLine::of(above) else { continue };
        if let Some((column, key)) = above.key {
            let is_sibling = climb.path.is_empty() && column == line.content;
            if is_sibling {
                siblings.push(key.to_owned());
            }
            climb.pass_key(column, key);
        }
        for dash in above.dashes.iter().rev() {
            climb.pass_dash(*dash);
        }
        if climb.key == 0 {
            break;
        }
    }
    let below = text[byte..].lines().skip(1).filter_map(TypedLine::of);
    let below = below.take_while(|line_below| line_below.content >= line.content && line_below.dashes.is_empty());
    siblings.extend(
        below
            .filter_map(|below| below.key.filter(|(column, _)| *column == line.content))
            .map(|(_, key)| key.to_owned()),
    );
    climb.path.reverse();
    climb.path.extend(inner);
    let path = of_authelia(&climb.path)?;
    let begins_item = typed == Typed::Key && !line.dashes.is_empty();
    // An item of a list of values.
    let typed = if typed == Typed::Key && keys_at(&path).is_empty() { Typed::Value } else { typed };
    Some(Cursor { path, typed, start: begin + start, siblings, begins_item })
}

/// A climb from a line to those that it is below.
struct Climb {
    /// A key left of this column is a parent.
    key: usize,
    /// A dash left of this column is the item around.
    dash: usize,
    /// The steps, from the innermost.
    path: Vec<Step>,
}

impl Climb {
    fn pass_key(&mut self, column: usize, key: &str) {
        if column < self.key {
            self.path.push(Step::Key(key.to_owned()));
            (self.key, self.dash) = (column, column);
        }
    }

    /// A list may be as far left as the key that it belongs to.
    fn pass_dash(&mut self, column: usize) {
        if column < self.dash {
            self.path.push(Step::Index(0));
            (self.key, self.dash) = (column + 1, column);
        }
    }
}

/// The part of a path that is Authelia's: a configuration may be inside another file.
fn of_authelia(path: &[Step]) -> Option<Vec<Step>> {
    (0..=path.len()).map(|start| &path[start..]).find(|path| shape(path).is_some()).and_then(|rest| {
        let is_inside = rest.len() < path.len();
        (!is_inside || !rest.is_empty()).then(|| rest.to_vec())
    })
}

#[cfg(test)]
mod tests {
    use super::super::path::spell;
    use super::*;

    /// The place of `|` in a text.
    fn place(text: &str) -> Option<(String, Typed, Vec<String>)> {
        let byte = text.find('|').unwrap();
        let text = text.replacen('|', "", 1);
        at(&text, byte).map(|cursor| (spell(&cursor.path), cursor.typed, cursor.siblings))
    }

    #[test]
    fn places() {
        let expect = |text: &str, path: &str, typed: Typed| {
            let (found, kind, _) = place(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.as_str(), kind), (path, typed), "{text}");
        };
        expect("the|", "", Typed::Key);
        expect("theme: 'li|'", "theme", Typed::Value);
        expect("log:\n  |", "log", Typed::Key);
        expect("log:\n  level: 'x'\n  fo|", "log", Typed::Key);
        expect("log:\n  level: 'x'\n\n|", "", Typed::Key);
        let clients = "identity_providers:\n  oidc:\n    clients:\n";
        let path = "identity_providers.oidc.clients[0]";
        expect(&format!("{clients}      - |"), path, Typed::Key);
        expect(&format!("{clients}    - |"), path, Typed::Key);
        expect(&format!("{clients}      - client_id: 'a'\n        pub|"), path, Typed::Key);
        expect(
            &format!("{clients}      - client_id: 'a'\n      - client_id: 'b'\n        x: 'y'\n        pub|"),
            path,
            Typed::Key,
        );
        expect(&format!("{clients}    - scopes:\n      - 'op|"), &format!("{path}.scopes[0]"), Typed::Value);
        expect(&format!("{clients}    - scopes: ['openid', 'pr|"), &format!("{path}.scopes[0]"), Typed::Value);
        expect("configs:\n  authelia:\n    content: >-\n      log:\n        le|", "log", Typed::Key);
    }

    #[test]
    fn keys_that_are_there_already() {
        let (_, _, siblings) = place("log:\n  level: 'x'\n  |\n  format: 'text'\ntheme: 'x'\n").unwrap();
        assert_eq!(siblings, ["level", "format"]);
        assert!(place("# the|").is_none());
    }
}
