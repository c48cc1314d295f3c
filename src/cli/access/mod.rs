//! `access`: which rule decides a request, and what the request needs.

mod cases;
mod configuration;
mod diff;
mod output;
mod people;
mod policy;
mod requests;
mod verdict;

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand, ValueEnum};
use serde::Serialize;

use super::inputs::Inputs;
use super::terminal::Terminal;
use super::{Error, ExitStatus, note};

use configuration::{LoadedRules, Wanted};
use output::Output;
use people::Question;
use requests::{Decided, JsonRequest};

/// Show which access control rule decides a request, and what the request needs. Without `--url`, show all rules.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("about").args(["url", "client_id"]), args_conflicts_with_subcommands = true)]
pub(super) struct Access {
    #[command(subcommand)]
    command: Option<Command>,

    #[command(flatten)]
    inputs: Inputs,

    /// URL of a request, such as `https://app.example.com/admin`
    #[arg(long, value_name = "URL")]
    url: Option<String>,

    /// OpenID Connect client: show who can sign in to it, and with how many factors
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,

    /// Method of the request
    #[arg(long, value_name = "METHOD", default_value = "GET", requires = "url")]
    method: String,

    /// User who is signed in; a user of the users database has the groups that it lists [default: everybody in turn]
    #[arg(long, value_name = "NAME", requires = "about")]
    user: Option<String>,

    /// Groups of the user, separated by commas
    #[arg(long, value_name = "GROUPS", value_delimiter = ',', requires = "about")]
    groups: Vec<String>,

    /// Number of factors that the user gave [default: 2]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u8).range(1..=2), requires = "about")]
    factor: Option<u8>,

    /// Address that the request comes from [default: one that no rule names]
    #[arg(long, value_name = "ADDRESS", requires = "about")]
    ip: Option<IpAddr>,

    /// JSON file with a list of requests: `url`, and optionally `method`, `ip`, `user`, `groups` and `factor`
    #[arg(long, value_name = "FILE", conflicts_with = "about")]
    requests: Option<PathBuf>,

    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    format: AnswerFormat,
}

/// What else can be asked about access.
#[derive(Debug, Subcommand)]
enum Command {
    /// Show who gains and who loses access between two files, or since a git revision
    Diff(diff::Diff),
    /// Test access control: compare what happens to some requests with what must happen
    Test(cases::Test),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum AnswerFormat {
    /// For people
    Full,
    /// One line per decision
    Concise,
    /// JSON
    Json,
}

impl Access {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitStatus, Error> {
        match &self.command {
            Some(Command::Diff(diff)) => return diff.run(terminal),
            Some(Command::Test(test)) => return test.run(terminal),
            None => {}
        }
        let wanted = self.client_id.as_deref().map_or(Wanted::AccessControl, Wanted::Client);
        let loaded = LoadedRules::read(&self.inputs, wanted)?;
        match (&self.requests, &self.url, &self.client_id) {
            (Some(path), ..) => self.show_all(&requests::read(path)?, &loaded, terminal),
            (None, Some(url), _) => self.show_request(&self.request(url), &loaded, terminal),
            (None, None, Some(id)) => self.show_client(id, &loaded, terminal),
            (None, None, None) => match self.format {
                AnswerFormat::Full => policy::show(&loaded, terminal),
                AnswerFormat::Concise => policy::show_lines(&loaded, terminal),
                AnswerFormat::Json => policy::show_json(&loaded, terminal),
            },
        }?;
        Ok(ExitStatus::Success)
    }

    fn request(&self, url: &str) -> JsonRequest {
        JsonRequest {
            method: self.method.clone(),
            url: url.to_owned(),
            ip: self.ip,
            user: self.user.clone(),
            groups: self.groups.clone(),
            factor: self.factor,
        }
    }

    /// What decides each of many requests.
    fn show_all(&self, requests: &[JsonRequest], loaded: &LoadedRules, terminal: &Terminal) -> Result<(), Error> {
        let mut output = Output::new(loaded, terminal);
        if self.format == AnswerFormat::Json {
            let decide = |request: &JsonRequest| Decided::of(&request.answer(loaded), request.factors(), loaded);
            let decisions = requests.iter().map(decide).collect();
            return output.write_json(&Decisions { version: 1, decisions });
        }
        for request in requests {
            output.line(&requests::line(request, loaded));
        }
        output.write()
    }

    /// What decides a request by a user, or by everybody.
    fn show_request(&self, request: &JsonRequest, loaded: &LoadedRules, terminal: &Terminal) -> Result<(), Error> {
        self.note_unknown_user(loaded);
        let question = if request.is_anonymous() { Question::of(request, loaded) } else { None };
        match (self.format, question) {
            (_, Some(question)) => self.show_people(&question, terminal),
            (AnswerFormat::Full, None) => verdict::show(request, loaded, terminal),
            (AnswerFormat::Concise, None) => self.show_all(std::slice::from_ref(request), loaded, terminal),
            (AnswerFormat::Json, None) => verdict::show_json(request, loaded, terminal),
        }
    }

    fn show_people(&self, question: &Question<'_>, terminal: &Terminal) -> Result<(), Error> {
        match self.format {
            AnswerFormat::Full => question.show(terminal),
            AnswerFormat::Concise => question.show_lines(terminal),
            AnswerFormat::Json => question.show_json(self.factor, terminal),
        }
    }

    /// Who can sign in to a client.
    fn show_client(&self, id: &str, loaded: &LoadedRules, terminal: &Terminal) -> Result<(), Error> {
        self.note_unknown_user(loaded);
        let request = self.request("");
        let only = (!request.is_anonymous()).then(|| request.identity(loaded));
        self.show_people(&Question::of_client(id, only, self.ip, loaded), terminal)
    }

    fn note_unknown_user(&self, loaded: &LoadedRules) {
        let (Some(name), Some(users)) = (&self.user, &loaded.users) else { return };
        if !users.iter().any(|user| user.user == *name) {
            note(&format!("the users database has no user `{name}`"));
        }
    }
}

#[derive(Serialize)]
struct Decisions<'a> {
    version: u32,
    decisions: Vec<Decided<'a>>,
}
