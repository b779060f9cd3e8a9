//! Reading answers: what every operation has in common, and the parts that belong to a method.

mod card;
mod card_number;
mod easy_pay;
mod gift;
mod mobile;
mod parts;
mod points;
mod receipt;
mod tax;
mod transfer;
mod virtual_account;

pub use card::{CardAnswer, CardHolder, CardKind, InterestPayer};
pub use card_number::MaskedCardNumber;
pub use easy_pay::{EasyPayAnswer, Wallet, WalletCode};
pub use gift::GiftAnswer;
pub use mobile::{MobileAnswer, PhoneNumber, Sold};
pub use parts::{Agreement, Part, PartKind, Parts};
pub use points::PointsAnswer;
pub use receipt::ReceiptPart;
pub use tax::TaxAnswer;
pub use transfer::TransferAnswer;
pub use virtual_account::VirtualAccountAnswer;

use kcp_codec::{Charset, Decode, FieldError, Fields, Name, OrderId, Reason, TransactionId};

use crate::{
    Class, Outcome, ResultCode, Unknown, UnknownCause,
    outcome::{Approved, Decline},
};

/// An authentic answer while it is read.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct Answer {
    fields: Fields,
    encoding: Encoding,
}

/// The encoding of an answer's text.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[allow(clippy::exhaustive_enums)] // one for each wire
pub enum Encoding {
    EucKr,
    Utf8,
}

/// What an operation has to say about codes.
pub(crate) struct Rules {
    /// Codes that mean yes for this operation.
    pub(crate) success: &'static [&'static [u8; 4]],
    /// The names of code and message.
    pub(crate) names: (Name, Name),
}

impl Answer {
    /// An answer's fields as they came.
    #[must_use]
    pub const fn new(fields: Fields, encoding: Encoding) -> Self {
        Self { fields, encoding }
    }

    pub(crate) const fn fields(&self) -> &Fields {
        &self.fields
    }

    /// A field that the outcome depends on.
    pub(crate) fn required<T: Decode>(&self, name: Name) -> Result<T, UnknownCause> {
        self.fields.required(name).map_err(UnknownCause::Unreadable)
    }

    /// A field that only informs. If it makes no sense it is left out, and stays among the fields: a strange date
    /// must not turn a payment into a doubt.
    pub(crate) fn info<T: Decode>(&self, name: Name) -> Option<T> {
        self.fields.optional(name).ok().flatten()
    }

