//! The settings of applications that keep them in XML: Jellyfin and Jenkins.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use crate::files::{folder, in_project, project_text};
use crate::program::{Run, run};

fn check(arguments: &[&str]) -> Run {
    run(&in_project("fixtures/both-sides/xml"), &[&["check", "--quiet", "configuration.yml"], arguments].concat())
}

#[test]
fn both_sides_of_a_login_are_compared_where_one_is_xml() {
    let jellyfin = check(&["--app-settings", "jellyfin=SSO-Auth.xml"]);
    let files = ["--app-settings", "jenkins=config.xml", "--app-settings"];
    let jenkins = check(&[&files[..], &["jenkins=jenkins.model.JenkinsLocationConfiguration.xml"]].concat());
    let as_code = check(&["--format", "concise", "--app-settings", "jenkins=jenkins.yaml"]);
    insta::assert_snapshot!([jellyfin, jenkins, as_code].map(|run| run.told()).join("\n"));
}

#[test]
fn no_value_in_xml_is_shown_but_those_that_are_compared() {
    let secrets = [
        "secret-of-jellyfin",
        "a-secret-of-another-provider",
        "a-former-secret-of-jellyfin",
        "a-private-name",
        "a-private-folder",
        "thisIsEncryptedAndCannotBeKnown",
        "a-digest-of-the-escape-hatch",
    ];
    for format in ["full", "concise", "json", "sarif", "github", "gitlab", "junit"] {
        let files = ["--app-settings", "jellyfin=SSO-Auth.xml", "--app-settings", "jenkins=config.xml"];
        let told = check(&[&files[..], &["--format", format]].concat()).told();
        assert!(told.contains("client-secret-mismatch"), "{told}");
        // The name of a provider is hidden, and no secret.
        assert!(told.contains("authelia crypto hash") || !told.contains("crypto hash"), "{told}");
        assert_eq!(secrets.iter().find(|secret| told.contains(**secret)), None, "{format}: {told}");
    }
}

/// The rules with a finding about Jellyfin, whose settings are these items.
fn about_jellyfin(items: &[&str]) -> Vec<String> {
    let items = items.iter().fold(String::new(), |mut text, item| {
        let _ = write!(text, "<item><key/><value><PluginConfiguration>{item}</PluginConfiguration></value></item>");
        text
    });
    let xml = format!("\u{feff}<PluginConfiguration><OidConfigs>{items}</OidConfigs></PluginConfiguration>");
    let configuration = project_text("fixtures/both-sides/xml/configuration.yml");
    let folder = folder(&[("configuration.yml", &configuration), ("SSO-Auth.xml", &xml)]);
    let arguments = [
        "check",
        "--format",
        "json",
        "--select",
        "login",
        "--app-settings",
        "jellyfin=SSO-Auth.xml",
        "configuration.yml",
    ];
    let findings = run(folder.path(), &arguments).json()["findings"].as_array().unwrap().clone();
    let of_jellyfin = findings.iter().filter(|finding| finding["client_id"] != "jenkins");
    let told =
        |finding: &Value| format!("{} {}", finding["rule"].as_str().unwrap(), finding["severity"].as_str().unwrap());
    of_jellyfin.map(told).collect()
}

const ID: &str = "<OidClientId>jellyfin</OidClientId>";
const CONFIRMED: &str = "<DisablePushedAuthorization>true</DisablePushedAuthorization>";

#[test]
fn a_requirement_is_met_or_an_error_where_its_setting_is_known() {
    assert_eq!(about_jellyfin(&[ID]), ["unconfirmed-app-setting advice"]);
    assert_eq!(about_jellyfin(&[ID, CONFIRMED]), ["unconfirmed-app-setting advice"]);
    assert_eq!(about_jellyfin(&[&format!("{ID}{CONFIRMED}")]), [""; 0]);
    let unmet = "<DisablePushedAuthorization>false</DisablePushedAuthorization>";
    assert_eq!(about_jellyfin(&[&format!("{ID}{unmet}")]), ["unconfirmed-app-setting error"]);
}

#[test]
#[ignore = "slow"]
fn each_form_of_a_text_is_read() {
    for (secret, is_right) in [
        ("a&amp;b-secret-of-jellyfin", true),
        ("a&#38;b-secret-of-jellyfin", true),
        ("<![CDATA[a&b-secret-of-jellyfin]]>", true),
        ("a<![CDATA[&]]>b-secret<!-- -->-of-jellyfin", true),
        ("\n  a&amp;b-secret-of-jellyfin\n", true),
        ("${SECRET}", true),
        ("{{ secret }}", true),
        ("a&amp;b-secret", false),
        ("<![CDATA[a&amp;b-secret-of-jellyfin]]>", false),
    ] {
        let found = about_jellyfin(&[&format!("{ID}{CONFIRMED}<OidSecret a='>'>{secret}</OidSecret>")]);
        assert_eq!(found.is_empty(), is_right, "{secret}: {found:?}");
    }
}

