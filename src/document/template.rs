//! Templates and placeholders, taken out of the parser's sight.
//!
//! What a template or a placeholder stands for cannot be known here. It is replaced by filler of the same length in
//! bytes, so that positions stay right and the text parses; a value that holds one is unknown.
//!
//! Go and Jinja templates (`{{ … }}`, `{% … %}`, `{# … #}`), `${VAR}`, Flux's `$${VAR}` and `$VAR`, and values that SOPS has
//! encrypted (`ENC[…]`); with the filters that Authelia runs, what these replace and nothing else. A template that has its lines for itself becomes a comment, which is content within a block
//! scalar and nothing elsewhere.

use std::borrow::Cow;
use std::str::FromStr;

use crate::text::UNKNOWN;

use super::blocks;

/// What a run takes templates and placeholders for: Authelia's option `--config.experimental.filters`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Filters {
    /// Whatever looks like one is one.
    #[default]
    Auto,
    /// None is one: they are literal text, as Authelia takes them without filters.
    None,
    /// Those of the filters that Authelia runs.
    Some {
        /// The filter `template`.
        template: bool,
        /// The filter `expand-env`.
        expand_env: bool,
    },
}

impl FromStr for Filters {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "auto" => return Ok(Self::Auto),
            "none" => return Ok(Self::None),
            _ => {}
        }
        let (mut template, mut expand_env) = (false, false);
        for name in text.split(',') {
            match name.trim() {
                "template" => template = true,
                "expand-env" => expand_env = true,
                other => return Err(format!("`{other}` is not `auto`, `none`, `template` or `expand-env`")),
            }
        }
        Ok(Self::Some { template, expand_env })
    }
}

impl Filters {
    /// Whether Authelia runs its filter `template`.
    #[must_use]
    pub const fn runs_templates(self) -> bool {
        matches!(self, Self::Some { template: true, .. })
    }

    const fn expands(self) -> bool {
        matches!(self, Self::Some { expand_env: true, .. })
    }
}

/// A template or a placeholder: a range of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mask {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it does.
    pub role: Role,
    /// Whether it says which parts of the text around it are written, as `{% if … %}`.
    pub controls: bool,
}

/// What a template does in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It stands for a value or a part of one.
    Value,
    /// It has its lines for itself and writes nothing, as `{{ if … }}` and `{% endfor %}`.
    Control,
    /// Such a line from which on another branch of a condition stands, as `{{ else }}` and `{% elif … %}`.
    Alternative,
    /// It has its lines for itself and writes what may be further options, as `{{ include … }}`.
    Insertion,
}

/// The text with filler for templates and placeholders, and where these stand, in order.
#[must_use]
pub fn mask(text: &str, filters: Filters) -> (Cow<'_, str>, Vec<Mask>) {
    let masks = find(text, filters);
    let mut covered = cover(text, &masks);
    if let Cow::Owned(masked) = &mut covered {
        blocks::keep_open(masked, &masks);
    }
    (covered, masks)
}

/// The text with filler for the templates and placeholders that stand in it, in order.
#[must_use]
pub fn cover<'t>(text: &'t str, masks: &[Mask]) -> Cow<'t, str> {
    if masks.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    let mut done = 0;
    for mask in masks {
        masked.push_str(&text[done..mask.start]);
        fill(&text[mask.start..mask.end], mask.role, &mut masked);
        done = mask.end;
    }
    masked.push_str(&text[done..]);
    Cow::Owned(masked)
}

/// Filler of the same length: only its first line holds anything.
fn fill(template: &str, role: Role, masked: &mut String) {
    let mut filler = if role == Role::Value { 'x' } else { '#' };
    for byte in template.bytes() {
        match byte {
            b'\n' | b'\r' => {
                masked.push(char::from(byte));
                filler = ' ';
            }
            _ => {
                masked.push(filler);
                if filler == '#' {
                    filler = 'x';
                }
            }
        }
    }
}

