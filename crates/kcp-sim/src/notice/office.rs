//! Where notices wait, are sent in order, and are sent again until somebody says 0000.

use std::{
    collections::{BTreeMap, VecDeque},
    fmt,
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use kcp_codec::{KstDateTime, SiteCode};
use tokio::{sync::Notify, task::JoinSet, time::sleep};

use super::{
    Notice, NoticeAnswer, NoticeFault, NoticeFaults, NoticeState, NoticeUrl,
    fields::{Event, NoticeFields},
    post::post,
};
use crate::book::Payment;

/// How often and how long.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Schedule {
    /// Between two attempts.
    pub(crate) interval: Duration,
    /// For one attempt, from the connection to the end of the answer.
    pub(crate) patience: Duration,
}

/// Attempts at one notice (`seed 002 §6`).
const ATTEMPTS: usize = 10;

/// All notices. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Office(Arc<Shared>);

#[derive(Default)]
struct Shared {
    desk: Mutex<Desk>,
    faults: NoticeFaults,
    /// Something is to be sent.
    posted: Notify,
    /// Something came of a notice.
    changed: Notify,
}

#[derive(Default)]
struct Desk {
    everyone: Option<NoticeUrl>,
    urls: BTreeMap<SiteCode, NoticeUrl>,
    notices: Vec<Notice>,
    queue: VecDeque<Parcel>,
    held: VecDeque<(usize, Parcel)>,
    /// How many wait for everything to be settled.
    waiting: usize,
}

/// A notice ready to be sent.
struct Parcel {
    at: usize,
    url: NoticeUrl,
    body: Vec<u8>,
    delay: Option<Duration>,
    /// How often it is sent again although it was accepted.
    again: usize,
}

impl Office {
    /// Where every merchant without an address of its own takes its notices.
    pub(crate) fn register_for_all(&self, url: NoticeUrl) {
        self.desk().everyone = Some(url);
    }

    /// Where this merchant takes its notices.
    pub(crate) fn register(&self, site: SiteCode, url: NoticeUrl) {
        self.desk().urls.insert(site, url);
    }

    pub(crate) fn faults(&self) -> &NoticeFaults {
        &self.0.faults
    }

    /// The notices as they stand.
    pub(crate) fn notices(&self) -> Vec<Notice> {
        self.desk().notices.clone()
    }

    /// Takes a notice in. It is on its way from now on.
    pub(crate) fn take(&self, payment: &Payment, buyer: &str, event: &Event<'_>, now: KstDateTime) {
        let mut desk = self.desk();
        let url = desk.urls.get(&payment.site).or(desk.everyone.as_ref()).cloned();
        let (id, operation) = event.deposit().unwrap_or_default();
        let notice = Notice {
            kind: event.kind(),
            site: payment.site,
            tno: payment.tno,
            order: payment.order,
            id: id.to_owned(),
            operation,
            state: match url {
                Some(_) => NoticeState::Waiting,
                None => NoticeState::NowhereToSend,
            },
            attempts: Vec::new(),
        };
        let at = desk.notices.len();
        desk.notices.push(notice);
        let Some(url) = url else { return };
        let fault = self.0.faults.next();
        let body = NoticeFields::new(payment, buyer, event, now).spoil(&fault).body(&url);
        let parcel = Parcel { at, url, body, delay: None, again: 0 };
        match fault {
            NoticeFault::Behind(others) if others > 0 => desk.held.push_back((others, parcel)),
            NoticeFault::Delay(delay) => {
                desk.queue.push_back(Parcel { delay: Some(delay), ..parcel });
            }
            NoticeFault::Duplicate(again) => desk.queue.push_back(Parcel { again, ..parcel }),
            _ => desk.queue.push_back(parcel),
        }
        drop(desk);
        self.0.posted.notify_one();
    }