#[test]
fn scopes_are_those_that_are_always_requested_and_the_items() {
    let with = |scopes: &str| about_jellyfin(&[&format!("{ID}{CONFIRMED}<OidScopes>{scopes}</OidScopes>")]);
    assert_eq!(with("<string>groups</string>"), [""; 0]);
    assert_eq!(with(""), [""; 0]);
    assert_eq!(with("<string>email</string>"), ["missing-scope error"]);
    assert_eq!(with("<string>groups</string><string>email</string>"), ["missing-scope error"]);
}

#[test]
fn what_only_another_provider_has_is_not_compared() {
    let other = "<OidClientId>other</OidClientId>";
    assert_eq!(about_jellyfin(&[other]), ["unknown-app-client error", "unconfirmed-app-setting advice"]);
    assert_eq!(about_jellyfin(&[other, &format!("{ID}{CONFIRMED}")]), [""; 0]);
    assert_eq!(about_jellyfin(&[other, "<OidClientId>third</OidClientId>"]), ["unconfirmed-app-setting advice"]);
}

#[test]
fn a_broken_file_is_told_with_its_line() {
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    let folder = folder(&[("configuration.yml", &project_text("fixtures/both-sides/xml/configuration.yml"))]);
    for (text, told) in [
        ("<a>\n  <OidSecret>hunter2hunter2</a>\n", "settings.xml:2:28: not settings of Jellyfin"),
        (
            "<a>\n  <OidSecret>hunter2hunter2\n",
            "settings.xml:3:1: not settings of Jellyfin (`SSO-Auth.xml`): the text ends",
        ),
        ("<a>\n  <b>&hunter2hunter2;</b></a>", "settings.xml:2:6: not settings of Jellyfin (`SSO-Auth.xml`): not XML"),
        (
            "<!DOCTYPE a [<!ENTITY b 'hunter2'>]>\n<a>&b;</a>",
            "settings.xml:1:1: not settings of Jellyfin (`SSO-Auth.xml`): a doc",
        ),
        ("<a>hunter2hunter2</a>", "settings.xml: not settings of Jellyfin (`SSO-Auth.xml`): no known setting is in it"),
        (&deep, "settings.xml: not settings of Jellyfin (`SSO-Auth.xml`): no known setting is in it"),
    ] {
        fs::write(folder.path().join("settings.xml"), text).unwrap();
        let Run { code, error, .. } =
            run(folder.path(), &["check", "configuration.yml", "--app-settings", "jellyfin=settings.xml"]);
        assert_eq!(code, 2, "{told}");
        assert!(error.contains(told), "{told}: {error}");
        assert!(!error.contains("hunter2"), "{error}");
    }
    let saml = "<hudson>\n<securityRealm class='hudson.security.HudsonPrivateSecurityRealm'><clientId>a</clientId></securityRealm></hudson>";
    fs::write(folder.path().join("config.xml"), saml).unwrap();
    let other = run(folder.path(), &["check", "configuration.yml", "--app-settings", "jenkins=config.xml"]);
    assert!(other.error.contains("config.xml:2:23") && other.error.contains("not for Authelia"), "{}", other.error);
}

/// The rules with a finding about Jenkins with PKCE, whose security realm holds these settings.
fn about_jenkins(realm: &str) -> Vec<String> {
    let xml = format!(
        "<hudson><securityRealm class='org.jenkinsci.plugins.oic.OicSecurityRealm'><clientId>jenkins</clientId>{realm}\
         </securityRealm><jenkinsUrl>https://ci.example.org/</jenkinsUrl></hudson>"
    );
    let configuration = project_text("fixtures/both-sides/xml/configuration.yml");
    let folder = folder(&[("configuration.yml", &configuration), ("config.xml", &xml)]);
    let select = "pkce-mismatch,auth-method-mismatch,redirect-uri-mismatch";
    let arguments = ["--select", select, "--app-settings", "jenkins=config.xml", "configuration.yml"];
    let run = run(folder.path(), &[&["check", "--format", "json"], &arguments[..]].concat()).json();
    let findings = run["findings"].as_array().unwrap();
    findings
        .iter()
        .filter(|finding| finding["severity"] != "advice")
        .map(|finding| finding["rule"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_properties_of_jenkins_are_elements() {
    let root = "<rootURLFromRequest>true</rootURLFromRequest>";
    let pkce = "<properties><org.jenkinsci.plugins.oic.properties.Pkce/></properties>";
    assert_eq!(about_jenkins(&format!("{root}{pkce}")), [""; 0]);
    assert_eq!(about_jenkins(&format!("{root}<pkceEnabled>false</pkceEnabled>")), ["pkce-mismatch"]);
    assert_eq!(about_jenkins(pkce), ["redirect-uri-mismatch"]);
    let method = "<serverConfiguration><tokenAuthMethod>client_secret_post</tokenAuthMethod></serverConfiguration>";
    assert_eq!(about_jenkins(&format!("{root}{pkce}{method}")), ["auth-method-mismatch"]);
}
