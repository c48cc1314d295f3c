//! The hosts and locations that were worked out last. The same rules are asked about several times in one check, by rules
//! that run at the same time, and again at each keystroke in an editor.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// One text of each class; `None` if there are too many.
pub(super) type Answer = Option<Arc<Vec<String>>>;

/// How many answers of one kind are kept.
const MAX_ANSWERS: usize = 64;

/// Answers to the questions that were asked last, the latest first.
pub(super) struct Memory<Q>(Mutex<VecDeque<(Q, Arc<OnceLock<Answer>>)>>);

impl<Q: PartialEq + Clone> Memory<Q> {
    pub(super) const fn new() -> Self {
        Self(Mutex::new(VecDeque::new()))
    }

    /// The answer to a question, worked out with `find` unless it is remembered. Anyone who asks the same question in the
    /// meantime waits for the answer; other questions do not.
    pub(super) fn recall(&self, question: &Q, find: impl FnOnce() -> Option<Vec<String>>) -> Answer {
        self.place_for(question).get_or_init(|| find().map(Arc::new)).clone()
    }

    fn place_for(&self, question: &Q) -> Arc<OnceLock<Answer>> {
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, place)) = places.iter().find(|(known, _)| known == question) {
            return Arc::clone(place);
        }
        let place = Arc::new(OnceLock::new());
        places.truncate(MAX_ANSWERS - 1);
        places.push_front((question.clone(), Arc::clone(&place)));
        place
    }
}
