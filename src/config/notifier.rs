//! `notifier` (`internal/configuration/schema/notifier.go`, 4.39.20).

use crate::golang::duration::Duration;
use crate::text::Secret;

use super::formats::{AddressSmtp, MailAddress};
use super::section::section;
use super::shared::Tls;
use super::value::Value;

section! {
    /// `notifier`.
    pub struct Notifier {
        disable_startup_check: Value<bool>,
        filesystem: Option<FileNotifier>,
        smtp: Option<SmtpNotifier>,
        template_path: Value<String>,
    }
}

section! {
    /// `notifier.filesystem`.
    pub struct FileNotifier {
        filename: Value<String>,
    }
}

section! {
    /// `notifier.smtp`.
    pub struct SmtpNotifier {
        address: Value<AddressSmtp>,
        timeout: Value<Duration>,
        username: Value<String>,
        password: Value<Secret>,
        identifier: Value<String>,
        sender: Value<MailAddress>,
        subject: Value<String>,
        startup_check_address: Value<MailAddress>,
        disable_require_tls: Value<bool>,
        disable_html_emails: Value<bool>,
        disable_starttls: Value<bool>,
        tls: Option<Tls>,
        /// Deprecated, as is the port.
        host: Value<String>,
        port: Value<i64>,
    }
}
