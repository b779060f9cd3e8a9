//! What a notice says happened, by its kind (`legacy.md §5`, `https.md §10`).

use kcp_codec::{BankCode, FieldError, Fields, Name, Reason, Won, field::NoticeCode};

use super::{Deposit, NoticeCharset, NoticeText, info};

/// What happened. The guides describe `TX00` alone; the rest is what merchants' pages read.
#[doc(alias = "tx_cd")]
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// An account that was issued and not paid into was released (`TX07`).
    AccountReleased,
    /// An escrow payment was cancelled after its settlement was held (`TX06`).
    Cancelled,
    /// An escrow payment was cancelled before delivery (`TX05`).
    CancelledAtOnce,
    /// The goods of an escrow payment are on their way (`TX03`).
    DeliveryStarted(Delivery),
    /// Money came to a virtual account, or went back (`TX00`). Boxed because it says most.
    Deposit(Box<Deposit>),
    /// A payment from a phone's banking (`TX08`).
    MobilePayment(MobilePayment),
    /// Something that this library does not know; see [`Notice::code`](super::Notice::code) and
    /// [`Notice::fields`](super::Notice::fields).
    Other,
    /// The buyer of an escrow payment took the goods, or did not (`TX02`).
    Purchase(Purchase),
    /// Money of a virtual account was paid back (`TX01`).
    Refund(Refund),
    /// The settlement of an escrow payment is held (`TX04`).
    SettlementHeld,
}

/// Money that was paid back (`TX01`).
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Refund {
    /// How much, in won (`refund_mny`).
    pub amount: Option<Won>,
    /// The bank of the account that it went to (`bank_code`).
    pub bank: Option<BankCode>,
    /// The owner of that account (`refund_nm`).
    pub owner: Option<NoticeText>,
}

/// What the buyer of an escrow payment decided (`TX02`, `st_cd`). A code that is none of these is told and not guessed.
#[doc(alias = "st_cd")]
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Purchase {
    /// The buyer does not want the goods (`N`).
    Cancelled {
        /// Why (`can_msg`), in the buyer's words.
        reason: Option<NoticeText>,
    },
    /// The buyer took the goods (`Y`).
    Confirmed,
    /// Nobody said anything for some days after delivery began, so KCP confirmed (`S`).
    ConfirmedBySystem,
    /// Another letter or digit.
    Other(char),
}

/// Where the goods are (`TX03`).
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Delivery {
    /// The number of the parcel (`waybill_no`).
    pub waybill: Option<NoticeText>,
    /// Who carries it (`waybill_corp`).
    pub courier: Option<NoticeText>,
}

/// A payment from a phone's banking (`TX08`).
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct MobilePayment {
    /// How much, in won (`ipgm_mnyx`).
    pub amount: Won,
    /// The bank (`bank_code`).
    pub bank: Option<BankCode>,
}

impl Event {
    pub(super) fn read(
        code: NoticeCode,
        fields: &Fields,
        charset: NoticeCharset,
    ) -> Result<Self, FieldError> {
        let text = |name| NoticeText::read(fields, Name::from_static(name), charset);
        Ok(match code.as_str() {
            "TX00" => Self::Deposit(Box::new(Deposit::read(fields, charset)?)),
            "TX01" => Self::Refund(Refund {
                amount: fields.optional(Name::from_static("refund_mny"))?,
                bank: info(fields, BankCode::NAME),
                owner: text("refund_nm"),
            }),
            "TX02" => Self::Purchase(Purchase::read(fields, charset)?),
            "TX03" => Self::DeliveryStarted(Delivery {
                waybill: text("waybill_no"),
                courier: text("waybill_corp"),
            }),
            "TX04" => Self::SettlementHeld,
            "TX05" => Self::CancelledAtOnce,
            "TX06" => Self::Cancelled,
            "TX07" => Self::AccountReleased,
            "TX08" => Self::MobilePayment(MobilePayment {
                amount: fields.required(Name::from_static("ipgm_mnyx"))?,
                bank: info(fields, BankCode::NAME),
            }),
            _ => Self::Other,
        })
    }
}

impl Purchase {
    fn read(fields: &Fields, charset: NoticeCharset) -> Result<Self, FieldError> {
        let refuse = |reason| FieldError::new(ST_CD, reason);
        match fields.get(ST_CD).unwrap_or_default() {
            b"N" => Ok(Self::Cancelled {
                reason: NoticeText::read(fields, Name::from_static("can_msg"), charset),
            }),
            b"S" => Ok(Self::ConfirmedBySystem),
            b"Y" => Ok(Self::Confirmed),
            [other] if other.is_ascii_alphanumeric() => Ok(Self::Other(char::from(*other))),
            [_] => Err(refuse(Reason::BadByte { at: 0 })),
            [] => Err(refuse(Reason::Missing)),
            more => Err(refuse(Reason::WrongLength { len: more.len(), want: 1 })),
        }
    }
}

const ST_CD: Name = Name::from_static("st_cd");
