//! `postgres-without-address`; see the rule's page for what, why and examples.

use super::prelude::*;
use crate::config::formats::AddressTcp;

pub(super) static RULE: Rule = rule!("postgres-without-address", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(postgres) = &context.config.root.storage.postgres else { return };
    let crashes = "Authelia 4.39.20 crashes at its start: the database has no address, but `tls`";
    if absent(&postgres.sql.address) && context.config.absent_is_absent() && !context.is_unknown(postgres.place) {
        let message = if postgres.sql.tls.is_some() {
            crashes
        } else {
            "the database needs an `address`, or Authelia refuses to start"
        };
        reporter
            .report_key(postgres.place, message)
            .label("without `address`")
            .help("write `address: 'tcp://<host>:5432'`");
    }
    for server in &postgres.servers.items {
        if absent(&server.address) {
            let message = if server.tls.is_some() {
                crashes
            } else {
                "each server of the database needs an `address`, or Authelia refuses to start"
            };
            reporter
                .report(server.place, message)
                .label("without `address`")
                .help("write `address: 'tcp://<host>:5432'`, or remove the server");
        }
    }
}

fn absent(address: &Value<AddressTcp>) -> bool {
    address.is_zero() && address.written().is_none()
}
