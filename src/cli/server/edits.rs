//! Edits of texts, for the state of the text that they were made for.

use std::collections::HashMap;

use ls_types::{
    DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};
use similar::{DiffTag, TextDiff};

use crate::check::api;

use super::checked::OpenCheck;
use super::session::Session;

/// The edits of a fix.
pub(super) fn of_fix(fix: &api::Fix, checked: &OpenCheck, session: &Session) -> Option<WorkspaceEdit> {
    let mut edits: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for edit in &fix.edits {
        let (uri, range) = checked.location(edit.place)?;
        edits.entry(uri).or_default().push(TextEdit { range, new_text: edit.text.clone() });
    }
    Some(workspace(edits, session))
}

/// The edits that turn texts into others, line by line.
pub(super) fn of_texts(
    texts: impl IntoIterator<Item = (usize, String)>,
    checked: &OpenCheck,
    session: &Session,
) -> Option<WorkspaceEdit> {
    let mut edits = HashMap::new();
    for (index, new) in texts {
        let (_, old) = checked.analysis.as_ref()?.text(index)?;
        let changes = differences(old, &new).into_iter();
        let changes = changes.map(|(bytes, new_text)| Some(TextEdit { range: checked.range(index, bytes)?, new_text }));
        edits.insert(checked.uri(index)?.clone(), changes.collect::<Option<Vec<_>>>()?);
    }
    Some(workspace(edits, session))
}

/// The bytes of the old text that differ, with what replaces them.
fn differences(old: &str, new: &str) -> Vec<(std::ops::Range<usize>, String)> {
    let (old_lines, new_lines): (Vec<&str>, Vec<&str>) =
        (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let mut starts = vec![0];
    starts.extend(old_lines.iter().scan(0, |end, line| {
        *end += line.len();
        Some(*end)
    }));
    let diff = TextDiff::from_slices(&old_lines, &new_lines);
    let changes = diff.ops().iter().filter(|change| change.tag() != DiffTag::Equal);
    changes
        .map(|change| {
            let (old, new) = (change.old_range(), change.new_range());
            (starts[old.start]..starts[old.end], new_lines[new].concat())
        })
        .collect()
}

/// Edits that the editor refuses if the text was changed since, where it can.
pub(super) fn workspace(edits: HashMap<Uri, Vec<TextEdit>>, session: &Session) -> WorkspaceEdit {
    if !session.client.checks_versions {
        return WorkspaceEdit { changes: Some(edits), ..WorkspaceEdit::default() };
    }
    let documents = session.documents();
    let edits = edits.into_iter().map(|(uri, edits)| {
        let version = documents.get(&uri).map(|document| document.version);
        TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
            edits: edits.into_iter().map(OneOf::Left).collect(),
        }
    });
    let changes = DocumentChanges::Edits(edits.collect());
    WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_that_differ_are_replaced() {
        let changes = differences("a\nb\nc\n", "a\nB\nc\nd\n");
        assert_eq!(changes, [(2..4, "B\n".to_owned()), (6..6, "d\n".to_owned())]);
    }
}
