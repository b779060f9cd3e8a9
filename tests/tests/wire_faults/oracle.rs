//! What a client may say after a run, from what went by and what the book shows. Shares no rule with the client.

use std::fmt;

use crate::{
    books::{Asked, Moved},
    deed::{Claim, Verdict},
    desk::{Patience, Way},
    relay::{Action, Passed, Script, records},
};

/// One run, as everybody but the client saw it, and the client's verdict.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub(crate) way: Way,
    pub(crate) patience: Patience,
    pub(crate) script: Script,
    pub(crate) passed: Passed,
    pub(crate) asked: Asked,
    /// What an approval has to say, where the book's change does not tell.
    pub(crate) told: Claim,
    pub(crate) moved: Moved,
    pub(crate) verdict: Verdict,
}

/// A verdict that must not be, or a book that must not be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Wrong {
    /// The client connected again.
    SecondAttempt,
    /// The server saw two requests.
    SecondRequest,
    /// More than one effect, or more than one payment touched.
    SecondEffect,
    /// Unknown, and the book has something that nobody asked for, though the request came through as it was sent.
    OtherEffect,
    /// Approved, and the book does not have it.
    ApprovedNotBooked,
    /// Approved with other numbers than the book's.
    ApprovedOther,
    /// Approved or declined, though the answer did not come through.
    AnsweredWithoutAnswer,
    /// Declined, and the book has it.
    DeclinedBooked,
    /// Declined, though the request came through as it was sent, and it was a good one.
    DeclinedForNothing,
    /// Not sent, and bytes of the request were seen, or the book has it.
    NotSentButSeen,
    /// Not a byte of the request can have left, and the client does not say so.
    NotSentUnsaid,
    /// Everything came through as it was sent, and the client does not know the answer.
    AnswerUnsaid,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl Run {
    /// Holds the verdict against everything else.
    pub(crate) fn judge(&self) -> Result<(), Wrong> {
        let Moved { changes, requests, effects } = &self.moved;
        if self.passed.connections > 1 {
            return Err(Wrong::SecondAttempt);
        }
        if *requests > 1 {
            return Err(Wrong::SecondRequest);
        }
        if *effects > 1 || changes.len() > 1 {
            return Err(Wrong::SecondEffect);
        }
        self.book()?;
        match self.verdict {
            Verdict::NotSent(_) => Ok(()),
            _ if self.must_be_not_sent() => Err(Wrong::NotSentUnsaid),
            Verdict::Approved(_) => Ok(()),
            _ if self.must_be_answered() => Err(Wrong::AnswerUnsaid),
            _ => Ok(()),
        }
    }

    /// Whether verdict and book agree, and the verdict has a ground.
    fn book(&self) -> Result<(), Wrong> {
        let change = self.moved.changes.first();
        let moved = change.is_some() || self.moved.effects > 0;
        let trace = &self.passed.trace;
        match &self.verdict {
            Verdict::Approved(claim) => {
                if self.asked != Asked::Look && !change.is_some_and(|change| self.asked.is(change))
                {
                    return Err(Wrong::ApprovedNotBooked);
                }
                if self.asked == Asked::Look && moved {
                    return Err(Wrong::OtherEffect);
                }
                if !self.is_right(claim) {
                    return Err(Wrong::ApprovedOther);
                }
                if self.answer_came() { Ok(()) } else { Err(Wrong::AnsweredWithoutAnswer) }
            }
            Verdict::Declined(_) if moved => Err(Wrong::DeclinedBooked),
            Verdict::Declined(_) if !self.answer_came() => Err(Wrong::AnsweredWithoutAnswer),
            Verdict::Declined(_) if trace.to_server.is_whole() => Err(Wrong::DeclinedForNothing),
            Verdict::NotSent(_) if moved || self.moved.requests > 0 || self.request_was_seen() => {
                Err(Wrong::NotSentButSeen)
            }
            Verdict::Unknown(_)
                if trace.to_server.is_true()
                    && change.is_some_and(|change| !self.asked.is(change)) =>
            {
                Err(Wrong::OtherEffect)
            }
            Verdict::Declined(_) | Verdict::NotSent(_) | Verdict::Unknown(_) => Ok(()),
        }
    }

    /// Whether an approval names what the book has.
    fn is_right(&self, claim: &Claim) -> bool {
        let booked = self.moved.changes.first().map(|change| change.after);
        match self.asked {
            Asked::Book { amount, .. } => {
                claim.tno == booked.map(|payment| payment.tno) && claim.amount == Some(amount)
            }
            Asked::TakeBack { tno, amount, left } => {
                claim.tno == Some(tno)
                    && claim.amount.is_none_or(|claimed| claimed == amount)
                    && claim.left.is_none_or(|claimed| claimed == left)
            }
            Asked::Look => *claim == self.told,
        }
    }

    /// Whether the client can have a whole answer: all of it came, or it was changed on its way and may have been
    /// changed where it does not matter.
    fn answer_came(&self) -> bool {
        let answer = &self.passed.trace.to_client;
        !answer.given.is_empty() && (!answer.is_true() || self.answer_is_whole())
    }

    /// Whether all of the answer came as it was sent.
    fn answer_is_whole(&self) -> bool {
        let answer = &self.passed.trace.to_client;
        let missing = answer.sent.len().saturating_sub(answer.given.len());
        // Behind the answer TLS says goodbye, which a client that knows the answer's length need not hear.
        let goodbye = match (self.way, records(&answer.sent).last()) {
            (Way::Ciphertext, Some((SEALED_RECORD, GOODBYE))) => GOODBYE + RECORD_HEAD,
            _ => 0,
        };
        !answer.given.is_empty() && answer.is_true() && missing <= goodbye
    }

    /// Whether a byte of the request came out of the client.
    fn request_was_seen(&self) -> bool {
        let sent = &self.passed.trace.to_server.sent;
        match self.way {
            // The end of the handshake and alarms are short; a request with its certificate is not.
            Way::Ciphertext => {
                records(sent).iter().any(|(kind, len)| *kind == SEALED_RECORD && *len > SHORT)
            }
            Way::Socket | Way::Module | Way::Plaintext => !sent.is_empty(),
        }
    }

    /// Whether it is certain that no byte of the request left the client.
    fn must_be_not_sent(&self) -> bool {
        if self.script.is_refused() {
            return self.patience == Patience::Long;
        }
        let trace = &self.passed.trace;
        // Who resets the client hears no more of it. If all that the server had to say came through before, the client
        // may have ended the handshake and begun its request.
        let unheard =
            self.is_reset() && trace.to_client.is_whole() && !trace.to_client.given.is_empty();
        // Without a sealed record the client has not even ended its side of the handshake.
        let sealed = |(kind, _): &(u8, usize)| *kind == SEALED_RECORD;
        self.way == Way::Ciphertext
            && !unheard
            && !records(&trace.to_server.sent).iter().any(sealed)
    }

    /// Whether the client's connection was reset.
    fn is_reset(&self) -> bool {
        self.passed.trace.fired.iter().any(|step| step.action == Action::Reset)
    }

    /// Whether request and answer came through whole and as they were sent, with time enough to read them.
    fn must_be_answered(&self) -> bool {
        let trace = &self.passed.trace;
        self.patience == Patience::Long
            && !self.is_reset()
            && !self.script.is_refused()
            && self.moved.requests == 1
            && trace.to_server.is_whole()
            && self.answer_is_whole()
    }
}

/// Content type of TLS records that are encrypted (RFC 8446 §5.1).
const SEALED_RECORD: u8 = 23;

/// Bytes of the content of a record that says `close_notify`: two, their kind, and the tag of 16 (RFC 8446 §5.2, §6.1).
const GOODBYE: usize = 19;

/// Bytes before the content of a TLS record.
const RECORD_HEAD: usize = 5;

/// Most bytes of an encrypted record that is no part of a request: a `Finished` has 53 or 69.
const SHORT: usize = 100;

#[cfg(test)]
mod tests;
