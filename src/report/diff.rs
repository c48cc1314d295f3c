//! A unified diff of two states of the sources, with secrets masked.
//!
//! The original texts are compared; the output shows bullets in place of secrets.

use std::io::{self, Write};

use anstyle::Style;
use similar::udiff::UnifiedHunkHeader;
use similar::{ChangeTag, TextDiff};

use crate::lint::Outcome;
use crate::text::{Sources, sanitize};

use crate::check::mask::Masks;

use super::colors;

/// The number of lines shown before and after a change.
const CONTEXT: usize = 3;

/// The sources at one time, with their findings, which determine what is secret.
#[derive(Debug, Clone, Copy)]
pub struct DiffSide<'a> {
    /// The sources.
    pub sources: &'a Sources,
    /// Their findings.
    pub outcome: &'a Outcome,
}

/// Writes a diff from one state to another.
///
/// # Errors
/// If `out` cannot be written to.
pub fn render(before: DiffSide<'_>, after: DiffSide<'_>, color: bool, out: &mut dyn Write) -> io::Result<()> {
    let hidden = Masks::new(before.outcome, before.sources);
    let hidden_later = Masks::with_secrets_of(&hidden, after.outcome, after.sources);
    for ((id, old), (_, new)) in before.sources.iter().zip(after.sources.iter()) {
        if old.text != new.text {
            let shown = [hidden.covered(id, &old.text), hidden_later.covered(id, &new.text)];
            let file = MaskedLines { name: &sanitize::line(&old.name), old: lines(&shown[0]), new: lines(&shown[1]) };
            file.render(&lines(&old.text), &lines(&new.text), color, out)?;
        }
    }
    Ok(())
}

/// The lines of a file with secrets masked.
struct MaskedLines<'a> {
    name: &'a str,
    old: Vec<&'a str>,
    new: Vec<&'a str>,
}

impl MaskedLines<'_> {
    fn render(&self, old: &[&str], new: &[&str], color: bool, out: &mut dyn Write) -> io::Result<()> {
        let paint = |style: Style| if color { style } else { Style::new() };
        let bold = paint(Style::new().bold());
        writeln!(out, "{bold}--- {}{bold:#}\n{bold}+++ {}{bold:#}", self.name, self.name)?;
        let diff = TextDiff::from_slices(old, new);
        for group in diff.grouped_ops(CONTEXT) {
            let hunk = paint(colors::HUNK);
            writeln!(out, "{hunk}{}{hunk:#}", UnifiedHunkHeader::new(&group))?;
            for change in group.iter().flat_map(|operation| diff.iter_changes(operation)) {
                let (sign, style, index, lines) = match change.tag() {
                    ChangeTag::Delete => ('-', colors::REMOVED, change.old_index(), &self.old),
                    ChangeTag::Insert => ('+', colors::ADDED, change.new_index(), &self.new),
                    ChangeTag::Equal => (' ', Style::new(), change.new_index(), &self.new),
                };
                let style = paint(style);
                let line = index.and_then(|index| lines.get(index)).copied().unwrap_or_default();
                writeln!(out, "{style}{sign}{}{style:#}", sanitize::line(line.trim_end_matches(['\r', '\n'])))?;
                if !line.ends_with('\n') {
                    writeln!(out, "\\ No newline at end of file")?;
                }
            }
        }
        Ok(())
    }
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}
