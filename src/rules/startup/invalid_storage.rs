//! `invalid-storage`; see the rule's page for what, why and examples.

use crate::config::Version;
use crate::config::formats::AddressTcp;
use crate::config::storage::{SqlStorage, Storage};
use crate::rules::prelude::*;
use crate::rules::wording::{choice, invalid_scheme, required};

pub(super) static RULE: Rule = rule!("invalid-storage", Check::Config(check));

const SSL_MODES: [&str; 4] = ["disable", "require", "verify-ca", "verify-full"];

/// The shortest encryption key that Authelia accepts, in bytes.
const MIN_KEY_LENGTH: usize = 20;

/// The first version that needs no password for a database.
const NO_PASSWORD: Version = Version::literal("4.39.0");

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let storage = &context.config.root.storage;
    if context.config.is_reported(storage.place) || context.is_unknown(storage.place) {
        return;
    }
    if let Some(key) = storage.encryption_key.known() {
        if key.expose().is_empty() {
            required(
                reporter,
                context,
                storage.place,
                ("encryption_key", storage.encryption_key.place),
                "write a random string of at least 20 characters",
            );
        } else if key.expose().len() < MIN_KEY_LENGTH {
            reporter
                .report(storage.encryption_key.place, "`encryption_key` must have at least 20 characters")
                .label("too short")
                .help("write a random string of at least 20 characters");
        }
    }
    databases(storage, context, reporter);
    postgres(storage, context, reporter);
}

fn databases(storage: &Storage, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let local = storage.local.as_ref().map(|local| local.place);
    let mysql = storage.mysql.as_ref().map(|mysql| mysql.place);
    let postgres = storage.postgres.as_ref().map(|postgres| postgres.place);
    let given: Vec<Place> = [local, mysql, postgres].into_iter().flatten().collect();
    match given.as_slice() {
        [] if context.config.absent_is_absent() && !context.config.has_empty_section_in(storage.place) => {
            reporter
                .report_key(storage.place, "no storage database is configured")
                .label("no `local`, `mysql` or `postgres`")
                .help("configure one of them, for example `local` with a `path`");
        }
        [first, second, ..] if context.both_stand(*first, *second) => {
            reporter
                .report_key(*second, "only one storage database may be configured")
                .label("second database")
                .also(first.key_or_value(), "first database")
                .help("keep the one that Authelia should use and remove the other");
        }
        [_] => only_one(storage, context, reporter),
        _ => {}
    }
}

fn only_one(storage: &Storage, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    if let Some(local) = &storage.local
        && local.path.is_zero()
    {
        required(reporter, context, local.place, ("path", local.path.place), "write the path of the database file");
    }
    if let Some(mysql) = &storage.mysql {
        if mysql.sql.address.is_zero() && mysql.sql.address.written().is_none() {
            required(
                reporter,
                context,
                mysql.place,
                ("address", mysql.sql.address.place),
                "write `address: 'tcp://<host>:3306'`",
            );
        }
        sql(&mysql.sql, mysql.place, context, reporter);
    }
    if let Some(postgres) = &storage.postgres {
        sql(&postgres.sql, postgres.place, context, reporter);
        if let (Some(tls), Some(ssl)) = (&postgres.sql.tls, &postgres.ssl)
            && tls.place.given
            && ssl.place.given
        {
            reporter
                .report_key(ssl.place, "the deprecated `ssl` cannot be combined with `tls`")
                .label("deprecated option")
                .also(tls.place.key_or_value(), "current option")
                .help("remove `ssl`");
        } else if let Some(ssl) = &postgres.ssl {
            choice(reporter, &ssl.mode, "mode", &SSL_MODES);
        }
        for server in &postgres.servers.items {
            address(&server.address, reporter);
        }
    }
}

fn sql(sql: &SqlStorage, place: Place, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    address(&sql.address, reporter);
    if sql.username.is_zero() {
        required(reporter, context, place, ("username", sql.username.place), "write the name of the database user");
    }
    if sql.password.is_zero() && context.config.version < NO_PASSWORD {
        let password = ("password", sql.password.place);
        required(reporter, context, place, password, "write the password of the database user");
    }
    if sql.database.is_zero() {
        required(reporter, context, place, ("database", sql.database.place), "write the name of the database");
    }
}

fn address(value: &Value<AddressTcp>, reporter: &mut Reporter<'_>) {
    if let Some(AddressTcp(address)) = value.written()
        && !address.is_tcp()
        && address.scheme != "unix"
    {
        invalid_scheme(reporter, value.place, &address.scheme, &["tcp", "tcp4", "tcp6", "unix"]);
    }
}

/// Authelia dereferences the missing address for its host name when it fills in `tls`.
fn postgres(storage: &Storage, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(postgres) = &storage.postgres else { return };
    let crashes = "Authelia 4.39.20 crashes at startup: the database has `tls` but no `address`";
    if absent(&postgres.sql.address) && context.config.absent_is_absent() && !context.is_unknown(postgres.place) {
        let message = if postgres.sql.tls.is_some() { crashes } else { "the database needs an `address`" };
        reporter.report_key(postgres.place, message).label("no `address`").help("write `address: 'tcp://<host>:5432'`");
    }
    for server in &postgres.servers.items {
        if absent(&server.address) {
            let message = if server.tls.is_some() { crashes } else { "each database server needs an `address`" };
            reporter
                .report(server.place, message)
                .label("no `address`")
                .help("write `address: 'tcp://<host>:5432'`, or remove the server");
        }
    }
}

fn absent(address: &Value<AddressTcp>) -> bool {
    address.is_zero() && address.written().is_none()
}
