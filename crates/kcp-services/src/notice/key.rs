//! What a notice is remembered by.

use std::fmt;

use kcp_codec::{
    Field as _, KstDateTime, SiteCode, TransactionId,
    field::{NoticeCode, NoticeId},
};

use super::{Event, Leg, Notice};

/// What the copies of one notice share and no other notice has: apply each key once.
///
/// For money it is site, transaction, notice number and leg. The number alone would not do: a deposit and its reversal
/// have the same one (`seed 003 §8`), and the reversal would be thrown away as a repeat.
///
/// The text form stays the same from release to release, so it can be a key in a database. It holds nothing personal.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct NoticeKey {
    /// The merchant.
    pub site: SiteCode,
    /// The payment.
    pub transaction: TransactionId,
    /// Which of the payment's notices.
    pub part: KeyPart,
}

/// What tells a payment's notices apart.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum KeyPart {
    /// A change of state: its kind and its time. No source says what tells two of a kind apart; the time is a guess.
    Change {
        /// The kind (`tx_cd`).
        code: NoticeCode,
        /// The time (`tx_tm`), if it is one.
        at: Option<KstDateTime>,
    },
    /// Money on a virtual account.
    Money {
        /// The notice's number (`noti_id`).
        notice: NoticeId,
        /// Whether it came or went.
        leg: Leg,
    },
}

impl NoticeKey {
    pub(super) fn of(notice: &Notice) -> Self {
        let part = match &notice.event {
            Event::Deposit(deposit) => {
                KeyPart::Money { notice: deposit.notice, leg: deposit.leg() }
            }
            _ => KeyPart::Change { code: notice.code, at: notice.at },
        };
        Self { site: notice.site, transaction: notice.transaction, part }
    }
}

/// `T0000:20120101999999:08060404000000000004:deposit`, `T0000:20120101999999:TX02:20120101000000`.
impl fmt::Display for NoticeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:", self.site, self.transaction)?;
        match self.part {
            KeyPart::Change { code, at: Some(at) } => {
                let mut digits = Vec::new();
                at.write(&mut digits);
                write!(f, "{code}:{}", String::from_utf8_lossy(&digits))
            }
            KeyPart::Change { code, at: None } => write!(f, "{code}:-"),
            KeyPart::Money { notice, leg } => write!(f, "{notice}:{leg}"),
        }
    }
}
