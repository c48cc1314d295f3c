//! `invalid-tls`; see the rule's page for what, why and examples.

use crate::config::formats::TlsVersion;
use crate::config::shared::Tls;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("invalid-tls", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let root = &context.config.root;
    let ldap = root.authentication_backend.ldap.as_ref().and_then(|ldap| ldap.tls.as_ref());
    let redis = root.session.redis.as_ref().and_then(|redis| redis.tls.as_ref());
    let smtp = root.notifier.smtp.as_ref().and_then(|smtp| smtp.tls.as_ref());
    let mysql = root.storage.mysql.as_ref().and_then(|mysql| mysql.sql.tls.as_ref());
    let postgres = root.storage.postgres.as_ref();
    let servers = postgres.into_iter().flat_map(|postgres| &postgres.servers.items);
    let postgres = postgres.and_then(|postgres| postgres.sql.tls.as_ref());
    let servers = servers.filter_map(|server| server.tls.as_ref());
    for tls in [ldap, redis, smtp, mysql, postgres].into_iter().flatten().chain(servers) {
        check_tls(tls, reporter);
    }
}

fn check_tls(tls: &Tls, reporter: &mut Reporter<'_>) {
    let (minimum, maximum) = (&tls.minimum_version, &tls.maximum_version);
    let lowest =
        minimum.known().map(|version| if *version == TlsVersion::Unset { TlsVersion::Tls12 } else { *version });
    let highest =
        maximum.known().map(|version| if *version == TlsVersion::Unset { TlsVersion::Tls13 } else { *version });
    if lowest == Some(TlsVersion::Ssl30) {
        reporter
            .report(minimum.place, "`minimum_version` must be at least TLS 1.0")
            .label("too old")
            .help("write `minimum_version: 'TLS1.2'`");
    } else if let (Some(lowest), Some(highest)) = (lowest, highest)
        && lowest > highest
    {
        let place = if minimum.place.given { minimum.place } else { maximum.place };
        reporter
            .report(place, "`minimum_version` is higher than `maximum_version`")
            .label("no version left")
            .also(maximum.span(), "highest version")
            .help("remove `maximum_version`, or raise it");
    }
    let key = tls.private_key.known().and_then(|key| key.0.as_ref());
    let leaf = tls.certificate_chain.known().and_then(|chain| chain.leaf.as_ref());
    if let (Some(key), Some(leaf)) = (key, leaf)
        && key.same_public(leaf) == Some(false)
    {
        reporter
            .report(tls.certificate_chain.place, "the first certificate does not match the private key")
            .label("certificate of another key")
            .also(tls.private_key.span(), "private key")
            .help("put the certificate of this key first");
    }
}
