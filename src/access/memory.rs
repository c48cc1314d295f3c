//! The locations that were worked out last. The same rules are asked about several times in one check, and again at each
//! keystroke in an editor.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use super::queries::Keys;

/// Everything that locations depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Question {
    /// The patterns for paths.
    pub(super) patterns: BTreeSet<String>,
    /// The patterns for the parameters of a query.
    pub(super) keys: Keys,
    /// The most locations of a class.
    pub(super) limit: usize,
}

/// One location of each class; `None` if there are too many.
pub(super) type Answer = Option<Arc<Vec<String>>>;

/// How many answers are kept.
const MAX_ANSWERS: usize = 16;

static ANSWERS: Mutex<VecDeque<(Question, Answer)>> = Mutex::new(VecDeque::new());

/// The answer to a question, worked out with `find` unless it is remembered.
pub(super) fn recall(question: Question, find: impl FnOnce(&Question) -> Answer) -> Answer {
    let answers = || ANSWERS.lock().unwrap_or_else(PoisonError::into_inner);
    let remembered = answers().iter().find(|(known, _)| *known == question).map(|(_, answer)| answer.clone());
    remembered.unwrap_or_else(|| {
        let answer = find(&question);
        let mut answers = answers();
        answers.truncate(MAX_ANSWERS - 1);
        answers.push_front((question, answer.clone()));
        answer
    })
}
