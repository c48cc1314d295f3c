//! The registrations of a provider whose application is known.

use std::collections::HashMap;

use crate::config::{Client, PathId};

use super::Registration;

/// The registrations of a provider whose application is known, in the order of the file.
#[derive(Debug, Default)]
pub struct Registrations<'a> {
    list: Vec<Registration<'a>>,
    by_client: HashMap<PathId, usize>,
}

impl<'a> Registrations<'a> {
    /// The registration that a client is, where its application is known.
    #[must_use]
    pub fn of(&self, client: &Client) -> Option<&Registration<'a>> {
        self.list.get(*self.by_client.get(&client.place.path)?)
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Registration<'a>> {
        self.list.iter()
    }
}

impl<'a> FromIterator<Registration<'a>> for Registrations<'a> {
    fn from_iter<I: IntoIterator<Item = Registration<'a>>>(registrations: I) -> Self {
        let list: Vec<_> = registrations.into_iter().collect();
        let by_client = list.iter().enumerate().map(|(index, it)| (it.client.place.path, index)).collect();
        Self { list, by_client }
    }
}
