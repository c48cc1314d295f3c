//! `deprecated-key`; see the rule's page for what, why and examples.

use crate::config::variable_like;
use crate::document::Origin;
use crate::rules::prelude::*;
use crate::rules::wording::all_of;

pub(super) static RULE: Rule = rule!("deprecated-key", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    single_domain(context, reporter);
    postgres_ssl(context, reporter);
    let mut keys: Vec<DeprecatedKey<'_>> =
        context.config.problems.iter().filter_map(|problem| DeprecatedKey::of(context, problem)).collect();
    keys.sort_by_key(|key| (key.group(context), key.place.key_or_value()));
    for group in keys.chunk_by(|one, other| one.group(context) == other.group(context)) {
        report(context, group, reporter);
    }
}

/// A deprecated key that is set.
struct DeprecatedKey<'a> {
    place: Place,
    old: &'static str,
    /// The current key, after all renames.
    new: Option<&'static str>,
    value: Option<&'a str>,
    /// What Authelia does with it after all renames.
    treatment: &'a Treatment,
}

impl<'a> DeprecatedKey<'a> {
    /// Returns `None` for a key that itself replaced an older key at this place: the older one is reported.
    fn of(context: &'a Context<'_>, problem: &'a Problem) -> Option<Self> {
        let Problem::DeprecatedKey { place, old, new, value, treatment } = problem else { return None };
        let mut key = Self { place: *place, old, new: *new, value: value.as_deref(), treatment };
        for other in &context.config.problems {
            let Problem::DeprecatedKey { place: at, old, new, value, treatment } = other else { continue };
            if at.key != key.place.key {
                continue;
            }
            if *new == Some(key.old) {
                return None;
            }
            if Some(*old) == key.new {
                (key.new, key.value, key.treatment) = (*new, value.as_deref(), treatment);
            }
        }
        Some(key)
    }

    /// Keys with the same group are reported together: keys of one section or client with the same treatment and the same
    /// remedy, and at the top level the keys that one new key replaces.
    fn group(&self, context: &Context<'_>) -> (PathId, &'static str, u8, bool, Option<&'static str>) {
        let around = context.config.paths.parent(self.place.path);
        let client = if context.config.paths.last_key(around).is_none() { around } else { PathId::ROOT };
        let is_top_level = section(self.old).is_empty() && client == PathId::ROOT;
        if let (Treatment::Joined(_), Some(new)) = (self.treatment, self.new) {
            return (client, section(new), 0, false, Some(new));
        }
        let treatment = match self.treatment {
            Treatment::Mapped | Treatment::Joined(_) => 0,
            Treatment::Kept => 1,
            Treatment::Shadowed => 2,
            Treatment::Dropped => 3,
            Treatment::Overridden => 4,
            Treatment::Refused(_) => 5,
        };
        let shared = if is_top_level || treatment > 0 { self.new } else { None };
        (client, section(self.old), treatment, self.stays_in_its_section(), shared)
    }

    fn stays_in_its_section(&self) -> bool {
        self.new.is_some_and(|new| section(self.old) == section(new))
    }

    /// The name of the new key in the same place as the old one: an option in a file, or an environment variable.
    fn new_name(&self, context: &Context<'_>) -> String {
        let new = self.new.unwrap_or_default();
        let name = self.place.key.and_then(|key| context.config.variables.named_at(key));
        name.map_or_else(|| new.to_owned(), |name| variable_like(name, new))
    }

    /// What to write instead of the old key.
    fn to_write(&self, context: &Context<'_>) -> String {
        let name = self.new_name(context);
        let is_variable = name.starts_with(crate::config::VARIABLE_PREFIX);
        match (self.treatment, self.value, self.new) {
            (Treatment::Overridden, value, Some(new)) => nested(new, value.unwrap_or("…")),
            (_, Some(value), Some(_)) if !is_variable => format!("{name}: {value}"),
            _ => name,
        }
    }
}

fn report(context: &Context<'_>, group: &[DeprecatedKey<'_>], reporter: &mut Reporter<'_>) {
    let first = &group[0];
    let finding = reporter.report_key(first.place, message(context, group));
    finding.label(label(first, group.len()));
    for key in &group[1..] {
        finding.also(key.place.key_or_value(), label(key, group.len()));
    }
    let removes = matches!(first.treatment, Treatment::Shadowed | Treatment::Dropped);
    finding.help(if removes { remove(group) } else { write(context, group) });
    let changes = match first.treatment {
        _ if removes => group.iter().map(|key| Change::remove(key.place)).collect(),
        Treatment::Kept => as_item(group).into_iter().collect(),
        Treatment::Joined(Some(address)) if group.iter().any(DeprecatedKey::stays_in_its_section) => {
            joining(group, address)
        }
        _ if first.new.is_some() && !group.iter().all(DeprecatedKey::stays_in_its_section) => moving(group),
        _ => renaming(group),
    };
    // A value that has no effect now takes effect under the new key.
    let safety = if matches!(first.treatment, Treatment::Overridden) { Safety::Unsafe } else { Safety::Safe };
    let mut changes = changes.into_iter();
    let fix = changes.next().map(|change| changes.fold(Fix { safety, ..Fix::safe(change) }, Fix::and));
    finding.fix(fix);
    if matches!(first.treatment, Treatment::Refused(_)) {
        finding.severity(Severity::Error).effect(Effect::Startup);
    }
}

