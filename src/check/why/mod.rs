//! From an error message back to the line that causes it.
//!
//! A message says which rules can explain it. The cause is what one of these rules found for the client of the message, in
//! the words of that rule; if no rule found anything, the message itself tells at which option the cause is.

mod address;
mod catalogue;
mod clients;
mod diagnosis;
mod line;
mod model;
mod scan;

use crate::config::Config;
use crate::lint::{Finding, Outcome};
use crate::text::{Sources, Unmasked};

pub use catalogue::messages;
pub use model::Message;
pub use scan::{Failure, Scanner};

use clients::{ClientSpots, Spot};

/// The cause of a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// What causes it, as a finding. Its rule is empty if no rule reports it.
    pub finding: Finding,
}

/// The answer to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The number of the line that reports the failure last, from 1; `None` if no line does.
    pub line: Option<usize>,
    /// When that line was written, as it is written there.
    pub time: Option<Unmasked>,
    /// How often the failure is reported.
    pub count: usize,
    /// The step of the login that fails.
    pub step: &'static str,
    /// What failed.
    pub says: Unmasked,
    /// The client that it is about.
    pub client_id: Option<Unmasked>,
    /// The application behind the client.
    pub app: Option<Unmasked>,
    /// The cause. Returns `None` if the configuration is correct, or too little is known.
    pub cause: Option<Cause>,
    /// What to check outside the configuration.
    pub check: Vec<&'static str>,
}

/// What is known besides the messages.
#[derive(Debug, Default)]
pub struct WhyContext {
    /// The clients of all configurations.
    clients: Vec<ClientSpots>,
    /// The options outside the clients that messages name.
    options: Vec<(&'static str, Spot)>,
    /// The client ids in the applications' own settings.
    sent: Vec<String>,
}

impl WhyContext {
    /// Adds what is known from a configuration.
    pub fn add(&mut self, config: &Config, sources: &Sources) {
        self.clients.extend(ClientSpots::all(config, sources));
        self.options.extend(clients::whole(config));
    }

    /// Adds the client id that an application's own settings name.
    pub fn add_sent(&mut self, client_id: &str) {
        self.sent.push(client_id.to_owned());
    }
}

/// Whether an option of a message is named with its whole path, because it is not one of a client's.
fn is_whole(option: &str) -> bool {
    let first = option.split('.').next().unwrap_or_default();
    crate::config::top_level_keys().any(|key| key == first)
}

/// Answers what failed and why, the most recent failure first. `seen` are the clients whose logins the log follows.
#[must_use]
pub fn explain(failures: &[Failure], seen: &[String], outcome: &Outcome, known: &WhyContext) -> Vec<Answer> {
    let mut answers: Vec<Answer> = Vec::new();
    for failure in failures {
        let answer = diagnosis::of_failure(failure, seen, outcome, known);
        // The browser's address and the log report the same failure: the log says more.
        match answers.iter_mut().find(|other| answer.cause.is_some() && other.cause == answer.cause) {
            Some(other) if other.client_id.is_none() || other.time.is_none() => {
                *other = Answer { count: other.count.max(answer.count), ..answer };
            }
            Some(other) => other.count = other.count.max(answer.count),
            None => answers.push(answer),
        }
    }
    if answers.is_empty() {
        answers.extend(diagnosis::of_silence(seen, outcome, known));
    }
    answers
}
