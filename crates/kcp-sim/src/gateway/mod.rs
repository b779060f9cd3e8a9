//! The gateway: from bytes on a connection to an answer, with the book in between.

mod account;
pub(crate) mod answer;
pub(crate) mod approve;
pub(crate) mod card;
pub(crate) mod cash;
mod escrow;
mod modify;
mod nested;
pub(crate) mod open;
mod read;
pub(crate) mod receipt;
pub(crate) mod refund;
mod respond;
pub(crate) mod rules;
mod serve;
mod state;

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use kcp_crypto::{GatewayPrivateKey, SessionKey};

use self::{
    answer::Answer,
    read::{Arrival, Request},
    rules::{Desk, Texts},
};
use crate::{
    Refusal,
    account::{AccountLayout, Accounts},
    clock::Clock,
    faults::{Fault, Faults},
    merchant::Merchants,
};

pub(crate) use self::{serve::serve, state::State};

/// Everything that one gateway knows.
pub(crate) struct Gateway {
    pub(crate) key: GatewayPrivateKey,
    pub(crate) merchants: Merchants,
    pub(crate) clock: Box<dyn Clock>,
    pub(crate) layout: AccountLayout,
    pub(crate) accounts: Accounts,
    pub(crate) faults: Faults,
    pub(crate) patience: Duration,
    pub(crate) state: Mutex<State>,
}

/// An answer, and how it is to be wrapped.
pub(crate) struct Reply {
    answer: Answer,
    wrap: Wrap,
    /// Which request this answers, counted from one: it picks the ENC2 table, so that all five come along.
    turn: u64,
}

enum Wrap {
    /// Not even an HTTP head, as to `telnet` (`seed 002`, questions).
    Bare,
    /// HTTP, in the clear: there is no key to seal with.
    Plain,
    /// HTTP, sealed (`legacy.md §4.5`).
    Sealed(SessionKey),
}

impl Gateway {
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The answer to what arrived, or `None` where the connection just ends.
    fn reply(&self, arrival: &Arrival, fault: &Fault) -> Option<Reply> {
        let plain = |answer, wrap| Reply { answer, wrap, turn: 0 };
        let reply = match arrival {
            Arrival::BadHead => plain(Answer::refused(Refusal::BAD_HEAD), Wrap::Plain),
            Arrival::Closed => return None,
            Arrival::NotARequest => plain(Answer::not_a_request(), Wrap::Bare),
            Arrival::Request(request) => self.answer(request, fault),
        };
        tracing::info!(
            res_cd = %reply.answer.code().escape_ascii(),
            sealed = matches!(reply.wrap, Wrap::Sealed(_)),
            "answered"
        );
        Some(reply)
    }

    /// Opens a request, acts on it and says what came of it.
    fn answer(&self, request: &Request, fault: &Fault) -> Reply {
        let turn = self.state().book.note_request();
        let Some(reply_key) = open::reply_key(&request.head, &self.key) else {
            let answer = Answer::refused(Refusal::DOES_NOT_OPEN);
            return Reply { answer, wrap: Wrap::Plain, turn };
        };
        let refused = match fault {
            Fault::RefuseWith(code) => Err(Refusal::of_code(code)),
            _ => Ok(()),
        };
        let done = refused.and_then(|()| open::open(request, &self.merchants, &self.key)).and_then(
            |opened| {
                let change = match *fault {
                    Fault::ApproveOtherAmount(change) => change,
                    _ => 0,
                };
                let desk = Desk {
                    merchant: opened.merchant,
                    now: self.clock.now(),
                    layout: &self.layout,
                    accounts: &self.accounts,
                    texts: Texts::Cp949,
                    change,
                };
                rules::act(&mut self.state(), &desk, &opened)
            },
        );
        let answer = match (done, fault) {
            (Ok(_), Fault::ActAndRefuse(code)) => Answer::refused(Refusal::of_code(code)),
            (Ok(answer), _) => answer,
            (Err(refusal), _) => Answer::refused(refusal),
        };
        Reply { answer, wrap: Wrap::Sealed(reply_key), turn }
    }
}

#[cfg(test)]
pub(crate) mod tests;