    /// Waits until every notice was accepted or given up. What is held back goes out once nothing else is to be sent.
    pub(crate) async fn settled(&self) -> Vec<Notice> {
        let _waiting = Waiting::new(self);
        self.0.posted.notify_one();
        loop {
            let mut changed = pin!(self.0.changed.notified());
            // From here on no change is missed.
            changed.as_mut().enable();
            let notices = self.notices();
            if notices.iter().all(|notice| notice.state != NoticeState::Waiting) {
                return notices;
            }
            changed.await;
        }
    }

    fn next(&self) -> Option<Parcel> {
        let mut desk = self.desk();
        let next = desk.queue.pop_front();
        next.or_else(|| match desk.waiting {
            0 => None,
            _ => desk.held.pop_front().map(|(_, parcel)| parcel),
        })
    }

    /// One attempt. Whether there is to be another.
    async fn attempt(&self, parcel: &mut Parcel, patience: Duration) -> Then {
        let answer = post(&parcel.url, &parcel.body, patience).await;
        let mut desk = self.desk();
        let Some(notice) = desk.notices.get_mut(parcel.at) else { return Then::Nothing };
        let accepted = answer == NoticeAnswer::Accepted;
        notice.attempts.push(answer);
        let attempts = notice.attempts.len();
        tracing::info!(tx_cd = notice.kind.as_str(), attempts, accepted, "notice sent");
        let then = match (accepted, parcel.again.checked_sub(1)) {
            (true, Some(again)) => {
                parcel.again = again;
                Then::AtOnce
            }
            (true, None) => {
                notice.state = NoticeState::Accepted;
                Then::Nothing
            }
            (false, _) if attempts >= ATTEMPTS => {
                notice.state = NoticeState::GivenUp;
                Then::Nothing
            }
            (false, _) => Then::Later,
        };
        if attempts == 1 {
            desk.passed(parcel.at);
        }
        drop(desk);
        self.0.posted.notify_one();
        self.0.changed.notify_waiters();
        then
    }

    /// Attempts until there is to be none.
    async fn finish(self, mut parcel: Parcel, mut then: Then, schedule: Schedule) {
        loop {
            match then {
                Then::AtOnce => {}
                Then::Later => sleep(schedule.interval).await,
                Then::Nothing => return,
            }
            then = self.attempt(&mut parcel, schedule.patience).await;
        }
    }

    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.0.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Desk {
    /// Notes that a notice had its first attempt, for earlier ones that are held back until then.
    fn passed(&mut self, at: usize) {
        let held = std::mem::take(&mut self.held);
        // From the back, so that the first held is the first to go.
        for (others, parcel) in held.into_iter().rev() {
            match others {
                _ if parcel.at > at => self.held.push_front((others, parcel)),
                0 | 1 => self.queue.push_front(parcel),
                _ => self.held.push_front((others - 1, parcel)),
            }
        }
    }
}

/// Somebody waits for everything to be settled.
struct Waiting<'a>(&'a Office);

impl<'a> Waiting<'a> {
    fn new(office: &'a Office) -> Self {
        office.desk().waiting += 1;
        Self(office)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.desk().waiting -= 1;
    }
}

/// When the next attempt is due.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Then {
    AtOnce,
    Later,
    Nothing,
}

/// Sends notices until it is dropped; dropping it ends every repeat too.
///
/// First attempts go one after the other, in the order of what happened. Repeats go on beside them.
pub(crate) async fn deliver(office: Office, schedule: Schedule) {
    let mut later = JoinSet::new();
    loop {
        while later.try_join_next().is_some() {}
        let Some(mut parcel) = office.next() else {
            office.0.posted.notified().await;
            continue;
        };
        if let Some(delay) = parcel.delay {
            let office = office.clone();
            later.spawn(async move {
                sleep(delay).await;
                office.finish(parcel, Then::AtOnce, schedule).await;
            });
            continue;
        }
        let then = office.attempt(&mut parcel, schedule.patience).await;
        if then != Then::Nothing {
            later.spawn(office.clone().finish(parcel, then, schedule));
        }
    }
}

impl fmt::Debug for Office {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Office(<{} notices>)", self.desk().notices.len())
    }
}
