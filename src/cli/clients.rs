//! `clients`: lists the clients and the application behind each, with the evidence.

use std::fmt::Write;

use clap::Args;

use crate::lint::ClientEntry;
use crate::text::{Sources, sanitize};

use super::inputs::{Checked, Inputs, report_skipped};
use super::progress::Progress;
use super::terminal::Terminal;
use super::{Error, ExitStatus, page};

/// List the clients.
#[derive(Debug, Args)]
pub(super) struct Clients {
    #[command(flatten)]
    inputs: Inputs,
}

impl Clients {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitStatus, Error> {
        let Checked { sources, outcome, unread, skipped, .. } =
            self.inputs.check(|_| Ok(()), false, &Progress::new(true))?;
        unread.report();
        report_skipped(&skipped, false);
        let mut text = String::new();
        for client in &outcome.clients {
            let _ = writeln!(text, "{}", line(client, &sources, terminal));
        }
        terminal.write(text.as_bytes())?;
        if unread.count() > 0 { Err(Error::Inputs(unread.count())) } else { Ok(ExitStatus::Success) }
    }
}

/// `configuration.yml:38: mailcow: Mailcow (its client_id)`.
fn line(client: &ClientEntry, sources: &Sources, terminal: &Terminal) -> String {
    let place = format!("{}:{}", sanitize::line(&sources.get(client.span.source).name), client.line);
    let id = client.client_id.as_deref().map_or_else(|| "(unknown client_id)".into(), sanitize::line);
    let id = terminal.paint(page::HEADING, id);
    let app = client.app_name.as_deref().or(client.app.as_deref());
    app.map_or_else(
        || format!("{place}: {id}: unknown application"),
        |app| format!("{place}: {id}: {} ({})", sanitize::line(app), client.why),
    )
}
