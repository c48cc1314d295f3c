//! One line of a log: Authelia's text and JSON formats, error parameters in an address, or any other text.

use std::borrow::Cow;

use serde::Deserialize;

use super::address;

/// The levels at which failures are reported. Authelia's own warnings have the level `warning`, and are not failures.
const FAILING: [&str; 4] = ["error", "fatal", "panic", "warn"];

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct LogLine {
    /// The level; `None` if it is not a line of Authelia's log.
    pub(super) level: Option<String>,
    /// The message, with the error behind it.
    pub(super) text: String,
    /// When it was written, as it is written there.
    pub(super) time: Option<String>,
    /// The address of the user or the application.
    pub(super) remote: Option<String>,
    /// The address that the browser was sent to.
    pub(super) address: Option<String>,
}

/// The fields of a line in JSON: of Authelia, of an application, of an OAuth 2.0 error, or of what collects logs.
#[derive(Deserialize, Default)]
#[serde(default)]
struct LogFields<'t> {
    #[serde(borrow)]
    level: Option<Cow<'t, str>>,
    #[serde(borrow)]
    msg: Option<Cow<'t, str>>,
    /// What many applications call `msg`.
    #[serde(borrow)]
    message: Option<Cow<'t, str>>,
    #[serde(borrow)]
    error: Option<Cow<'t, str>>,
    #[serde(borrow)]
    error_description: Option<Cow<'t, str>>,
    #[serde(borrow)]
    provider: Option<Cow<'t, str>>,
    #[serde(borrow)]
    time: Option<Cow<'t, str>>,
    #[serde(borrow)]
    remote_ip: Option<Cow<'t, str>>,
    #[serde(borrow)]
    log: Option<Cow<'t, str>>,
    #[serde(rename = "MESSAGE", borrow)]
    journal: Option<Cow<'t, str>>,
}

impl LogLine {
    pub(super) fn read(line: &str) -> Self {
        let line = line.trim();
        json(line)
            .or_else(|| text(line))
            .or_else(|| address::read(line))
            .unwrap_or_else(|| Self { text: line.to_owned(), ..Self::default() })
    }

    /// Whether it can report a failure: Authelia does so at level `error`, and for access control at level `info`; other
    /// programs do so at level `warn`, too.
    pub(super) fn may_fail(&self) -> bool {
        let fails = |level: &str| FAILING.iter().any(|failing| level.eq_ignore_ascii_case(failing));
        self.level.as_deref().is_none_or(fails)
    }
}

fn json(line: &str) -> Option<LogLine> {
    // What collects logs may write a prefix.
    let object = &line[line.find('{')?..];
    let fields: LogFields<'_> = serde_json::from_str(object).ok()?;
    if let Some(inner) = fields.log.or(fields.journal) {
        return Some(LogLine::read(&inner));
    }
    if fields.level.is_none() && fields.error.is_none() {
        return None;
    }
    let message = fields.msg.or(fields.message);
    let parts = [message, fields.provider.as_deref().map(provider), fields.error, fields.error_description];
    Some(LogLine {
        level: fields.level.filter(|_| line.contains("\"msg\"")).map(Cow::into_owned),
        text: parts.into_iter().flatten().collect::<Vec<_>>().join(": "),
        time: fields.time.map(Cow::into_owned),
        remote: fields.remote_ip.map(Cow::into_owned),
        address: None,
    })
}

fn provider(name: &str) -> Cow<'static, str> {
    format!("provider '{name}'").into()
}

/// Reads `time="…" level=error msg="…" key=value`.
fn text(line: &str) -> Option<LogLine> {
    let start = line.find("level=")?;
    let start = line[..start].rfind("time=").unwrap_or(start);
    let mut read = LogLine::default();
    let (mut message, mut error, mut service) = (None, None, None);
    for (key, value) in Pairs(&line[start..]) {
        match key {
            "level" => read.level = Some(value.into_owned()),
            "msg" => message = Some(value),
            "error" => error = Some(value),
            "provider" => service = Some(provider(&value)),
            "time" => read.time = Some(value.into_owned()),
            "remote_ip" => read.remote = Some(value.into_owned()),
            _ => {}
        }
    }
    read.text = [Some(message?), service, error].into_iter().flatten().collect::<Vec<_>>().join(": ");
    Some(read)
}

/// The pairs `key=value` of a line.
struct Pairs<'t>(&'t str);

impl<'t> Iterator for Pairs<'t> {
    type Item = (&'t str, Cow<'t, str>);

    fn next(&mut self) -> Option<Self::Item> {
        let (key, rest) = self.0.trim_start().split_once('=')?;
        let (value, rest) = if let Some(quoted) = rest.strip_prefix('"') {
            unquoted(quoted)
        } else {
            let (value, rest) = rest.split_once(' ').unwrap_or((rest, ""));
            (value.into(), rest)
        };
        self.0 = rest;
        Some((key, value))
    }
}

/// The text up to the closing quote, and what is behind it.
fn unquoted(text: &str) -> (Cow<'_, str>, &str) {
    let mut value = Cow::Borrowed("");
    let mut rest = text;
    while let Some(at) = memchr::memchr2(b'"', b'\\', rest.as_bytes()) {
        value += &rest[..at];
        let mut behind = rest[at + 1..].chars();
        if rest[at..].starts_with('"') {
            return (value, behind.as_str());
        }
        if let Some(escaped) = behind.next() {
            value.to_mut().push(match escaped {
                'n' => '\n',
                't' => '\t',
                other => other,
            });
        }
        rest = behind.as_str();
    }
    (value + rest, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_formats_say_the_same() {
        let text = r#"authelia  | time="2026-01-02T03:04:05Z" level=error msg="It \"failed\"" error="because" remote_ip=192.0.2.7"#;
        let json = r#"{"error":"because","level":"error","msg":"It \"failed\"","remote_ip":"192.0.2.7","time":"2026-01-02T03:04:05Z"}"#;
        let read = LogLine::read(text);
        assert_eq!(read.text, "It \"failed\": because");
        assert_eq!(read, LogLine::read(json));
        let wrapped = serde_json::json!({ "log": format!("{text}\n"), "stream": "stderr" }).to_string();
        assert_eq!(read, LogLine::read(&wrapped));
    }

    #[test]
    fn an_answer_of_an_endpoint_is_read() {
        let read =
            LogLine::read(r#"{"error": "invalid_client", "error_description": "Client authentication failed."}"#);
        assert_eq!((read.level, read.text.as_str()), (None, "invalid_client: Client authentication failed."));
    }

    #[test]
    fn the_formats_of_other_programs_are_read() {
        for (line, text) in [
            (
                r#"{"level":"warn","error":"no cookie","time":"2026-01-02T03:04:05Z","message":"It failed"}"#,
                "It failed: no cookie",
            ),
            (r#"time=2026-01-02T03:04:05Z level=WARN msg="It failed" error="no cookie""#, "It failed: no cookie"),
            (r#"ERR it.go:4 > It failed error="no cookie""#, r#"ERR it.go:4 > It failed error="no cookie""#),
        ] {
            let read = LogLine::read(line);
            assert_eq!((read.text.as_str(), read.may_fail()), (text, true), "{line}");
        }
    }
}
