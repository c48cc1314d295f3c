//! Lines of templates within block scalars: one that has less indentation than the text around it does not end that text.

use super::template::{Mask, Role};

/// Blanks out the lines of templates that the parser would take for the end of the block scalar that they stand in: an empty
/// line is a part of it whatever its indentation. `masked` has a comment for each such line.
pub(super) fn keep_open(masked: &mut String, masks: &[Mask]) {
    let lines: Vec<&Mask> = lines_in_blocks(masked, masks);
    if lines.is_empty() {
        return;
    }
    let mut kept = String::with_capacity(masked.len());
    let mut done = 0;
    for mask in lines {
        kept.push_str(&masked[done..mask.start]);
        kept.extend(std::iter::repeat_n('\n', mask.end - mask.start));
        done = mask.end;
    }
    kept.push_str(&masked[done..]);
    *masked = kept;
}

/// The same text with the comments that [`keep_open`] blanked out, where it was taken out of the block scalar.
pub(crate) fn show_again(text: &str, masks: &[Mask]) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut done = 0;
    for mask in masks.iter().filter(|mask| mask.role != Role::Value) {
        let blank = text.get(mask.start..mask.end).filter(|text| text.bytes().all(|byte| byte == b'\n'));
        let Some(blank) = blank else { continue };
        shown.push_str(&text[done..mask.start]);
        shown.extend(blank.char_indices().map(|(index, _)| if index == 0 { '#' } else { 'x' }));
        done = mask.end;
    }
    shown.push_str(&text[done..]);
    shown
}

/// A block scalar that is being passed.
struct Block<'m> {
    /// How far what it is the value of is indented: its key, or the dash of its item.
    around: usize,
    /// How far its text is indented, once there is one.
    indentation: Option<usize>,
    /// Lines of templates that belong to it if more of its text follows.
    waiting: Vec<&'m Mask>,
}

impl Block<'_> {
    /// The block whose header a line ends with.
    fn begun_by(line: &str) -> Option<Self> {
        begins_block(line.trim()).then(|| Self { around: parent_column(line), indentation: None, waiting: Vec::new() })
    }
}

/// The column of the last key or dash before the value that a line ends with.
fn parent_column(line: &str) -> usize {
    let mut rest = line.trim_start_matches(' ');
    while let Some(inner) = rest.strip_prefix("- ").map(|inner| inner.trim_start_matches(' ')) {
        if inner.starts_with(['|', '>']) {
            break;
        }
        rest = inner;
    }
    line.len() - rest.len()
}

fn lines_in_blocks<'m>(masked: &str, masks: &'m [Mask]) -> Vec<&'m Mask> {
    let mut found = Vec::new();
    let mut block: Option<Block<'m>> = None;
    let mut masks = masks.iter().filter(|mask| mask.role != Role::Value).peekable();
    let mut at = 0;
    for line in masked.split_inclusive('\n') {
        let (start, end) = (at, at + line.len());
        at = end;
        let mut templates = Vec::new();
        while let Some(mask) = masks.next_if(|mask| mask.start < end) {
            templates.push(mask);
        }
        let written = line.trim();
        if written.is_empty() {
            continue;
        }
        let indentation = line.len() - line.trim_start_matches(' ').len();
        let Some(open) = &mut block else {
            block = Block::begun_by(line);
            continue;
        };
        if templates.first().is_some_and(|mask| mask.start == start + indentation) {
            if open.indentation.is_none_or(|text| indentation < text) {
                open.waiting.extend(templates);
            }
        } else if indentation > open.around && open.indentation.is_none_or(|text| indentation >= text) {
            open.indentation.get_or_insert(indentation);
            found.append(&mut open.waiting);
        } else {
            block = Block::begun_by(line);
        }
    }
    found
}

/// Whether a line ends with the header of a block scalar.
fn begins_block(line: &str) -> bool {
    let line = line.split(" #").next().unwrap_or_default().trim_end();
    let Some((before, header)) = line.rsplit_once([' ', '\t']) else { return false };
    let is_header = header.starts_with(['|', '>']) && header[1..].bytes().all(|byte| b"+-123456789".contains(&byte));
    is_header && before.trim_end().ends_with([':', '-'])
}

#[cfg(test)]
mod tests {
    use super::super::template::{Filters, mask};
    use super::*;

    fn masked(text: &str) -> String {
        let (masked, masks) = mask(text, Filters::Auto);
        assert_eq!(masked.len(), text.len());
        let shown = show_again(&masked, &masks);
        assert!(!shown.contains("\n\n"), "{shown:?}");
        masked.replace("\n\n", "\n~").replace('\n', "/")
    }

    #[test]
    fn lines_with_less_indentation_stay_in_the_block() {
        assert_eq!(masked("a: |\n  b\n{%x%}\n  c\n"), masked("a: |\n  b\n{%y%}\n  c\n"));
        assert!(!masked("a: |\n  b\n{% if x %}\n  c\n{% endif %}\n").contains("#xxxxxxxxx/"));
        assert!(masked("a: |\n  b\n{% if x %}\nc: 1\n{% endif %}\n").contains("#xxxxxxxxx/"));
        assert!(masked("a: |\n  b\n  {% if x %}\n  c\n").contains("  #xxxxxxxxx/"));
        assert!(!masked("- a: >-\n{{ range .x }}\n    c\n").contains('#'));
        assert!(masked("a: b\n{{ range .x }}\nc: d\n").contains('#'));
        assert!(masked("- a: |-\n    {{ .x }}\n  b: c\n").contains("#xxxxxxx/  b"));
        assert!(masked("- - |\n    {{ .x }}\n  - c\n").contains("#xxxxxxx/  -"));
    }
}
