//! Work that is shared out to several threads, with results in the order of the work: threads change nothing but the time.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// How many threads are worth their while, where so many of them each have enough to do.
#[must_use]
pub fn worthwhile(most: usize) -> usize {
    match most {
        0 | 1 => 1,
        most => thread::available_parallelism().map_or(1, NonZero::get).min(most),
    }
}

/// How many threads are worth their while for work on so many clients: on a few hundred, one is done before another has
/// begun.
#[must_use]
pub fn for_clients(clients: usize) -> usize {
    worthwhile(clients / 200)
}

/// What becomes of each item, in the order of the items. Each thread takes one after the other, as long as there are any.
pub fn share_out<'t, T: Sync, R: Send>(
    items: &'t [T],
    threads: usize,
    make: impl Fn(usize, &'t T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut results = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { return results };
            results.push((index, make(index, item)));
        }
    };
    let mut results = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut results = work();
        for other in others {
            results.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        results
    });
    results.sort_unstable_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

/// The results of two pieces of work, each on a thread of its own if they are `long`.
pub fn both<A: Send, B>(long: bool, one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    if !long || worthwhile(2) < 2 {
        return (one(), other());
    }
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        (one.join().unwrap_or_else(|panic| resume_unwind(panic)), other)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1_000).collect();
        for threads in [1, 2, 7] {
            assert_eq!(
                share_out(&items, threads, |index, item| index + item),
                (0..2_000).step_by(2).collect::<Vec<_>>()
            );
        }
        assert!(share_out(&[0; 0], 2, |_, item| *item).is_empty());
    }

    #[test]
    fn both_results_come_back_in_their_order() {
        for long in [false, true] {
            assert_eq!(both(long, || "one", || 2), ("one", 2));
        }
    }
}