fn find(text: &str, filters: Filters) -> Vec<Mask> {
    let bytes = text.as_bytes();
    let mut masks: Vec<Mask> = Vec::new();
    let mut missing = Missing::default();
    let mut at = 0;
    while let Some(offset) = bytes[at..].iter().position(|byte| matches!(byte, b'{' | b'$' | b'E')) {
        let start = at + offset;
        let bare = || bare_variable(text, start, masks.last()).filter(|_| filters == Filters::Auto);
        match length(&text[start..], filters, &mut missing).or_else(bare) {
            Some(length) => {
                let end = start + length;
                let template = &text[start..end];
                let controls = template.starts_with('{') && role(template) != Role::Insertion;
                masks.push(Mask { start, end, role: Role::Value, controls });
                at = end;
            }
            None => at = start + 1,
        }
    }
    mark_control_lines(text, &mut masks);
    masks
}

/// Closing brackets that the rest of the text is known to lack, so that it is not searched again and again.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each bracket is missing or not by itself")]
struct Missing {
    go: bool,
    jinja: bool,
    comment: bool,
    variable: bool,
    /// What the rest of a line lacks: how many bytes of the text are left where that line ends.
    placeholder: Option<usize>,
    code: Option<usize>,
}

/// The length in bytes of the template or placeholder that the text begins with.
fn length(text: &str, filters: Filters, missing: &mut Missing) -> Option<usize> {
    let auto = filters == Filters::Auto;
    if (auto || filters.runs_templates()) && text.starts_with("{{") {
        closed(text, "}}", &mut missing.go)
    } else if auto && text.starts_with("{%") {
        closed(text, "%}", &mut missing.jinja)
    } else if auto && text.starts_with("{#") {
        closed(text, "#}", &mut missing.comment)
    } else if filters.expands() {
        expansion(text, &mut missing.variable)
    } else if auto && text.starts_with("$${") {
        Some(1 + placeholder(&text[1..], &mut missing.placeholder)?)
    } else if auto && text.starts_with("${") {
        placeholder(text, &mut missing.placeholder)
    } else if auto && text.starts_with("ENC[") {
        Some(closed_on_line(text, ']', &mut missing.code)? + 1)
    } else {
        None
    }
}

fn closed(text: &str, bracket: &str, missing: &mut bool) -> Option<usize> {
    if *missing {
        return None;
    }
    let end = text.find(bracket);
    *missing = end.is_none();
    // In `{{ dict "a" "}" }}}` the last two brackets are meant.
    let end = end? + bracket.len();
    let further = text[end..].bytes().take_while(|byte| bracket == "}}" && *byte == b'}').count();
    Some(end + further.min(usize::from(text[..end].contains("\"}"))))
}

/// Where a bracket is on the line that the text begins with.
fn closed_on_line(text: &str, bracket: char, missing: &mut Option<usize>) -> Option<usize> {
    if missing.is_some_and(|left| text.len() > left) {
        return None;
    }
    let at = text.find([bracket, '\n']).unwrap_or(text.len());
    if text[at..].starts_with(bracket) {
        return Some(at);
    }
    *missing = Some(text.len() - at);
    None
}

/// The length of `${NAME}` or `${NAME:-default}`.
fn placeholder(text: &str, missing: &mut Option<usize>) -> Option<usize> {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let name = text[2..].bytes().take_while(is_name).count();
    if name == 0 || !text[2 + name..].starts_with(['}', ':', '-', '?', '=']) {
        return None;
    }
    Some(closed_on_line(text, '}', missing)? + 1)
}

