//! A batch: one operation some times in a row, and how long all of it took.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result};
use rustix::time::{ClockId, clock_gettime};

/// Does an operation so many times and says how long that took.
///
/// A peer that cannot be linked is a process that measures itself, so a batch can fail.
pub type Batch = Box<dyn FnMut(u32) -> Result<Duration>>;

/// By the processor time of this thread: what other programs take does not count.
#[must_use]
pub fn in_thread<T>(mut operation: impl FnMut() -> T + 'static) -> Batch {
    Box::new(move |times| {
        let start = time_of(ClockId::ThreadCPUTime)?;
        for _ in 0..times {
            black_box(operation());
        }
        Ok(time_of(ClockId::ThreadCPUTime)?.saturating_sub(start))
    })
}

/// By the processor time of all threads of this process, for what is done on another one.
#[must_use]
pub fn in_process<T>(mut operation: impl FnMut() -> T + 'static) -> Batch {
    Box::new(move |times| {
        let start = time_of(ClockId::ProcessCPUTime)?;
        for _ in 0..times {
            black_box(operation());
        }
        Ok(time_of(ClockId::ProcessCPUTime)?.saturating_sub(start))
    })
}

/// By the clock on the wall, for what waits for other threads and processes. The operation may fail.
#[must_use]
pub fn on_the_wall(mut operation: impl FnMut() -> Result<()> + 'static) -> Batch {
    Box::new(move |times| {
        let start = Instant::now();
        for _ in 0..times {
            operation()?;
        }
        Ok(start.elapsed())
    })
}

fn time_of(clock: ClockId) -> Result<Duration> {
    clock_gettime(clock).try_into().context("a clock stands below zero")
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, rc::Rc};

    use super::*;

    #[test]
    fn a_batch_does_its_operation_as_often_as_it_is_told() {
        let count = Rc::new(Cell::new(0));
        let counted = Rc::clone(&count);
        let mut batch = in_thread(move || counted.set(counted.get() + 1));
        batch(3).unwrap();
        batch(4).unwrap();
        assert_eq!(count.get(), 7);
    }

    #[test]
    fn a_failing_operation_ends_its_batch() {
        let count = Rc::new(Cell::new(0));
        let counted = Rc::clone(&count);
        let mut batch = on_the_wall(move || {
            counted.set(counted.get() + 1);
            anyhow::bail!("no")
        });
        assert!(batch(5).is_err());
        assert_eq!(count.get(), 1);
    }
}
