//! What templates do to the text around them, and which of them write the same wherever they stand.

use std::ops::Range;

use super::template::{Filters, Role, mask};

/// What the templates of a text do to the text around them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TemplateLines {
    /// Whether a name may stand for one thing here and for another there: within a loop, or after an assignment.
    pub rebinds: bool,
    /// Where another branch of a condition begins, in bytes and in order.
    pub branches: Vec<u32>,
    /// From where each condition or loop begins to where it ends, in bytes.
    pub blocks: Vec<Range<u32>>,
}

impl TemplateLines {
    /// Those of a text.
    #[must_use]
    pub fn of(text: &str, filters: Filters) -> Self {
        let mut lines = Self::default();
        // Most texts hold none, and a search is cheap.
        if text.contains("{{") || text.contains("{%") {
            let mut open = Vec::new();
            for template in mask(text, filters).1 {
                match block(&text[template.start..template.end]) {
                    Some(Bound::Begin) => open.extend(u32::try_from(template.start)),
                    Some(Bound::End) => {
                        let end = u32::try_from(template.end).unwrap_or(u32::MAX);
                        lines.blocks.extend(open.pop().map(|start| start..end));
                    }
                    None => {}
                }
                lines.rebinds |= rebinds(&text[template.start..template.end]);
                let at = u32::try_from(template.start).ok().filter(|_| template.role == Role::Alternative);
                lines.branches.extend(at);
            }
            lines.blocks.extend(open.into_iter().map(|start| start..u32::MAX));
        }
        lines
    }
}

/// What a template is to a condition or a loop.
enum Bound {
    Begin,
    End,
}

/// Whether a template begins or ends a condition or a loop.
fn block(template: &str) -> Option<Bound> {
    const BEGINS: [&str; 9] = ["if", "for", "range", "with", "define", "block", "macro", "call", "filter"];
    let word = action(template)?.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    if BEGINS.contains(&word) { Some(Bound::Begin) } else { word.starts_with("end").then_some(Bound::End) }
}

/// What a template that begins with a bracket says, without it.
fn action(template: &str) -> Option<&str> {
    let inner = |open, close| template.strip_prefix(open)?.strip_suffix(close);
    let inner: Option<&str> = inner("{{", "}}").or_else(|| inner("{%", "%}"));
    inner.map(|inner| inner.trim_start_matches('-').trim_end_matches('-').trim())
}

fn rebinds(template: &str) -> bool {
    const WORDS: [&str; 8] = ["for", "range", "with", "define", "block", "set", "macro", "call"];
    let Some(action) = action(template) else { return false };
    let word = action.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    WORDS.contains(&word) || action.starts_with('$') && action.contains('=')
}

/// What a template begins with and its name, if it writes the same wherever it stands: a variable of the environment, a
/// file, or a name where no loop and no assignment gives names another meaning (`rebinds`).
#[must_use]
pub fn name_of_template(template: &str, rebinds: bool) -> Option<(char, &str)> {
    if let Some(variable) = template.strip_prefix('$') {
        let variable = variable.strip_prefix('$').unwrap_or(variable);
        let inner = variable.strip_prefix('{').and_then(|inner| inner.strip_suffix('}'));
        return Some(('$', inner.unwrap_or(variable)));
    }
    let action = action(template)?;
    let is_name = |text: &str| {
        let parts = text.strip_prefix('.').unwrap_or(text);
        let is_part = |part: &str| part.starts_with(|first: char| first.is_alphabetic() || first == '_');
        text.chars().all(|letter| letter.is_alphanumeric() || letter == '_' || letter == '.')
            && parts.split('.').all(is_part)
    };
    let reads = action.split_once(' ').is_some_and(|(function, argument)| {
        let is_text =
            argument.trim().starts_with('"') && argument.trim().ends_with('"') && argument.matches('"').count() == 2;
        ["env", "mustEnv", "secret", "fileContent"].contains(&function) && is_text
    });
    (reads || !rebinds && is_name(action) && !CHANGING.contains(&action)).then_some(('{', action))
}

/// Functions that take no argument and write something else each time.
const CHANGING: [&str; 2] = ["now", "uuidv4"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_wherever_they_mean_the_same() {
        for (template, rebinds, name) in [
            ("${DOMAIN}", true, Some(('$', "DOMAIN"))),
            ("$DOMAIN", true, Some(('$', "DOMAIN"))),
            ("$${DOMAIN}", true, Some(('$', "DOMAIN"))),
            ("{{ domain }}", false, Some(('{', "domain"))),
            ("{{- .Values.domain -}}", false, Some(('{', ".Values.domain"))),
            ("{{ .host }}", true, None),
            ("{{ env \"DOMAIN\" }}", true, Some(('{', "env \"DOMAIN\""))),
            ("{{ randAlpha 5 }}", false, None),
            ("{{ uuidv4 }}", false, None),
            ("{% if x %}", false, None),
        ] {
            assert_eq!(name_of_template(template, rebinds), name, "{template}");
        }
    }

    #[test]
    fn loops_and_branches_are_seen() {
        let lines = |text| TemplateLines::of(text, Filters::Auto);
        assert!(lines("{% for a in b %}\n{% endfor %}\n").rebinds);
        assert!(lines("a: {{ range .b }}{{ end }}\n").rebinds);
        assert!(!lines("a: {{ b }}\n{{ if c }}\nd: 1\n{{ end }}\n").rebinds);
        let branches = lines("{% if a %}\nb: 1\n{% else %}\nb: 2\n{% endif %}\n");
        assert_eq!(branches.branches, [16]);
        assert_eq!(branches.blocks.len(), 1);
        assert_eq!(branches.blocks[0], 0..43);
        assert_eq!(lines("{{ if a }}{{ range b }}\nc: 1\n{{ end }}{{end}}").blocks, [10..38, 0..45]);
    }
}
