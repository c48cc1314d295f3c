//! `invalid-second-factor`; see the rule's page for what, why and examples.

use crate::config::second_factor::{DuoApi, Totp, WebAuthn};
use crate::rules::prelude::*;
use crate::rules::wording::{choice, invalid_choice, required};

pub(super) static RULE: Rule = rule!("invalid-second-factor", Check::Config(check));

const TOTP_ALGORITHMS: [&str; 3] = ["SHA1", "SHA256", "SHA512"];
const METHODS: [&str; 3] = ["totp", "webauthn", "mobile_push"];
const REQUIREMENTS: [&str; 3] = ["discouraged", "preferred", "required"];

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let root = &context.config.root;
    if root.totp.disable.is_false() {
        totp(&root.totp, reporter);
    }
    webauthn(&root.webauthn, reporter);
    duo(&root.duo_api, context, reporter);
    default_method(context, reporter);
}

fn totp(totp: &Totp, reporter: &mut Reporter<'_>) {
    for value in std::iter::once(&totp.algorithm).chain(&totp.allowed_algorithms.items) {
        let Some(found) = value.text().filter(|found| value.place.given && !found.is_empty()) else { continue };
        if !TOTP_ALGORITHMS.contains(&found.to_uppercase().as_str()) {
            invalid_choice(reporter, value.place, "algorithm", found, &TOTP_ALGORITHMS);
        }
    }
    for item in totp.allowed_algorithms.items.iter().filter(|item| item.is_zero()) {
        invalid_choice(reporter, item.place, "allowed_algorithms", "", &TOTP_ALGORITHMS);
    }
    for value in std::iter::once(&totp.digits).chain(&totp.allowed_digits.items) {
        if value.known().is_some_and(|digits| ![6, 8].contains(digits)) {
            reporter
                .report(value.place, "a one-time password must have 6 or 8 digits")
                .label("neither 6 nor 8")
                .help("write `6`");
        }
    }
    for value in std::iter::once(&totp.period).chain(&totp.allowed_periods.items) {
        if value.known().is_some_and(|period| *period < 15) {
            reporter
                .report(value.place, "a one-time password must be valid for at least 15 seconds")
                .label("too short")
                .help("write `30`");
        }
    }
    if totp.secret_size.known().is_some_and(|size| *size < 20) {
        reporter
            .report(totp.secret_size.place, "`secret_size` must be at least 20 bytes")
            .label("too small")
            .help("write `secret_size: 32`");
    }
}

fn webauthn(webauthn: &WebAuthn, reporter: &mut Reporter<'_>) {
    let login = &webauthn.enable_passkey_login;
    if login.is_true() && webauthn.disable.is_true() {
        contradiction(reporter, login, &webauthn.disable, "`enable_passkey_login` needs WebAuthn");
    }
    for (value, option) in [
        (&webauthn.experimental_enable_passkey_uv_two_factors, "experimental_enable_passkey_uv_two_factors"),
        (&webauthn.experimental_enable_passkey_upgrade, "experimental_enable_passkey_upgrade"),
    ] {
        if value.is_true() && login.is_false() {
            contradiction(reporter, value, login, &format!("`{option}` needs `enable_passkey_login: true`"));
        }
    }
    if webauthn.metadata.enabled.is_true() {
        if webauthn.metadata.cache_policy.is_zero() {
            invalid_choice(reporter, webauthn.metadata.cache_policy.place, "cache_policy", "", &["strict", "relaxed"]);
        }
        choice(reporter, &webauthn.metadata.cache_policy, "cache_policy", &["strict", "relaxed"]);
    }
    let preferences = ["none", "indirect", "direct"];
    choice(reporter, &webauthn.attestation_conveyance_preference, "attestation_conveyance_preference", &preferences);
    let criteria = &webauthn.selection_criteria;
    choice(reporter, &criteria.attachment, "attachment", &["platform", "cross-platform"]);
    choice(reporter, &criteria.discoverability, "discoverability", &REQUIREMENTS);
    choice(reporter, &criteria.user_verification, "user_verification", &REQUIREMENTS);
    let filtering = &webauthn.filtering;
    if !filtering.permitted_aaguids.items.is_empty() && !filtering.prohibited_aaguids.items.is_empty() {
        reporter
            .report_key(
                filtering.prohibited_aaguids.place,
                "`permitted_aaguids` and `prohibited_aaguids` cannot be combined",
            )
            .label("prohibited authenticators")
            .also(filtering.permitted_aaguids.place.key_or_value(), "permitted authenticators")
            .help("keep one of the two lists");
    }
}

fn contradiction(reporter: &mut Reporter<'_>, value: &Value<bool>, other: &Value<bool>, what: &str) {
    reporter
        .report(value.place, what)
        .label("enabled")
        .also(other.place.span, "conflicts with it")
        .help("change one of the two");
}

fn duo(duo: &DuoApi, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let keys = [(&duo.integration_key, "integration_key"), (&duo.secret_key, "secret_key")];
    let unused = duo.hostname.is_zero() && keys.iter().all(|(key, _)| key.is_zero());
    if !duo.disable.is_false() || unused || context.is_unknown(duo.place) {
        return;
    }
    if duo.hostname.is_zero() {
        required(
            reporter,
            context,
            duo.place,
            ("hostname", duo.hostname.place),
            "write the API hostname of your Duo application",
        );
    }
    for (key, option) in keys.into_iter().filter(|(key, _)| key.is_zero()) {
        required(
            reporter,
            context,
            duo.place,
            (option, key.place),
            "write the value that Duo shows for your application",
        );
    }
}

fn default_method(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let root = &context.config.root;
    let Some(method) = root.default_2fa_method.text().filter(|method| !method.is_empty()) else { return };
    let place = root.default_2fa_method.place;
    if !METHODS.contains(&method) {
        invalid_choice(reporter, place, "default_2fa_method", method, &METHODS);
        return;
    }
    let duo = &root.duo_api;
    let duo_unused = duo.hostname.is_zero() && duo.integration_key.is_zero() && duo.secret_key.is_zero();
    let (switch, unused) = match method {
        "totp" => (&root.totp.disable, false),
        "webauthn" => (&root.webauthn.disable, false),
        _ => (&duo.disable, duo_unused && context.config.absent_is_absent()),
    };
    if switch.is_true() || unused {
        reporter
            .report(place, format!("the default method `{method}` is disabled"))
            .label("disabled")
            .also_at(switch.is_true().then_some(switch.span()), "disabled here")
            .help("choose a method that is enabled");
    }
}
