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
