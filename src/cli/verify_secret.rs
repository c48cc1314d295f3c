//! `verify-secret`: which client's digest does a secret fit?

use std::io;

use clap::Args;

use super::inputs::Inputs;
use super::terminal::Terminal;
use super::{End, Error};

/// Tell which client's digest a secret fits. The secret is read from the first line of standard input.
#[derive(Debug, Args)]
pub(super) struct VerifySecret {
    #[command(flatten)]
    inputs: Inputs,
}

impl VerifySecret {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<End, Error> {
        let _ = (&self.inputs, terminal);
        let mut secret = String::new();
        match io::stdin().read_line(&mut secret) {
            Ok(length) if length > 0 => Err(Error::Nothing("not built yet".to_owned())),
            _ => Err(Error::NoSecret),
        }
    }
}
