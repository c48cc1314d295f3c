//! `invalid-option`; see the rule's page for what, why and examples.

use crate::config::formats::AddressUdp;
use crate::config::general::{PasswordPolicy, PrivacyPolicy, Regulation};
use crate::rules::prelude::*;
use crate::rules::wording::{choice, invalid_choice, invalid_scheme, range, required};

pub(super) static RULE: Rule = rule!("invalid-option", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let root = &context.config.root;
    choice(reporter, &root.theme, "theme", &["light", "dark", "grey", "oled", "auto"]);
    choice(reporter, &root.log.level, "level", &["trace", "debug", "info", "warn", "error"]);
    choice(reporter, &root.log.format, "format", &["text", "json"]);
    range(reporter, &root.ntp.version, "version", 3, 4);
    if let Some(AddressUdp(address)) = root.ntp.address.written().filter(|address| !address.0.is_udp()) {
        invalid_scheme(reporter, root.ntp.address.place, &address.scheme, &["udp", "udp4", "udp6"]);
    }
    for mode in &root.regulation.modes.items {
        if let Some(found) = mode.text().filter(|found| !["ip", "user"].contains(found)) {
            invalid_choice(reporter, mode.place, "modes", found, &["ip", "user"]);
        }
    }
    regulation(&root.regulation, reporter);
    password_policy(&root.password_policy, reporter);
    privacy_policy(&root.privacy_policy, context, reporter);
    identity_validation(context, reporter);
}

fn regulation(regulation: &Regulation, reporter: &mut Reporter<'_>) {
    if let (Some(find), Some(ban)) = (regulation.find_time.known(), regulation.ban_time.known())
        && find > ban
    {
        let place =
            if regulation.find_time.place.given { regulation.find_time.place } else { regulation.ban_time.place };
        reporter
            .report(place, "`find_time` must not exceed `ban_time`")
            .label(format!("{find} is longer than {ban}"))
            .also(regulation.ban_time.span(), "`ban_time`")
            .help("increase `ban_time`, or decrease `find_time`");
    }
}

fn password_policy(policy: &PasswordPolicy, reporter: &mut Reporter<'_>) {
    let (standard, zxcvbn) = (&policy.standard, &policy.zxcvbn);
    if standard.enabled.is_true() && zxcvbn.enabled.is_true() {
        reporter
            .report(zxcvbn.enabled.place, "only one password policy may be enabled")
            .label("enabled")
            .also(standard.enabled.place.span, "also enabled")
            .help("write `enabled: false` for one of them");
    }
    if standard.enabled.is_true() {
        range(reporter, &standard.min_length, "min_length", 1, i64::MAX);
    }
    if zxcvbn.enabled.is_true() {
        range(reporter, &zxcvbn.min_score, "min_score", 1, 4);
    }
}

fn privacy_policy(policy: &PrivacyPolicy, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    if !policy.enabled.is_true() {
        return;
    }
    match policy.policy_url.written() {
        None if policy.policy_url.is_zero() => {
            required(
                reporter,
                context,
                policy.place,
                ("policy_url", policy.policy_url.place),
                "write the URL of the policy",
            );
        }
        Some(url) if url.scheme != "https" => {
            invalid_scheme(reporter, policy.policy_url.place, &url.scheme, &["https"]);
        }
        _ => {}
    }
}

fn identity_validation(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let root = &context.config.root;
    let reset = &root.identity_validation.reset_password;
    choice(reporter, &reset.jwt_algorithm, "jwt_algorithm", &["HS256", "HS384", "HS512"]);
    let backend = &root.authentication_backend.password_reset;
    let custom = &backend.custom_url;
    let elsewhere = custom.written().is_some_and(|url| ["http", "https"].contains(&url.scheme.as_str()));
    if reset.jwt_secret.is_zero()
        && (backend.disable.is_false() || elsewhere)
        && !context.is_unknown(reset.place)
        && !context.config.is_reported(reset.place)
        && !context.config.is_reported(root.identity_validation.place)
    {
        let help = "write a random string, or `authentication_backend.password_reset.disable: true`";
        required(reporter, context, reset.place, ("jwt_secret", reset.jwt_secret.place), help);
    }
    let characters = &root.identity_validation.elevated_session.characters;
    if characters.known().is_some_and(|count| *count > 20) {
        range(reporter, characters, "characters", 1, 20);
    }
}
