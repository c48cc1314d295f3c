//! `access`: which rule decides a request, and what the request needs.

mod configuration;
mod requests;

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::inputs::Inputs;
use super::terminal::Terminal;
use super::{Error, ExitStatus};

use configuration::Loaded;
use requests::Request;

/// Show which access control rule decides a request, and what the request needs.
#[derive(Debug, Args)]
pub(super) struct Access {
    #[command(flatten)]
    inputs: Inputs,

    /// URL of a request, such as `https://app.example.com/admin`
    #[arg(long, value_name = "URL", required_unless_present = "requests", conflicts_with = "requests")]
    url: Option<String>,

    /// Method of the request
    #[arg(long, value_name = "METHOD", default_value = "GET")]
    method: String,

    /// User who is signed in [default: nobody]
    #[arg(long, value_name = "NAME", requires = "url")]
    user: Option<String>,

    /// Groups of the user, separated by commas
    #[arg(long, value_name = "GROUPS", value_delimiter = ',', requires = "user")]
    groups: Vec<String>,

    /// Number of factors that the user gave [default: 2]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u8).range(1..=2), requires = "user")]
    factor: Option<u8>,

    /// Address that the request comes from [default: one that no rule names]
    #[arg(long, value_name = "ADDRESS", requires = "url")]
    ip: Option<IpAddr>,

    /// JSON file with a list of requests: `url`, and optionally `method`, `ip`, `user`, `groups` and `factor`
    #[arg(long, value_name = "FILE")]
    requests: Option<PathBuf>,

    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Full,
    /// JSON
    Json,
}

impl Access {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitStatus, Error> {
        let loaded = Loaded::read(&self.inputs)?;
        requests::run(&self.requests()?, &loaded, self.format, terminal)
    }

    fn requests(&self) -> Result<Vec<Request>, Error> {
        if let Some(path) = &self.requests {
            return requests::read(path);
        }
        let request = |url: &String| Request {
            method: self.method.clone(),
            url: url.clone(),
            ip: self.ip,
            user: self.user.clone(),
            groups: self.groups.clone(),
            factor: self.factor,
        };
        Ok(self.url.iter().map(request).collect())
    }
}
