//! What decides a request, depending on who makes it.

use std::net::IpAddr;

use serde::Serialize;

use crate::access::{Asked, Identity, MAX_ADDRESSES, RequestTarget};

use super::super::Error;
use super::super::terminal::Terminal;
use super::configuration::LoadedRules;
use super::output::Output;
use super::requests::{Answer, Decided, JsonRequest};

/// Some people, and what decides their requests.
struct Row {
    who: String,
    identity: Identity,
    answer: Answer,
}

/// What is asked for, by whomever.
pub(super) struct Question<'a> {
    /// What is asked for, as a heading.
    title: String,
    /// The request of somebody who is not signed in.
    asked: Asked,
    /// Where it comes from, as far as that matters.
    addresses: Vec<IpAddr>,
    loaded: &'a LoadedRules,
    /// Whether people who are not signed in can ask.
    has_visitors: bool,
    /// The only one who asks.
    only: Option<Identity>,
}

impl<'a> Question<'a> {
    /// A request by whomever. Returns `None` if Authelia answers 400.
    pub(super) fn of(request: &JsonRequest, loaded: &'a LoadedRules) -> Option<Self> {
        let asked = request.asked_by(Identity::default(), loaded).ok()?;
        let title = request.title();
        Some(Self::new(title, asked, request.ip, loaded))
    }

    /// A sign-in to a client by one user, or by whomever.
    pub(super) fn of_client(id: &str, only: Option<Identity>, ip: Option<IpAddr>, loaded: &'a LoadedRules) -> Self {
        let object = RequestTarget { host: String::new(), path: None, query: Vec::new(), method: String::new() };
        let asked = Asked { object, identity: Identity::default(), address: loaded.rules.unnamed_address() };
        let question = Self::new(format!("sign-in to the client `{id}`"), asked, ip, loaded);
        Self { has_visitors: false, only, ..question }
    }

    fn new(title: String, asked: Asked, ip: Option<IpAddr>, loaded: &'a LoadedRules) -> Self {
        let addresses = ip.map_or_else(|| loaded.rules.addresses(&asked), |ip| vec![ip.to_canonical()]);
        Self { title, asked, addresses, loaded, has_visitors: true, only: None }
    }

    /// The same question for each address.
    fn by_address(&self) -> impl Iterator<Item = Self> {
        self.addresses.iter().take(MAX_ADDRESSES).map(|address| Self {
            title: if self.addresses.len() > 1 { format!("{} from {address}", self.title) } else { self.title.clone() },
            asked: Asked { address: *address, ..self.asked.clone() },
            addresses: vec![*address],
            only: self.only.clone(),
            ..*self
        })
    }

    fn row(&self, who: String, identity: Identity) -> Row {
        let asked = Asked { identity: identity.clone(), ..self.asked.clone() };
        let answer = self.loaded.rules.decide(&asked).map_or(Answer::Unknown, Answer::Decided);
        Row { who, identity, answer }
    }

    /// The people whom rules tell apart.
    fn kinds(&self) -> Vec<Row> {
        if let Some(only) = &self.only {
            return vec![self.row(only.to_string(), only.clone())];
        }
        let kinds = self.loaded.rules.kinds_asking(&self.asked).into_iter();
        let kinds = kinds.filter(|kind| self.has_visitors || !kind.identity.is_anonymous());
        kinds.map(|kind| self.row(kind.to_string(), kind.identity)).collect()
    }

    /// Everybody in the users database.
    fn users(&self) -> Vec<Row> {
        let users = self.loaded.users.iter().flatten().filter(|_| self.only.is_none());
        users.map(|user| self.row(format!("`{}`", user.user), user.clone())).collect()
    }

    pub(super) fn show(&self, terminal: &Terminal) -> Result<(), Error> {
        let mut output = Output::new(self.loaded, terminal);
        for (index, question) in self.by_address().enumerate() {
            if index > 0 {
                output.line("");
            }
            question.add_to(&mut output);
        }
        if self.addresses.len() > MAX_ADDRESSES {
            output.line("");
            output.line("other addresses may be decided in another way; use `--ip` for one of them");
        }
        output.write()
    }

    fn add_to(&self, output: &mut Output<'_>) {
        output.heading(&self.title);
        let cells = |row: Row| {
            let grants = row.answer.grants(row.identity.is_anonymous()).to_owned();
            vec![vec![row.who], vec![grants], vec![row.answer.source(self.loaded)]]
        };
        let rows: Vec<Vec<Vec<String>>> = self.kinds().into_iter().map(cells).collect();
        output.line("");
        output.table(&["who", "access", "decided by"], &rows);
        let rows: Vec<Vec<Vec<String>>> = grouped(self.users()).into_iter().map(cells).collect();
        if !rows.is_empty() {
            output.line("");
            output.table(&["user", "access", "decided by"], &rows);
        }
    }

    /// A line for each kind of people.
    pub(super) fn show_lines(&self, terminal: &Terminal) -> Result<(), Error> {
        let mut output = Output::new(self.loaded, terminal);
        for question in self.by_address() {
            for row in question.kinds().into_iter().chain(grouped(question.users())) {
                let grants = row.answer.grants(row.identity.is_anonymous());
                output.line(&format!("{}: {}: {grants} ({})", question.title, row.who, row.answer.source(self.loaded)));
            }
        }
        output.write()
    }

    pub(super) fn show_json(&self, factor: Option<u8>, terminal: &Terminal) -> Result<(), Error> {
        let mut object = Answers { version: 1, decisions: Vec::new(), users: Vec::new() };
        for question in self.by_address() {
            let entry = |row: Row| {
                let factors = if row.identity.is_anonymous() { 0 } else { factor.unwrap_or(2) };
                let decided = Decided::of(&row.answer, factors, self.loaded);
                let Identity { user, groups, client } = row.identity;
                JsonPerson { who: row.who, user, groups, client, ip: question.asked.address, decided }
            };
            object.decisions.extend(question.kinds().into_iter().map(entry));
            object.users.extend(question.users().into_iter().map(entry));
        }
        Output::new(self.loaded, terminal).write_json(&object)
    }
}

/// Rows with the same answer as one.
fn grouped(rows: Vec<Row>) -> Vec<Row> {
    let mut grouped: Vec<Row> = Vec::new();
    for row in rows {
        match grouped.iter_mut().find(|other| other.answer == row.answer) {
            Some(other) => other.who.extend([", ", &row.who]),
            None => grouped.push(row),
        }
    }
    grouped
}

#[derive(Serialize)]
struct Answers<'a> {
    version: u32,
    decisions: Vec<JsonPerson<'a>>,
    /// Everybody in the users database.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    users: Vec<JsonPerson<'a>>,
}

#[derive(Serialize)]
struct JsonPerson<'a> {
    who: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    user: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    groups: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    client: String,
    ip: IpAddr,
    #[serde(flatten)]
    decided: Decided<'a>,
}
