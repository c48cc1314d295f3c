//! Reads ahead: what an iterator gives is made by a thread of its own while what came before is worked on.

use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use crate::text::parallel::worthwhile;

/// Texts of fewer bytes are not worth a thread.
const MIN_LENGTH: usize = 256 * 1024;

/// The number of items that are handed over at once: handing over costs more than making one.
const BATCH: usize = 1024;

/// The number of batches that are made ahead.
const MAX_BATCHES_AHEAD: usize = 8;

/// Gives the items of a text of `length` bytes to `work`, made ahead where that pays.
pub(super) fn with<T: Send, R>(
    length: usize,
    mut items: impl Iterator<Item = T> + Send,
    work: impl FnOnce(&mut dyn Iterator<Item = T>) -> R,
) -> R {
    if length < MIN_LENGTH || worthwhile(2) < 2 {
        return work(&mut items);
    }
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel(MAX_BATCHES_AHEAD);
        scope.spawn(move || make(items, &sender));
        work(&mut receiver.into_iter().flatten())
    })
}

/// Makes the items until there are no more, or nobody wants them any more.
fn make<T>(mut items: impl Iterator<Item = T>, sender: &SyncSender<Vec<T>>) {
    loop {
        let batch: Vec<T> = items.by_ref().take(BATCH).collect();
        if batch.is_empty() || sender.send(batch).is_err() {
            return;
        }
    }
}
