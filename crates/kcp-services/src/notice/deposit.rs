//! Money on a virtual account, and its way back.

use std::fmt;

use kcp_codec::{
    AccountNumber, BankCode, Decode, FieldError, Fields, KstDateTime, Name, Reason, Won, WonOrZero,
    field::{DepositCode, NoticeId, ReceiptApprovalNo, ReceiptNo},
};

use super::{NoticeCharset, NoticeText, info};

/// A deposit on a virtual account, or the reversal of one (`TX00`, `seed 002 §6`, `seed 003 §8`).
///
/// What was paid may be less or more than the order asks: KCP settles what came and refunds nothing. Compare
/// [`Deposit::amount`] with the order's.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Deposit {
    /// What was paid, or taken back, in won (`ipgm_mnyx`).
    pub amount: Won,
    /// What the account received in all, in won (`totl_mnyx`). As `amount`, unless the account is a fixed one.
    pub total: Option<WonOrZero>,
    /// How it was settled (`op_cd`), as it came. [`Deposit::leg`] is what counts.
    pub operation: DepositCode,
    /// KCP's number of the notice (`noti_id`), shared by a deposit and its reversal.
    pub notice: NoticeId,
    /// The account that was paid into (`account`).
    pub account: Option<DepositAccount>,
    /// The account's bank (`bank_code`), in either of its spellings.
    pub bank: Option<BankCode>,
    /// When (`ipgm_time`), Korean time.
    pub paid_at: Option<KstDateTime>,
    /// Who ordered (`ipgm_name`).
    pub buyer: Option<NoticeText>,
    /// Who paid (`remitter`), not always the buyer.
    pub remitter: Option<NoticeText>,
    /// The tax office's approval number of a cash receipt (`cash_a_no`); the guide's example has nine zeros.
    pub receipt_approval_no: Option<ReceiptApprovalNo>,
    /// When the cash receipt was approved (`cash_a_dt`, in KCP's samples alone), Korean time.
    pub receipt_at: Option<KstDateTime>,
    /// KCP's number of the cash receipt (`cash_no`).
    pub receipt_no: Option<ReceiptNo>,
}

/// Which of a deposit's two halves a notice is.
#[doc(alias = "op_cd")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[allow(clippy::exhaustive_enums)] // money comes or goes
pub enum Leg {
    /// The money came.
    Deposit,
    /// The bank took it back (`op_cd` 13). It may arrive before its deposit.
    Reversal,
}

/// The account of a deposit. Not printed.
///
/// KCP's test service puts a `T` before the number (`https.md §10`). That makes the account another kind and not
/// another number: a test account can never be taken for a real one, and the other way round.
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub enum DepositAccount {
    /// An account at a bank, up to 20 digits.
    Real(AccountNumber),
    /// An account of the test service: up to 19 digits, which stand here without the `T`.
    Test(AccountNumber),
}

impl Deposit {
    pub(super) fn read(fields: &Fields, charset: NoticeCharset) -> Result<Self, FieldError> {
        let text = |name| NoticeText::read(fields, Name::from_static(name), charset);
        Ok(Self {
            amount: fields.required(Name::from_static("ipgm_mnyx"))?,
            total: fields.optional(Name::from_static("totl_mnyx"))?,
            operation: fields.required(DepositCode::NAME)?,
            notice: fields.required(NoticeId::NAME)?,
            account: fields.optional(Name::from_static("account"))?,
            bank: info(fields, BankCode::NAME),
            paid_at: info(fields, Name::from_static("ipgm_time")),
            buyer: text("ipgm_name"),
            remitter: text("remitter"),
            receipt_approval_no: info(fields, Name::from_static("cash_a_no")),
            receipt_at: info(fields, Name::from_static("cash_a_dt")),
            receipt_no: info(fields, ReceiptNo::NAME),
        })
    }

    /// Whether money came or went: 13 is a reversal, and everything else a deposit (`seed 002 §6`).
    #[must_use]
    pub fn leg(&self) -> Leg {
        Leg::of(self.operation)
    }
}

impl Leg {
    /// The half that a code stands for.
    #[must_use]
    pub fn of(operation: DepositCode) -> Self {
        if operation.as_str() == "13" { Self::Reversal } else { Self::Deposit }
    }
}

impl fmt::Display for Leg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Deposit => "deposit",
            Self::Reversal => "reversal",
        })
    }
}

impl DepositAccount {
    /// The digits, of either kind.
    #[must_use]
    pub const fn number(&self) -> &AccountNumber {
        match self {
            Self::Real(number) | Self::Test(number) => number,
        }
    }

    /// Whether it is the test service's.
    #[must_use]
    pub const fn is_test(&self) -> bool {
        matches!(self, Self::Test(_))
    }
}

impl Decode for DepositAccount {
    fn decode(field: Name, bytes: &[u8]) -> Result<Self, FieldError> {
        let Some(digits) = bytes.strip_prefix(b"T") else {
            return AccountNumber::decode(field, bytes).map(Self::Real);
        };
        let refuse = |reason| Err(FieldError::new(field, reason));
        match AccountNumber::decode(field, digits) {
            Ok(number) if bytes.len() <= MAX => Ok(Self::Test(number)),
            Ok(_) => refuse(Reason::TooLong { len: bytes.len(), max: MAX }),
            Err(error) => refuse(match error.reason() {
                Reason::BadByte { at } => Reason::BadByte { at: at + 1 },
                Reason::TooLong { len, max } => Reason::TooLong { len: len + 1, max },
                reason => reason,
            }),
        }
    }
}

/// Bytes of an account's field, the `T` among them (`seed 002 §6`).
const MAX: usize = 20;

impl fmt::Debug for DepositAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.is_test() { "Test" } else { "Real" };
        write!(f, "{kind}({:?})", self.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCOUNT: Name = Name::from_static("account");

    fn account(text: &str) -> Result<DepositAccount, Reason> {
        DepositAccount::decode(ACCOUNT, text.as_bytes()).map_err(|error| error.reason())
    }

    #[test]
    fn a_test_account_is_never_a_real_one() {
        let (real, test) = (account("123456789").unwrap(), account("T123456789").unwrap());
        assert_ne!(real, test);
        assert_eq!(real.number(), test.number());
        assert!(test.is_test() && !real.is_test());
        assert_eq!(format!("{test:?}"), "Test(AccountNumber(<9 bytes>))");
    }

    #[test]
    fn an_account_has_twenty_bytes_at_most_and_digits_only() {
        assert!(account(&"1".repeat(20)).is_ok());
        assert!(account(&format!("T{}", "1".repeat(19))).is_ok());
        for (text, reason) in [
            (&*"1".repeat(21), Reason::TooLong { len: 21, max: 20 }),
            (&format!("T{}", "1".repeat(20)), Reason::TooLong { len: 21, max: 20 }),
            (&format!("T{}", "1".repeat(21)), Reason::TooLong { len: 22, max: 20 }),
            ("T", Reason::Empty),
            ("t1", Reason::BadByte { at: 0 }),
            ("TT1", Reason::BadByte { at: 1 }),
            ("T1-2", Reason::BadByte { at: 2 }),
            ("1 2", Reason::BadByte { at: 1 }),
        ] {
            assert_eq!(account(text), Err(reason), "{text}");
        }
    }

    #[test]
    fn every_code_but_13_is_a_deposit() {
        let reversals = (0..100)
            .map(|code| DepositCode::parse(&format!("{code:02}")).unwrap())
            .filter(|code| Leg::of(*code) == Leg::Reversal);
        assert_eq!(reversals.map(|code| code.to_string()).collect::<Vec<_>>(), ["13"]);
    }
}