/// The length of `$NAME` in capitals, as `envsubst` replaces it. In a digest a `$` separates fields, `$$` and `\$` stand
/// for the character itself, and a name that goes on in small letters is ordinary text.
fn bare_variable(text: &str, start: usize, before: Option<&Mask>) -> Option<usize> {
    let rest = text[start..].strip_prefix('$')?;
    let is_name = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_';
    let length = rest.bytes().take_while(is_name).count();
    let goes_on = rest[length..].starts_with(|next: char| next.is_alphanumeric());
    let begins = rest.starts_with(|first: char| first.is_ascii_uppercase() || first == '_');
    let is_field = |letter: char| letter.is_ascii_alphanumeric() || "+/=,._-".contains(letter);
    let behind = text[..start].trim_end_matches(is_field);
    let is_escaped = text[..start].ends_with(['$', '\\']);
    let in_digest = behind.ends_with('$') && before.is_none_or(|mask| mask.end < behind.len());
    (begins && !goes_on && !is_escaped && !in_digest).then_some(1 + length)
}

/// The length of what Go's `os.Expand` replaces: `${…}`, `$NAME`, `$1`, `$$`.
fn expansion(text: &str, missing: &mut bool) -> Option<usize> {
    let rest = text.strip_prefix('$')?;
    let first = rest.chars().next()?;
    match first {
        // Without its closing bracket it is eaten.
        '{' => Some(1 + closed(rest, "}", missing).unwrap_or(1)),
        '*' | '#' | '$' | '@' | '!' | '?' | '-' | '0'..='9' => Some(2),
        _ => {
            let is_name = |char: char| char.is_ascii_alphanumeric() || char == '_';
            let length = rest.find(|char| !is_name(char)).unwrap_or(rest.len());
            (length > 0).then_some(1 + length)
        }
    }
}

/// A text with [`UNKNOWN`] for each template and placeholder of `masks`, which count from `offset`. What stands between
/// the ends of a condition or a loop is not known to be written, so that the whole of it becomes one [`UNKNOWN`]; where it
/// holds a slash, the parts of a path may begin and end there, and nothing is known of the text.
#[must_use]
pub(crate) fn partly_known(text: &str, offset: usize, masks: &[Mask]) -> String {
    let first = masks.iter().find(|mask| mask.controls).map_or(usize::MAX, |mask| mask.start);
    let last = masks.iter().rfind(|mask| mask.controls).map_or(0, |mask| mask.end);
    let chosen = text.get(first.saturating_sub(offset)..last.saturating_sub(offset));
    if chosen.is_some_and(|chosen| chosen.contains('/')) {
        return UNKNOWN.to_string();
    }
    let mut known = String::with_capacity(text.len());
    let mut done = offset;
    for mask in masks {
        let (start, end) = if (first..last).contains(&mask.start) { (first, last) } else { (mask.start, mask.end) };
        if start >= done {
            known.push_str(text.get(done - offset..start - offset).unwrap_or_default());
            known.push(UNKNOWN);
            done = end;
        }
    }
    known.push_str(text.get(done - offset..).unwrap_or_default());
    known
}

/// What a template does that has its lines for itself.
fn role(template: &str) -> Role {
    let action = template.trim_start_matches(['{', '%', '-', '+', ' ', '\t', '\n', '\r']);
    let word: &str = action.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    let writes_nothing = match template.as_bytes().get(1) {
        Some(b'%') => !["include", "block", "call", "extends"].contains(&word),
        Some(b'{') => {
            let assigns = action.starts_with('$') && action.contains('=');
            let controls = ["if", "else", "end", "range", "with", "define", "break", "continue"].contains(&word);
            controls || assigns || action.starts_with("/*")
        }
        _ => true,
    };
    match word {
        "else" | "elif" if writes_nothing => Role::Alternative,
        _ if writes_nothing => Role::Control,
        _ => Role::Insertion,
    }
}

