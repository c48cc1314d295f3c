//! Renders a rule's page for a terminal. Supports the Markdown that the pages use: headings, paragraphs, lists, tables,
//! fenced code, `code`, **strong** and links.

use clap::builder::styling::Style;

use crate::report::{colors, wrap};

use super::terminal::Terminal;

/// The style of headings.
pub(super) const HEADING: Style = Style::new().bold();

/// Renders a page.
pub(super) fn render(markdown: &str, terminal: &Terminal) -> String {
    let mut page = Page { text: String::new(), paragraph: String::new(), terminal };
    let mut in_code = false;
    for line in markdown.lines() {
        if line.starts_with("```") {
            page.end_paragraph();
            in_code = !in_code;
        } else if in_code {
            page.code(line);
        } else {
            page.line(line);
        }
    }
    page.end_paragraph();
    page.text
}

struct Page<'t> {
    text: String,
    /// The joined lines of the current paragraph or list item.
    paragraph: String,
    terminal: &'t Terminal,
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        let content = line.trim();
        if content.is_empty() {
            self.end_paragraph();
            if !self.text.is_empty() && !self.text.ends_with("\n\n") {
                self.text.push('\n');
            }
        } else if let Some(heading) = heading(content) {
            self.end_paragraph();
            self.text.push_str(&self.terminal.paint(HEADING, heading));
            self.text.push('\n');
        } else if content.starts_with('|') {
            self.end_paragraph();
            self.text.push_str("  ");
            self.text.push_str(&self.inline(content));
            self.text.push('\n');
        } else {
            if content.starts_with("- ") {
                self.end_paragraph();
            } else if !self.paragraph.is_empty() {
                self.paragraph.push(' ');
            }
            self.paragraph.push_str(content);
        }
    }

    fn code(&mut self, line: &str) {
        let painted =
            if line.is_empty() { String::new() } else { format!("    {}", self.terminal.paint(colors::CODE, line)) };
        self.text.push_str(&painted);
        self.text.push('\n');
    }

    fn end_paragraph(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        if paragraph.is_empty() {
            return;
        }
        let (bullet, indent, content) = match paragraph.strip_prefix("- ") {
            Some(item) => ("  • ", "    ", item),
            None => ("", "", paragraph.as_str()),
        };
        self.text.push_str(&wrap::fill(&self.inline(content), self.terminal.width, bullet, indent));
        self.text.push('\n');
    }

    /// Renders code, strong text and links within a line. Without colours, code keeps its backticks.
    fn inline(&self, text: &str) -> String {
        let mut shown = String::new();
        for (index, part) in text.split('`').enumerate() {
            if index % 2 == 0 {
                shown.push_str(&links(&part.replace("**", "")));
            } else if self.terminal.color {
                shown.push_str(&self.terminal.paint(colors::CODE, part));
            } else {
                shown.extend(["`", part, "`"]);
            }
        }
        shown
    }
}

/// The text of a heading. Returns `None` if the line is not a heading.
fn heading(content: &str) -> Option<&str> {
    let words = content.trim_start_matches('#');
    (words.len() < content.len()).then(|| words.strip_prefix(' ')).flatten()
}

/// Renders `[text](url)` as `text (url)`.
fn links(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let link = after.split_once("](").and_then(|(words, after)| Some((words, after.split_once(')')?)));
        let Some((words, (address, after))) = link.filter(|(words, _)| !words.contains('[')) else { break };
        shown.extend([before, words, " (", address, ")"]);
        rest = after;
    }
    shown.push_str(rest);
    shown
}

#[cfg(test)]
mod tests {
    use clap::ColorChoice;

    use super::*;

    #[test]
    fn no_raw_markdown_is_left() {
        let page = "# a-rule\n\nSome **strong** text with `code`\nover two lines, see [this](https://example.com).\n\n\
                    ## Example\n\n```yaml with-mailcow\na: 1  # finding: a-rule\n```\n- one\n  more\n- two\n";
        assert_eq!(
            render(page, &Terminal::new(ColorChoice::Never)),
            "a-rule\n\nSome strong text with `code` over two lines, see this (https://example.com).\n\nExample\n\n    \
             a: 1  # finding: a-rule\n  • one more\n  • two\n"
        );
    }

    #[test]
    fn other_brackets_are_kept() {
        assert_eq!(links("ignore[rule] and [a](b)"), "ignore[rule] and [a](b)");
        assert_eq!(links("a [b](c) d"), "a b (c) d");
    }
}
