//! `junit`: a JUnit report with one test suite per file.

use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report as Suites, TestCase, TestCaseStatus, TestSuite};

use crate::check::mask::ShownFinding;
use crate::lint::Severity;
use crate::text::{SourceId, Sources, sanitize};

use super::Report;

pub(super) fn render(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut suites = Suites::new("authelia-lint");
    for (id, source) in report.sources.iter() {
        let found = || report.outcome.findings.iter().filter(move |finding| finding.span.source == id);
        if Sources::is_beside(id) && found().next().is_none() {
            continue;
        }
        let mut suite = TestSuite::new(sanitize::line(&source.name).into_owned());
        let mut clean = true;
        for finding in found() {
            suite.add_test_case(case(&report.show(finding), id, report));
            clean = false;
        }
        if clean {
            suite.add_test_case(TestCase::new("no findings", TestCaseStatus::success()));
        }
        suites.add_test_suite(suite);
    }
    suites.serialize(&mut *out).map_err(io::Error::other)?;
    writeln!(out)
}

/// Errors and warnings are failed test cases; advice is a passed one with output.
fn case(finding: &ShownFinding<'_>, source: SourceId, report: &Report<'_>) -> TestCase {
    let position = report.sources.get(source).position(finding.span.start);
    let message = finding.message.line().into_owned();
    let mut status = if finding.severity == Severity::Advice {
        TestCaseStatus::success()
    } else {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_message(message.clone()).set_type(finding.severity.as_str());
        status
    };
    if let Some(help) = &finding.help {
        status.set_description(help.lines().into_owned());
    }
    let mut case =
        TestCase::new(format!("{} at line {}, column {}", finding.rule, position.line, position.column), status);
    case.set_classname(finding.rule);
    if finding.severity == Severity::Advice {
        case.set_system_out(message);
    }
    case
}