    /// A field that only informs, under the first of its names that makes sense: the channels and the guides' own
    /// misprints name some twice.
    pub(crate) fn first<T: Decode>(&self, names: &[&'static str]) -> Option<T> {
        names.iter().find_map(|name| self.info(Name::from_static(name)))
    }

    /// Whether a field is there and not empty.
    pub(crate) fn states(&self, name: Name) -> bool {
        self.fields.get(name).is_some_and(|value| !value.is_empty())
    }

    /// `Y` or `N`; nothing for anything else.
    pub(crate) fn yes_no(&self, name: &'static str) -> Option<bool> {
        match self.fields.get(Name::from_static(name))? {
            b"Y" => Some(true),
            b"N" => Some(false),
            _ => None,
        }
    }

    /// Text that only informs.
    pub(crate) fn text(&self, name: Name) -> Option<String> {
        let bytes = self.fields.get(name).filter(|bytes| !bytes.is_empty())?;
        match self.encoding {
            // KCP's text for people, code page 949 included: decoding more than is sent is no risk.
            Encoding::EucKr => Charset::Cp949.decode(name, bytes).ok(),
            Encoding::Utf8 => str::from_utf8(bytes).ok().map(str::to_owned),
        }
    }

    /// Text that only informs, under the first of its names.
    pub(crate) fn first_text(&self, names: &[&'static str]) -> Option<String> {
        names.iter().find_map(|name| self.text(Name::from_static(name)))
    }

    pub(crate) fn transaction(&self) -> Option<TransactionId> {
        self.info(TNO)
    }

    /// Text that has to be there.
    pub(crate) fn needed_text(&self, name: Name) -> Result<String, UnknownCause> {
        let missing = || UnknownCause::Unreadable(FieldError::new(name, Reason::Missing));
        self.text(name).ok_or_else(missing)
    }

    /// Whether the answer names an order at all.
    pub(crate) fn names_an_order(&self) -> bool {
        ORDER_NAMES.into_iter().any(|name| self.states(name))
    }

    /// The order number of the answer must be the one that was asked, under every name by which it comes.
    pub(crate) fn same_order(&self, asked: OrderId) -> Result<(), UnknownCause> {
        if !self.names_an_order() {
            return Err(UnknownCause::Unreadable(FieldError::new(ORDER_NO, Reason::Missing)));
        }
        for name in ORDER_NAMES.into_iter().filter(|name| self.states(*name)) {
            if self.required::<OrderId>(name)? != asked {
                return Err(UnknownCause::OrderDiffers);
            }
        }
        Ok(())
    }

    /// The number that the answer gives under `name` must be the one that was asked about.
    fn same<T: Decode + PartialEq>(&self, name: Name, asked: &T) -> Result<(), UnknownCause> {
        if self.required::<T>(name)? == *asked {
            Ok(())
        } else {
            Err(UnknownCause::TransactionDiffers)
        }
    }

    /// As [`Answer::same`] where the answer may say nothing: refusals leave numbers out.
    pub(crate) fn same_if_told<T: Decode + PartialEq>(
        &self,
        name: Name,
        asked: &T,
    ) -> Result<(), UnknownCause> {
        if self.states(name) { self.same(name, asked) } else { Ok(()) }
    }
}

/// Turns a reply into an outcome: yes only for the operation's own success codes and only if `yes` finds everything
/// in agreement with what was asked.
pub(crate) fn classify<A>(
    answer: &Answer,
    rules: &Rules,
    yes: impl FnOnce(&Answer) -> Result<A, UnknownCause>,
    already: Option<A>,
) -> Outcome<A> {
    let (code_name, message_name) = rules.names;
    let code = match answer.fields.required::<ResultCode>(code_name) {
        Ok(code) => code,
        Err(error) => {
            return Outcome::Unknown(Unknown::of(UnknownCause::Unreadable(error), None, answer));
        }
    };
    let unknown = |cause| Outcome::Unknown(Unknown::of(cause, Some(code), answer));
    if rules.success.contains(&code.as_bytes()) {
        return match yes(answer) {
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
        _ => {
            let decline = Decline::new(code, answer.text(message_name), answer.transaction());
            Outcome::Declined(decline.with_english(answer.text(Name::from_static("res_en_msg"))))
        }
    }
}

/// As [`classify`] for what has a number already, which answers give under `name`. An answer that names another one
/// says nothing about this one, whatever its code is; a yes has to name it.
pub(crate) fn classify_about<T: Decode + PartialEq, A>(
    answer: &Answer,
    (name, asked): (Name, &T),
    yes: impl FnOnce(&Answer) -> Result<A, UnknownCause>,
    already: Option<A>,
) -> Outcome<A> {
    if let Err(cause) = answer.same_if_told(name, asked) {
        return Outcome::Unknown(Unknown::of(cause, answer.info(RES_CD), answer));
    }
    let yes = |answer: &Answer| answer.same(name, asked).and_then(|()| yes(answer));
    classify(answer, &DONE, yes, already)
}

/// `0000` and nothing else.
pub(crate) const DONE: Rules = Rules { success: &[b"0000"], names: CODE_AND_MESSAGE };

/// Where an answer says how it went; a trade registration says it elsewhere.
pub(crate) const CODE_AND_MESSAGE: (Name, Name) = (RES_CD, Name::from_static("res_msg"));

pub(crate) const RES_CD: Name = Name::from_static("res_cd");
pub(crate) const TNO: Name = Name::from_static("tno");
pub(crate) const AMOUNT: Name = Name::from_static("amount");
pub(crate) const APP_TIME: Name = Name::from_static("app_time");
pub(crate) const ORDER_NO: Name = Name::from_static("order_no");

/// The order number's names in answers: on the socket, in the account guide, and as misspelt in between.
const ORDER_NAMES: [Name; 4] = [
    ORDER_NO,
    Name::from_static("ord_idx"),
    Name::from_static("ordr_no"),
    Name::from_static("ordr_idxx"),
];
