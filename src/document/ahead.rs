//! Reads ahead: what an iterator gives is made by a thread of its own while what came before is worked on.

use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use crate::text::parallel::worthwhile;

/// Texts of fewer bytes are not worth a thread.
const WORTH_A_THREAD: usize = 256 * 1024;

/// So many items are handed over at once: to hand over costs more than to make one.
const BATCH: usize = 1024;

/// So many batches are made ahead at the most.
const AHEAD: usize = 8;

/// Gives the items of a text of `length` bytes to `work`, made ahead where that pays.
pub(super) fn with<T: Send, R>(
    length: usize,
    mut items: impl Iterator<Item = T> + Send,
    work: impl FnOnce(&mut dyn Iterator<Item = T>) -> R,
) -> R {
    if length < WORTH_A_THREAD || worthwhile(2) < 2 {
        return work(&mut items);
    }
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel(AHEAD);
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
