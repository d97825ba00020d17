//! What the processor gave to the thread that measures, so that other work beside it does not count.

use std::time::Duration;

/// Time on the processor so far (proc(5), `schedstat`).
pub(crate) fn given() -> Duration {
    // The count is brought up to date where the scheduler is entered, else only at its ticks.
    std::thread::yield_now();
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(text.split(' ').next().unwrap().parse().unwrap())
}
