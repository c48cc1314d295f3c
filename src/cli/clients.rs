//! `clients`: lists the clients and the application behind each, with the evidence.

use std::fmt::Write;

use clap::Args;

use crate::check::mask::Masks;
use crate::lint::ClientEntry;
use crate::text::{Sources, Unmasked, sanitize};

use super::inputs::{CheckedInputs, Inputs, report_skipped};
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
        let CheckedInputs { sources, outcome, unread, skipped, .. } =
            self.inputs.check(|_| Ok(()), false, &Progress::new(true))?;
        unread.report();
        report_skipped(&skipped, false);
        let mut text = String::new();
        let masks = Masks::new(&outcome, &sources);
        for client in &outcome.clients {
            let _ = writeln!(text, "{}", line(client, &sources, &masks, terminal));
        }
        terminal.write(sanitize::commands(&text).as_bytes())?;
        if unread.count() > 0 { Err(Error::Inputs(unread.count())) } else { Ok(ExitStatus::Success) }
    }
}

/// `configuration.yml:38: mailcow: Mailcow (its client_id)`.
fn line(client: &ClientEntry, sources: &Sources, masks: &Masks, terminal: &Terminal) -> String {
    let shown = |text: &Unmasked| masks.text(text.expose()).line().into_owned();
    let place = format!("{}:{}", sanitize::line(&sources.get(client.span.source).name), client.line);
    let id = client.client_id.as_ref().map_or_else(|| "(unknown client_id)".to_owned(), shown);
    let id = terminal.paint(page::HEADING, id);
    let app = client.app_name.as_deref().or(client.app.as_deref());
    app.map_or_else(
        || format!("{place}: {id}: unknown application"),
        |app| format!("{place}: {id}: {} ({})", sanitize::line(app), shown(&client.why)),
    )
}
