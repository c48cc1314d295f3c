//! Findings as diagnostics.

use ls_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, NumberOrString, Range, Uri,
};

use crate::check::api::{Finding, Related};
use crate::lint::Severity;

use super::checked::OpenCheck;

/// The name that editors show beside a diagnostic.
const SOURCE: &str = "authelia-lint";

/// The rules that report what is deprecated.
const DEPRECATED: [&str; 1] = ["deprecated-key"];

/// The rules that report what can be removed without any effect.
const UNNECESSARY: [&str; 7] = [
    "ignored-key",
    "overridden-option",
    "repeated-list-value",
    "second-document",
    "unneeded-scope",
    "unused-definition",
    "unused-suppression",
];

/// The diagnostic of a finding, with the address of its file.
pub(super) fn of(finding: &Finding, checked: &OpenCheck, with_related: bool) -> Option<(Uri, Diagnostic)> {
    let (uri, range) = checked.location(finding.place)?;
    let related = |related: &Related| {
        let (uri, range) = checked.location(related.place)?;
        Some(DiagnosticRelatedInformation { location: Location { uri, range }, message: related.label.clone() })
    };
    let related: Vec<_> = finding.related.iter().filter(|_| with_related).filter_map(related).collect();
    let diagnostic = Diagnostic {
        range,
        severity: Some(severity(finding.severity)),
        code: Some(NumberOrString::String(finding.rule.clone())),
        source: Some(SOURCE.to_owned()),
        message: message(finding),
        related_information: (!related.is_empty()).then_some(related),
        tags: tag(&finding.rule).map(|tag| vec![tag]),
        ..Diagnostic::default()
    };
    Some((uri, diagnostic))
}

/// A diagnostic that is not about a finding.
pub(super) fn note(range: Range, severity: DiagnosticSeverity, message: String) -> Diagnostic {
    let (severity, source) = (Some(severity), Some(SOURCE.to_owned()));
    Diagnostic { range, severity, source, message, ..Diagnostic::default() }
}

fn message(finding: &Finding) -> String {
    let mut message = finding.message.clone();
    for (word, text) in [("help", &finding.help), ("note", &finding.proof)] {
        if let Some(text) = text {
            message.extend(["\n", word, ": ", text]);
        }
    }
    message
}

const fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Advice => DiagnosticSeverity::INFORMATION,
    }
}

fn tag(rule: &str) -> Option<DiagnosticTag> {
    if DEPRECATED.contains(&rule) {
        Some(DiagnosticTag::DEPRECATED)
    } else {
        UNNECESSARY.contains(&rule).then_some(DiagnosticTag::UNNECESSARY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_name_rules() {
        for id in DEPRECATED.into_iter().chain(UNNECESSARY) {
            assert!(crate::rules::find(id).is_some(), "{id}");
        }
    }
}
