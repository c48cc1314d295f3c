//! What is known about an open text: its check, and the diagnostics of all files that it concerns.

use std::collections::HashMap;
use std::path::PathBuf;

use ls_types::{Diagnostic, DiagnosticSeverity, Position, Range, Uri};

use crate::check::Abandoned;
use crate::check::api::{Analysis, Place, Report};
use crate::cli::Error;
use crate::inputs;
use crate::text::TextError;

use super::diagnostics;
use super::documents::{Documents, path_of};
use super::lines::LineStarts;
use super::project;
use super::session::Session;

/// The most diagnostics that are shown for one file.
const MAX_DIAGNOSTICS: usize = 1000;

/// What is known about an open text.
#[derive(Debug, Default)]
pub(super) struct OpenCheck {
    /// The version of the text.
    pub(super) version: Option<i32>,
    /// The check; `None` if the text is not checked.
    pub(super) analysis: Option<Analysis>,
    /// What was found, in the order of the findings of the analysis.
    pub(super) report: Report,
    /// The diagnostics of each file that it concerns.
    pub(super) diagnostics: HashMap<Uri, Vec<Diagnostic>>,
    files: HashMap<usize, CheckedText>,
}

/// One of the texts of a check.
#[derive(Debug)]
struct CheckedText {
    uri: Uri,
    lines: LineStarts,
}

impl OpenCheck {
    /// Checks an open text, until that is abandoned.
    pub(super) fn of(uri: &Uri, documents: &Documents, session: &Session, abandoned: &Abandoned) -> Self {
        let unknown = Self::unknown(uri, documents);
        match project::check(uri, documents, &session.settings, abandoned) {
            Ok(Some(analysis)) => unknown.found(analysis, uri, documents, session),
            Ok(None) => unknown,
            Err(error) => Self { diagnostics: mistakes(&error, uri, documents), ..unknown },
        }
    }

    /// An open text of which nothing is known.
    pub(super) fn unknown(uri: &Uri, documents: &Documents) -> Self {
        Self { version: documents.get(uri).map(|document| document.version), ..Self::default() }
    }

    fn found(self, analysis: Analysis, uri: &Uri, documents: &Documents, session: &Session) -> Self {
        let own_name = inputs::name(&path_of(uri).unwrap_or_else(|| PathBuf::from(uri.path().as_str())));
        let file = |index: usize| {
            let (name, text) = analysis.text(index)?;
            let uri = if name == own_name { Some(uri.clone()) } else { project::uri_of(name, documents) };
            Some((index, CheckedText { uri: uri?, lines: LineStarts::of(text, documents.encoding()) }))
        };
        let files = analysis.texts().filter_map(file).collect();
        let report = analysis.report();
        let mut checked = Self { analysis: Some(analysis), report, files, ..self };
        // A file that is no longer found to have mistakes must be shown so.
        let mut diagnostics: HashMap<Uri, Vec<Diagnostic>> =
            checked.files.values().map(|file| (file.uri.clone(), Vec::new())).collect();
        for finding in &checked.report.findings {
            let diagnostic = diagnostics::of(finding, &checked, session.client.shows_related_places);
            if let Some((uri, diagnostic)) = diagnostic {
                diagnostics.entry(uri).or_default().push(diagnostic);
            }
        }
        diagnostics.values_mut().for_each(limit);
        checked.diagnostics = diagnostics;
        checked
    }

    /// Whether it depends on a text.
    pub(super) fn depends_on(&self, uri: &Uri) -> bool {
        self.diagnostics.contains_key(uri)
    }

    /// The address and the range of a place.
    pub(super) fn location(&self, place: Place) -> Option<(Uri, Range)> {
        let file = self.files.get(&place.text)?;
        let (_, text) = self.analysis.as_ref()?.text(place.text)?;
        Some((file.uri.clone(), file.lines.range(text, place.start.byte..place.end.byte)))
    }

    /// The range of some bytes of a text.
    pub(super) fn range(&self, text: usize, bytes: std::ops::Range<usize>) -> Option<Range> {
        let (_, content) = self.analysis.as_ref()?.text(text)?;
        Some(self.files.get(&text)?.lines.range(content, bytes))
    }

    /// The address of a text.
    pub(super) fn uri(&self, text: usize) -> Option<&Uri> {
        self.files.get(&text).map(|file| &file.uri)
    }

    /// The text of an address, and the byte offset of a position in it.
    pub(super) fn offset(&self, uri: &Uri, position: Position) -> Option<(usize, usize)> {
        let (index, file) = self.files.iter().find(|(_, file)| file.uri == *uri)?;
        let (_, text) = self.analysis.as_ref()?.text(*index)?;
        Some((*index, file.lines.offset(text, position)))
    }
}

/// Leaves only as many diagnostics of a file as an editor can handle, the most severe ones, and says so.
fn limit(diagnostics: &mut Vec<Diagnostic>) {
    let more = diagnostics.len().saturating_sub(MAX_DIAGNOSTICS);
    if more == 0 {
        return;
    }
    diagnostics.sort_by_key(|diagnostic| diagnostic.severity);
    diagnostics.truncate(MAX_DIAGNOSTICS);
    let message = format!("{more} more findings are not shown; `authelia-lint check` lists all");
    diagnostics.push(diagnostics::note(Range::default(), DiagnosticSeverity::WARNING, message));
}

/// What keeps a text from being checked, shown where it must be corrected: in the settings file, or above the text.
fn mistakes(error: &Error, uri: &Uri, documents: &Documents) -> HashMap<Uri, Vec<Diagnostic>> {
    let shown = |range: Range, message: String| diagnostics::note(range, DiagnosticSeverity::ERROR, message);
    if let Error::Settings(error) = error
        && let TextError { name, text, mistakes } = &**error
        && let Some(settings) = project::uri_of(name, documents)
    {
        let lines = LineStarts::of(text, documents.encoding());
        let mistake = |mistake: &crate::text::Mistake| {
            let help = mistake.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
            shown(lines.range(text, mistake.range.clone()), format!("{}{help}", mistake.message))
        };
        return HashMap::from([(settings, mistakes.iter().map(mistake).collect())]);
    }
    HashMap::from([(uri.clone(), vec![shown(Range::default(), error.to_string())])])
}
