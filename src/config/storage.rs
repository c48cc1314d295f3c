//! `storage` (`internal/configuration/schema/storage.go`, 4.39.20).

use crate::golang::duration::Duration;
use crate::text::Secret;

use super::formats::AddressTcp;
use super::section::{List, section};
use super::shared::Tls;
use super::value::Value;

section! {
    /// `storage`.
    pub struct Storage {
        local: Option<LocalStorage>,
        mysql: Option<MySqlStorage>,
        postgres: Option<PostgresStorage>,
        encryption_key: Value<Secret>,
    }
}

section! {
    /// `storage.local`.
    pub struct LocalStorage {
        path: Value<String>,
    }
}

section! {
    /// What the databases have in common.
    pub struct SqlStorage {
        address: Value<AddressTcp>,
        database: Value<String>,
        username: Value<String>,
        password: Value<Secret>,
        timeout: Value<Duration>,
        tls: Option<Tls>,
    }
}

section! {
    /// `storage.mysql`.
    pub struct MySqlStorage {
        .. sql: SqlStorage,
    }
}

section! {
    /// `storage.postgres`.
    pub struct PostgresStorage {
        schema: Value<String>,
        [since "4.39.0"] servers: List<PostgresServer>,
        /// Deprecated.
        ssl: Option<PostgresSsl>,
        .. sql: SqlStorage,
    }
}

section! {
    /// A further server of the database.
    pub struct PostgresServer {
        address: Value<AddressTcp>,
        tls: Option<Tls>,
    }
}

section! {
    /// `storage.postgres.ssl`.
    pub struct PostgresSsl {
        mode: Value<String>,
        root_certificate: Value<String>,
        certificate: Value<String>,
        key: Value<String>,
    }
}
