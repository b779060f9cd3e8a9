//! Reading answers: what every operation has in common, and the parts that belong to a method.

mod card;
mod virtual_account;

pub use card::{CardAnswer, MaskedCardNumber};
pub use virtual_account::VirtualAccountAnswer;

use kcp_codec::{Decode, FieldError, Fields, Name, OrderId, Reason, TransactionId};
use kcp_transport::legacy::Reply;

use crate::{
    Class, Outcome, ResultCode, Unknown, UnknownCause,
    outcome::{ANSWER_CHARSET, Approved, Decline},
};

/// An authentic answer while it is read.
#[derive(Debug)]
pub(crate) struct Answer<'a>(&'a Fields);

/// What an operation has to say about codes.
pub(crate) struct Rules {
    /// Codes that mean yes for this operation.
    pub(crate) success: &'static [&'static [u8; 4]],
}

impl<'a> Answer<'a> {
    pub(crate) const fn fields(&self) -> &'a Fields {
        self.0
    }

    /// A field that the outcome depends on.
    pub(crate) fn required<T: Decode>(&self, name: Name) -> Result<T, UnknownCause> {
        self.0.required(name).map_err(UnknownCause::Unreadable)
    }

    /// A field that only informs. If it makes no sense it is left out, and stays among the fields: a strange date
    /// must not turn a payment into a doubt.
    pub(crate) fn info<T: Decode>(&self, name: Name) -> Option<T> {
        self.0.optional(name).ok().flatten()
    }

    /// Text that only informs.
    pub(crate) fn text(&self, name: Name) -> Option<String> {
        self.0.text(name, ANSWER_CHARSET).ok().flatten().filter(|text| !text.is_empty())
    }

    pub(crate) fn transaction(&self) -> Option<TransactionId> {
        self.info(TNO)
    }

    /// The order number of the answer must be the one that was asked, under whichever name it comes.
    pub(crate) fn same_order(&self, asked: OrderId) -> Result<(), UnknownCause> {
        let name = ORDER_NAMES
            .into_iter()
            .find(|name| self.0.get(*name).is_some_and(|value| !value.is_empty()));
        let name =
            name.ok_or(UnknownCause::Unreadable(FieldError::new(ORDER_NO, Reason::Missing)))?;
        let answered: OrderId = self.required(name)?;
        if answered == asked { Ok(()) } else { Err(UnknownCause::OrderDiffers) }
    }

    /// The transaction of the answer must be the one that was to be changed.
    pub(crate) fn same_transaction(&self, asked: TransactionId) -> Result<(), UnknownCause> {
        if self.required::<TransactionId>(TNO)? == asked {
            Ok(())
        } else {
            Err(UnknownCause::TransactionDiffers)
        }
    }
}

/// Turns a reply into an outcome: yes only for the operation's own success codes and only if `yes` finds everything
/// in agreement with what was asked.
pub(crate) fn classify<A>(
    reply: &Reply,
    rules: &Rules,
    yes: impl FnOnce(&Answer<'_>, ResultCode) -> Result<A, UnknownCause>,
    already: Option<A>,
) -> Outcome<A> {
    let answer = Answer(&reply.fields);
    let code = match reply.fields.required::<ResultCode>(RES_CD) {
        Ok(code) => code,
        Err(error) => {
            return Outcome::Unknown(Unknown::of(UnknownCause::Unreadable(error), None, &answer));
        }
    };
    let unknown = |cause| Outcome::Unknown(Unknown::of(cause, Some(code), &answer));
    if rules.success.contains(&code.as_bytes()) {
        return match yes(&answer, code) {
            Ok(done) => Outcome::Approved(Approved::new(done, code)),
            Err(cause) => unknown(cause),
        };
    }
    match (code.class(), already) {
        (Some(Class::AlreadyCancelled), Some(done)) => Outcome::Approved(Approved::new(done, code)),
        (Some(Class::Success), _) => unknown(UnknownCause::ForeignSuccess),
        (Some(Class::Uncertain), _) => unknown(UnknownCause::GatewaySide),
        (Some(Class::Duplicate), _) => unknown(UnknownCause::DuplicateOrder),
        (None, _) if answer.transaction().is_some() => unknown(UnknownCause::UnlistedCode),
        _ => Outcome::Declined(Decline::new(code, &answer)),
    }
}

/// `0000` and nothing else.
pub(crate) const DONE: Rules = Rules { success: &[b"0000"] };

pub(crate) const RES_CD: Name = Name::from_static("res_cd");
pub(crate) const TNO: Name = Name::from_static("tno");
pub(crate) const AMOUNT: Name = Name::from_static("amount");
pub(crate) const APP_TIME: Name = Name::from_static("app_time");
const ORDER_NO: Name = Name::from_static("order_no");

/// The order number's names in answers: on the socket, in the account guide, and as misspelt in between.
const ORDER_NAMES: [Name; 4] = [
    ORDER_NO,
    Name::from_static("ord_idx"),
    Name::from_static("ordr_no"),
    Name::from_static("ordr_idxx"),
];
