//! Many runs at once: every cut of request and answer, and scripts from seeds. Each worker has a book of its own.

use std::{collections::HashMap, sync::Arc, thread};

use kcp_sim::{Fault, Framing};
use tokio::task::JoinSet;

use crate::{
    deed::{Deed, Verdict},
    desk::{Desk, Way},
    relay::{Action, Direction, Script},
    seed::{self, Lengths},
    table::Table,
};

/// Runs that one simulator takes part in: its book is copied twice for each, so it must not grow for ever.
const PER_DESK: usize = 400;

/// One run to be made.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) row: String,
    pub(crate) seed: Option<u64>,
    pub(crate) way: Way,
    pub(crate) deed: Deed,
    pub(crate) script: Script,
    pub(crate) fault: Fault,
}

/// Makes all the runs, a few at a time.
pub(crate) async fn play(cases: Vec<Case>) -> Table {
    let cases: Arc<[Case]> = cases.into();
    // Half of a run is waiting for sockets and children: twice as many as there are processors.
    let workers = 2 * thread::available_parallelism().map_or(1, usize::from);
    let mut tasks = JoinSet::new();
    for worker in 0..workers {
        let cases = Arc::clone(&cases);
        tasks.spawn(async move {
            let mut table = Table::default();
            let mine: Vec<&Case> = cases.iter().skip(worker).step_by(workers).collect();
            for cases in mine.chunks(PER_DESK) {
                let mut desk = Desk::open().await;
                for case in cases {
                    let Case { row, seed, way, deed, script, fault } = (*case).clone();
                    let run = desk.run_with(way, deed, &script, fault).await;
                    table.add(&row, seed, deed, run);
                }
            }
            table
        });
    }
    let mut table = Table::default();
    while let Some(ended) = tasks.join_next().await {
        table.merge(ended.expect("a worker panicked"));
    }
    table
}

/// How long everything is when nothing goes wrong. Fails if anything goes wrong all the same.
pub(crate) async fn rehearse(desk: &mut Desk, way: Way, deed: Deed, fault: Fault) -> Lengths {
    let run = desk.run_with(way, deed, &Script::clean(), fault).await;
    assert_eq!(run.judge(), Ok(()), "{run:?}");
    assert!(matches!(run.verdict, Verdict::Approved(_)), "{run:?}");
    let trace = run.passed.trace;
    Lengths { request: trace.to_server.sent.len(), answer: trace.to_client.sent.len() }
}

/// One thing that goes wrong, to be tried at each place.
#[derive(Clone, Debug)]
pub(crate) struct Sweep {
    way: Way,
    deed: Deed,
    action: Action,
    framing: Framing,
}

impl Sweep {
    pub(crate) const fn new(way: Way, deed: Deed, action: Action, framing: Framing) -> Self {
        Self { way, deed, action, framing }
    }

    /// The row of its runs in one direction.
    pub(crate) fn row(&self, direction: &str) -> String {
        let Self { way, deed, action, framing } = self;
        let framing = match framing {
            Framing::ContentLength => "",
            Framing::Chunked => ", chunked",
            Framing::UntilClose => ", no length",
        };
        format!("{way:?} {deed:?} {direction} {}{framing}", action.word())
    }
}

/// The action before each byte of request and answer and behind the last, or before every `step`th.
pub(crate) async fn everywhere(sweep: &Sweep, step: usize) -> Vec<Case> {
    let Sweep { way, deed, action, framing } = *sweep;
    let fault = match framing {
        Framing::ContentLength => Fault::Pass,
        framing => Fault::Framing(framing),
    };
    let lengths = rehearse(&mut Desk::open().await, way, deed, fault.clone()).await;
    let mut cases = Vec::new();
    for (direction, len) in
        [(Direction::ToServer, lengths.request), (Direction::ToClient, lengths.answer)]
    {
        // A signature of a handshake may be two bytes shorter or longer the next time.
        let last = len + if way == Way::Ciphertext { 4 } else { 0 };
        // The ends are always among them: there the verdict turns.
        let spots = (0..=last).filter(|at| at % step == 0 || *at < 2 || *at + 2 > len);
        cases.extend(spots.map(|at| Case {
            row: sweep.row(&direction.to_string()),
            seed: None,
            way,
            deed,
            script: Script::one(direction, at, action),
            fault: fault.clone(),
        }));
    }
    cases
}

/// The script of each seed, on every way and for every operation.
pub(crate) async fn random(seeds: impl IntoIterator<Item = u64>, ways: &[Way]) -> Vec<Case> {
    let mut desk = Desk::open().await;
    let mut lengths = HashMap::new();
    for way in ways {
        for deed in Deed::ALL {
            let found = rehearse(&mut desk, *way, deed, Fault::Pass).await;
            lengths.insert((*way, deed), found);
        }
    }
    let mut cases = Vec::new();
    for seed in seeds {
        for way in ways {
            for deed in Deed::ALL {
                let script = seed::script(seed, *way, lengths[&(*way, deed)]);
                let (way, fault) = (*way, Fault::Pass);
                let row = format!("{way:?} {deed:?}");
                cases.push(Case { row, seed: Some(seed), way, deed, script, fault });
            }
        }
    }
    cases
}
