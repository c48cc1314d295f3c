//! The texts that an editor has open, which count instead of the files.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ls_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};

use super::lines::{Encoding, LineStarts};

/// A text that is open.
#[derive(Debug, Clone)]
pub(super) struct OpenDocument {
    /// The number that the editor gave to this state of the text.
    pub(super) version: i32,
    /// The text.
    pub(super) text: Arc<String>,
    /// Its lines.
    pub(super) lines: Arc<LineStarts>,
}

impl OpenDocument {
    fn new(version: i32, text: String, encoding: Encoding) -> Self {
        let lines = Arc::new(LineStarts::of(&text, encoding));
        Self { version, text: Arc::new(text), lines }
    }

    /// Applies changes, each to the text that the one before it left.
    fn change(&mut self, version: i32, changes: Vec<TextDocumentContentChangeEvent>, encoding: Encoding) {
        self.version = version;
        for TextDocumentContentChangeEvent { range, text, .. } in changes {
            match range {
                None => self.text = Arc::new(text),
                Some(range) => {
                    let start = self.lines.offset(&self.text, range.start);
                    let end = self.lines.offset(&self.text, range.end).max(start);
                    Arc::make_mut(&mut self.text).replace_range(start..end, &text);
                }
            }
            self.lines = Arc::new(LineStarts::of(&self.text, encoding));
        }
    }
}

/// All texts that are open. A copy shares the texts.
#[derive(Debug, Clone)]
pub(super) struct Documents {
    encoding: Encoding,
    open: HashMap<Uri, OpenDocument>,
}

impl Documents {
    pub(super) fn new(encoding: Encoding) -> Self {
        Self { encoding, open: HashMap::new() }
    }

    pub(super) const fn encoding(&self) -> Encoding {
        self.encoding
    }

    pub(super) fn open(&mut self, item: TextDocumentItem) {
        self.open.insert(item.uri, OpenDocument::new(item.version, item.text, self.encoding));
    }

    pub(super) fn change(&mut self, uri: &Uri, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
        if let Some(document) = self.open.get_mut(uri) {
            document.change(version, changes, self.encoding);
        }
    }

    pub(super) fn close(&mut self, uri: &Uri) {
        self.open.remove(uri);
    }

    pub(super) fn get(&self, uri: &Uri) -> Option<&OpenDocument> {
        self.open.get(uri)
    }

    pub(super) fn uris(&self) -> impl Iterator<Item = &Uri> {
        self.open.keys()
    }

    /// The open text of a file, with the address that the editor knows it by.
    pub(super) fn of_file(&self, path: &Path) -> Option<(&Uri, &OpenDocument)> {
        self.open.iter().find(|(uri, _)| path_of(uri).is_some_and(|open| open == path))
    }
}

/// The file of an address. Returns `None` if it is not the address of a file.
pub(super) fn path_of(uri: &Uri) -> Option<PathBuf> {
    let is_file = uri.scheme().as_str().eq_ignore_ascii_case("file");
    uri.to_file_path().filter(|_| is_file).map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use ls_types::{Position, Range};

    use super::*;

    const PIECES: [&str; 9] = ["", "ü", "🔑", "\r\n", "\n", "\r", "a: 'x'\n", "𝕏y", "  "];

    /// The offset of a position in a text of UTF-16, counted from the beginning.
    fn offset(text: &[u16], position: Position) -> usize {
        let (mut line, mut at) = (0, 0);
        while line < position.line {
            let is_break = text[at] == 0x0a || (text[at] == 0x0d && text.get(at + 1) != Some(&0x0a));
            line += u32::from(is_break);
            at += 1;
        }
        at + position.character as usize
    }

    /// All positions that are between two characters.
    fn positions(text: &str) -> Vec<Position> {
        let mut positions = vec![Position::new(0, 0)];
        let mut at = Position::new(0, 0);
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '\r' if characters.peek() == Some(&'\n') => continue,
                '\r' | '\n' => at = Position::new(at.line + 1, 0),
                _ => at.character += u32::try_from(character.len_utf16()).unwrap(),
            }
            positions.push(at);
        }
        positions
    }

    #[test]
    fn edits_leave_the_text_that_the_editor_has() {
        let mut state = 11_u64;
        let mut random = move |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % below
        };
        let mut expected = "theme: '🔑'\r\nlog: {}\n".to_owned();
        let mut document = OpenDocument::new(0, expected.clone(), Encoding::Utf16);
        for version in 1..=500 {
            let all = positions(&expected);
            let start = random(all.len());
            let end = (start + random(6)).min(all.len() - 1);
            let range = Range::new(all[start], all[end]);
            let piece = PIECES[random(PIECES.len())];
            let mut units: Vec<u16> = expected.encode_utf16().collect();
            units.splice(offset(&units, range.start)..offset(&units, range.end), piece.encode_utf16());
            expected = String::from_utf16(&units).unwrap();
            let change =
                TextDocumentContentChangeEvent { range: Some(range), range_length: None, text: piece.to_owned() };
            document.change(version, vec![change], Encoding::Utf16);
            assert_eq!(*document.text, expected, "{version}");
        }
    }
}
