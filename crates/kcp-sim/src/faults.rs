//! What can be made to go wrong, one fault per connection, in the order they were scripted.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// How an answer's length is told (`legacy.md §4.5`: the vendor's client takes all three).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[allow(clippy::exhaustive_enums)] // complete by definition: HTTP/1.1 has these three
pub enum Framing {
    /// `Transfer-Encoding: chunked`, in chunks of a few bytes.
    Chunked,
    /// `Content-Length`. This is what an unspoilt answer has.
    ContentLength,
    /// Neither: the body ends with the connection.
    UntilClose,
}

/// One thing that goes wrong on one connection.
///
/// The gateway acts first and spoils its answer afterwards, so a lost answer leaves a real charge in the book. The
/// exceptions say so: [`Fault::RefuseWith`] and a [`Fault::CloseAfterRequestBytes`] that closes before the request
/// is whole.
///
/// Gateway and PG-API play one script. The gateway takes a fault per connection, the PG-API per request that reached
/// one of its paths with JSON in it. On the PG-API, [`Fault::CloseAfterRequestBytes`] counts the bytes of the body, and
/// these do nothing: [`Fault::AnswerPlain`], [`Fault::FlipAnswerBit`], [`Fault::LieLength`], [`Fault::WrongKey`], and a
/// [`Fault::Framing`] other than [`Framing::Chunked`]. On the gateway, [`Fault::GzipHeader`], [`Fault::Html`] and
/// [`Fault::Redirect`] do nothing.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Fault {
    /// Acts, then refuses with this code and the usual text: what a time-out inside KCP looks like (8041 to 8048).
    ActAndRefuse(&'static str),
    /// Answers the right message in the clear, as `text/html`.
    AnswerPlain,
    /// Charges so many won more or less than was asked, in the book and in the answer.
    ApproveOtherAmount(i64),
    /// Ends `res_msg` with half a Korean character; on the PG-API it is then in EUC-KR, which JSON must not be.
    BrokenText,
    /// Closes once so many bytes of the request were read; without an answer in any case.
    CloseAfterRequestBytes(usize),
    /// Sends so many bytes of the answer, head included, and closes.
    CutAnswerAfter(usize),
    /// Sends the answer in pieces.
    DripAnswer {
        /// Bytes of a piece; zero counts as one.
        bytes: usize,
        /// Rest before each piece.
        pause: Duration,
    },
    /// Leaves this field out of the answer.
    DropField(&'static str),
    /// Sends the answer without a length, and filler behind it until the client hangs up or 16 MiB are sent.
    EndlessBody,
    /// Flips this bit of the sealed bytes, counted from the first byte's highest, modulo their number.
    FlipAnswerBit(usize),
    /// Tells the answer's length in this way.
    Framing(Framing),
    /// Says that the answer is compressed (`Content-Encoding: gzip`), which it is not.
    GzipHeader,
    /// Answers with a page of HTML and status 200, as a proxy in front of the PG-API would.
    Html,
    /// Adds this to `Content-Length`, and closes after the true answer.
    LieLength(i64),
    /// Sends nothing until the client hangs up, for two minutes at most.
    NeverAnswer,
    /// Nothing goes wrong: lets a connection pass before the next fault.
    Pass,
    /// Sends the client elsewhere on this machine (302).
    Redirect,
    /// Refuses with this code and does not act.
    RefuseWith(&'static str),
    /// Answers with the result code twice, the second time with another code.
    RepeatKey,
    /// Puts this status into the status line.
    Status(u16),
    /// Seals the answer with a key that nobody asked for.
    WrongKey,
}

/// The script of faults. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Mutex<VecDeque<Fault>>>);

impl Faults {
    /// Adds a fault at the end of the script.
    pub fn push(&self, fault: Fault) {
        self.script().push_back(fault);
    }

    /// Adds the same fault for the next `count` connections behind the script.
    pub fn push_times(&self, count: usize, fault: &Fault) {
        self.script().extend(std::iter::repeat_n(fault.clone(), count));
    }

    /// Drops what is left of the script.
    pub fn clear(&self) {
        self.script().clear();
    }

    /// How many faults are left.
    #[must_use]
    pub fn len(&self) -> usize {
        self.script().len()
    }

    /// Whether the script is played through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.script().is_empty()
    }

    /// The fault of the connection that was accepted now.
    pub(crate) fn next(&self) -> Fault {
        self.script().pop_front().unwrap_or(Fault::Pass)
    }

    fn script(&self) -> std::sync::MutexGuard<'_, VecDeque<Fault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_played_in_order_and_then_nothing_goes_wrong() {
        let faults = Faults::default();
        faults.push(Fault::NeverAnswer);
        faults.push_times(2, &Fault::Status(500));
        assert_eq!(faults.len(), 3);
        assert_eq!(faults.next(), Fault::NeverAnswer);
        assert_eq!(faults.next(), Fault::Status(500));
        faults.clear();
        assert_eq!(faults.next(), Fault::Pass);
    }
}