/// Marks the templates beside which nothing is on their lines.
fn mark_control_lines(text: &str, masks: &mut [Mask]) {
    let mut index = 0;
    while index < masks.len() {
        let line_start = text[..masks[index].start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let mut alone = text[line_start..masks[index].start].trim().is_empty();
        let mut last = index;
        loop {
            // No further than to the next template: a line may hold as many as the file.
            let next = masks.get(last + 1).map(|next| next.start);
            let behind = &text[masks[last].end..next.unwrap_or(text.len())];
            let line_end = behind.find(['\n', '\r']);
            alone &= behind[..line_end.unwrap_or(behind.len())].trim().is_empty();
            if next.is_none() || line_end.is_some() {
                break;
            }
            last += 1;
        }
        for mask in &mut masks[index..=last] {
            if alone && text[mask.start..].starts_with('{') {
                mask.role = role(&text[mask.start..mask.end]);
            }
        }
        index = last + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auto(text: &str) -> String {
        let (masked, _) = mask(text, Filters::Auto);
        assert_eq!(masked.len(), text.len());
        masked.into_owned()
    }

    #[test]
    fn values_become_filler_and_lines_become_comments() {
        assert_eq!(auto("a: {{ b }}\n"), "a: xxxxxxx\n");
        assert_eq!(auto("a: '{{ b }}'\n"), "a: 'xxxxxxx'\n");
        assert_eq!(auto("  {{- if .x }}\na: 1\n"), "  #xxxxxxxxxxx\na: 1\n");
        assert_eq!(auto("{% if a %}{% endif %}\n"), "#xxxxxxxxx#xxxxxxxxxx\n");
        assert_eq!(auto("a: ${B:-c} $${D} $E\n"), "a: xxxxxxx xxxxx xx\n");
        assert_eq!(auto("a: https://$APP_1.$DOMAIN-$B/x\n"), "a: https://xxxxxx.xxxxxxx-xx/x\n");
        assert_eq!(auto("a: ENC[AES,data:x]\n"), "a: xxxxxxxxxxxxxxx\n");
        assert_eq!(auto("a: {{ b\n  c }}\n"), "a: xxxx\n      \n");
    }

    #[test]
    fn what_is_known_of_a_text_stays() {
        let partly = |text: &str| partly_known(text, 0, &find(text, Filters::Auto)).replace(UNKNOWN, "?");
        assert_eq!(partly("https://a.${B}/{{ c }}?d={{ e }}f"), "https://a.?/??d=?f");
        assert_eq!(partly("https://{% if a %}b{% else %}c{% endif %}.d/e"), "https://?.d/e");
        assert_eq!(partly("{{ if .a }}b{{ .c }}{{ end }}/d/$E"), "?/d/?");
        assert_eq!(partly("https://a/{{ if .a }}b/c{{ end }}"), "?");
    }

    #[test]
    fn what_is_no_template_stays() {
        for text in ["a: {b: {c: d}}\n", "a: '$pbkdf2-sha512$310000$x'\n", "a: {{ b\n", "a: ${}\n", "a: '{1,2}'\n"] {
            assert_eq!(auto(text), text);
        }
        let literal = [
            "Pa$$WORD",
            "\\$NAME",
            "^/x$",
            "$Name",
            "$6$SALT$HASH",
            "$argon2id$v=19$m=65536,t=3$AB/C+D$EF",
            "$2b$12$AB.CD",
            "$e $",
        ];
        for text in literal {
            assert_eq!(auto(text), text);
        }
        assert_eq!(mask("a: $B {{ b }}\n", Filters::None).0, "a: $B {{ b }}\n");
        assert_eq!(mask("a: {{ b }}\n", Filters::None).0, "a: {{ b }}\n");
        let expand_env = Filters::Some { template: false, expand_env: true };
        assert_eq!(mask("a: {{ b }} ${C}\n", expand_env).0, "a: {{ b }} xxxx\n");
        assert_eq!(mask("a: $B-$$C ${D:-e} $ f\n", expand_env).0, "a: xx-xxC xxxxxxx $ f\n");
        let template = Filters::Some { template: true, expand_env: false };
        assert_eq!(mask("a: {{ b }} ${C} {% d %}\n", template).0, "a: xxxxxxx ${C} {% d %}\n");
    }
}