fn label(key: &DeprecatedKey<'_>, of: usize) -> String {
    match (key.new, key.treatment) {
        (Some(new), Treatment::Mapped) if of > 1 => format!("now `{new}`"),
        _ => "deprecated key".to_owned(),
    }
}

fn remove(group: &[DeprecatedKey<'_>]) -> String {
    if group.len() == 1 { "remove it".to_owned() } else { "remove them".to_owned() }
}

fn write(context: &Context<'_>, group: &[DeprecatedKey<'_>]) -> String {
    let mut written: Vec<String> = group.iter().map(|key| key.to_write(context)).collect();
    written.dedup();
    let instead = if matches!(group[0].treatment, Treatment::Overridden) { " instead" } else { "" };
    let written: Vec<&str> = written.iter().map(String::as_str).collect();
    format!("write {}{instead}", all_of(&written))
}

/// Writes several keys as one in place of the first that is in its section, and removes the rest.
fn joining(group: &[DeprecatedKey<'_>], address: &str) -> Vec<Change> {
    let name = group[0].new.and_then(|new| new.rsplit('.').next()).unwrap_or_default();
    let Some(kept) = group.iter().position(DeprecatedKey::stays_in_its_section) else { return Vec::new() };
    let others = group.iter().enumerate().filter(|(index, _)| *index != kept);
    let removed = others.map(|(_, key)| Change::remove(key.place));
    [Change::replace(group[kept].place, name, address)].into_iter().chain(removed).collect()
}

/// Renames each old key within its section. Returns an empty list if a new key belongs to another section.
fn renaming(group: &[DeprecatedKey<'_>]) -> Vec<Change> {
    let mut changes = Vec::new();
    for key in group {
        let Some(new) = key.new.filter(|_| key.stays_in_its_section()) else { return Vec::new() };
        let name = new.rsplit_once('.').map_or(new, |(_, name)| name);
        match key.treatment {
            Treatment::Mapped => changes.push(Change::rename(key.place, name)),
            _ => return Vec::new(),
        }
    }
    changes
}

/// Writes the key of the provider and its certificates as the only item of the list that replaces them, as Authelia does
/// (`validateOIDCIssuerPrivateKey`, 4.39.20). Returns `None` for certificates without a key.
fn as_item(group: &[DeprecatedKey<'_>]) -> Option<Change> {
    let key_of = |old: &str| match old.rsplit('.').next() {
        Some("issuer_private_key") => Some("key"),
        Some("issuer_certificate_chain") => Some("certificate_chain"),
        _ => None,
    };
    let options = group.iter().map(|key| Some((key.place, key_of(key.old)?.to_owned()))).collect::<Option<Vec<_>>>()?;
    let has_key = options.iter().any(|(_, key)| key == "key");
    has_key.then(|| Change::Wrap { options, list: "jwks".to_owned() })
}

/// Moves each key to another section; keys that are joined into one are removed. Returns an empty list if a key cannot be
/// moved.
fn moving(group: &[DeprecatedKey<'_>]) -> Vec<Change> {
    let mut sections: Vec<(&str, Vec<MovedOption>)> = Vec::new();
    let mut changes = Vec::new();
    for (index, key) in group.iter().enumerate() {
        let (section, name) = key.new.and_then(|new| new.rsplit_once('.')).unwrap_or_default();
        let value = match key.treatment {
            Treatment::Mapped | Treatment::Overridden => None,
            Treatment::Joined(Some(address)) if index == 0 => Some(address.as_str().into()),
            Treatment::Joined(Some(_)) => {
                changes.push(Change::remove(key.place));
                continue;
            }
            _ => return Vec::new(),
        };
        let option = MovedOption { place: key.place, key: name.to_owned(), value };
        match sections.iter_mut().find(|(other, _)| *other == section) {
            Some((_, options)) => options.push(option),
            None => sections.push((section, vec![option])),
        }
    }
    let moved = sections.into_iter().map(|(section, options)| Change::Move { section: section.to_owned(), options });
    moved.chain(changes).collect()
}

/// Formats a value under a dotted key, relative to the key's first section.
fn nested(key: &str, value: &str) -> String {
    let mut keys: Vec<&str> = key.split('.').skip(1).collect();
    let last = keys.pop().unwrap_or_default();
    keys.iter().rev().fold(format!("{last}: {value}"), |inner, key| format!("{key}: {{ {inner} }}"))
}

fn section(key: &'static str) -> &'static str {
    key.rsplit_once('.').map_or("", |(section, _)| section)
}

/// Authelia uses `session.domain` as the only cookie if `cookies` is empty (`validator/session.go`).
fn single_domain(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let session = &context.config.root.session;
    let Some(domain) = session.domain.written().filter(|domain| !domain.is_empty()) else { return };
    if !session.cookies.is_certainly_empty() {
        return;
    }
    let redirection = &context.config.root.default_redirection_url;
    let moved = if redirection.place.given { "; move `default_redirection_url` to it, too" } else { "" };
    reporter
        .report_key(session.domain.place, "`session.domain` is deprecated in favor of `session.cookies`")
        .label("deprecated key")
        .also_at(redirection.place.given.then(|| redirection.place.key_or_value()), "deprecated with it")
        .help(format!("write `cookies: [{{ domain: '{domain}', authelia_url: '<the URL of the portal>' }}]`{moved}"));
}

/// Authelia still reads `storage.postgres.ssl` (`internal/storage/sql_provider_backend_postgres.go`). Two of its modes have an
/// equivalent in `tls`, and without TLS it is not needed.
fn postgres_ssl(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let is_older =
        |problem: &Problem| matches!(problem, Problem::DeprecatedKey { old, .. } if old.ends_with("sslmode"));
    let Some(postgres) = context.config.root.storage.postgres.as_ref() else { return };
    let has_tls = postgres.sql.tls.as_ref().is_some_and(|tls| tls.place.given);
    let Some(ssl) = postgres.ssl.as_ref().filter(|ssl| ssl.place.given && !has_tls) else { return };
    let variable = ssl.place.key.and_then(|key| context.config.variables.named_at(key));
    if variable.is_none() && context.is_unknown(ssl.place) {
        return;
    }
    let has_files = [&ssl.root_certificate, &ssl.certificate, &ssl.key].iter().any(|file| file.place.given);
    let tls = |skip: bool| {
        // A file may set the other options of the section.
        if let Some(name) = variable {
            let new = variable_like(name, "storage.postgres.tls.skip_verify");
            return (format!("write `{new}` with the value `{skip}`, which means the same"), None);
        }
        let fix = Fix::safe(Change::rename(ssl.place, "tls"));
        let help = format!("write `tls: {{ skip_verify: {skip} }}`, which means the same");
        (help, Some(fix.and(Change::replace(ssl.mode.place, "skip_verify", skip))))
    };
    let (help, fix) = match ssl.mode.text() {
        Some("" | "disable") => {
            let fix = variable.is_none().then(|| Fix::safe(Change::remove(ssl.place)));
            ("remove it: there is no TLS without it, either".to_owned(), fix)
        }
        Some("require") if !has_files => tls(true),
        Some("verify-full") if !has_files => tls(false),
        _ => (
            "no value of `tls` means exactly the same: put the root certificate into `certificates_directory`, write \
             `tls: { server_name: '<the name in the certificate>' }`, and write a client certificate as \
             `certificate_chain` and `private_key`"
                .to_owned(),
            None,
        ),
    };
    // The older key is renamed first.
    if fix.is_some() && context.config.problems.iter().any(is_older) {
        return;
    }
    reporter
        .report_key(ssl.place, "`storage.postgres.ssl` is deprecated in favor of `storage.postgres.tls`")
        .label("deprecated key")
        .help(help)
        .fix(fix);
}

fn message(context: &Context<'_>, group: &[DeprecatedKey<'_>]) -> String {
    let old = all_of(&group.iter().map(|key| key.old).collect::<Vec<_>>());
    let mut new: Vec<&str> = group.iter().filter_map(|key| key.new).collect();
    new.dedup();
    let new = all_of(&new);
    let (are, have) = if group.len() == 1 { ("is", "has") } else { ("are", "have") };
    match group[0].treatment {
        Treatment::Mapped | Treatment::Joined(_) if is_of_chart(context, group[0].place) => {
            format!("{old} {are} deprecated: use {new}, because newer versions of the chart ignore {old}")
        }
        Treatment::Mapped | Treatment::Joined(_) => {
            format!("{old} {are} deprecated: use {new} (still accepted for now)")
        }
        Treatment::Kept => format!("{old} {are} deprecated in favor of {new}"),
        Treatment::Shadowed => format!("{old} {are} deprecated and {have} no effect because {new} is also set"),
        Treatment::Overridden => {
            format!("{old} {are} deprecated and {have} no effect: Authelia uses its default for {new} instead")
        }
        Treatment::Dropped => format!("{old} {are} deprecated and {have} no effect"),
        Treatment::Refused(why) => format!("{old} {are} deprecated: {why}"),
    }
}

/// Whether a key is in the values of the Authelia chart, which copies what it knows (charts before 0.9.0: the older keys).
fn is_of_chart(context: &Context<'_>, place: Place) -> bool {
    let config = context.config;
    let charts = config.documents.iter().filter(|document| document.origin == Origin::Chart);
    charts.filter_map(|document| document.root).any(|root| config.tree[root].span.contains(place.key_or_value()))
}
