//! A payment as the gateway has it, and where it stands.

use std::fmt;

use kcp_codec::{
    BankCode, Instalments, KstDateTime, OrderId, SiteCode, TransactionId, Won, WonOrZero,
};

use crate::{Extras, PayMethod, clock::end_of_day_after};

/// A payment as the gateway has it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Payment {
    /// KCP's number.
    pub tno: TransactionId,
    /// The merchant.
    pub site: SiteCode,
    /// The merchant's order number.
    pub order: OrderId,
    /// How it was paid.
    pub method: PayMethod,
    /// What was charged; for a virtual account, what is to be paid in.
    pub amount: Won,
    /// What was taken back so far.
    pub cancelled: WonOrZero,
    /// In how many parts the customer pays.
    pub instalments: Instalments,
    /// Where it stands.
    pub state: PaymentState,
    /// Whether the merchant asked for capture (`STMR`).
    pub captured: bool,
    /// How many partial cancels there were.
    pub partial_cancels: u32,
    /// When it was approved.
    pub approved_at: KstDateTime,
    /// Whether money is in a virtual account.
    pub deposited: bool,
    /// What was paid into a virtual account, without what the bank took back.
    pub paid_in: WonOrZero,
    /// Where the goods of an escrow payment stand; `None` without escrow.
    pub escrow: Option<EscrowStage>,
    /// The coupon, the wallet and whatever else the payment has besides its amount.
    pub extras: Extras,
    /// The payment that was approved in this one's place (`STRA`).
    pub reapproved_as: Option<TransactionId>,
}

/// Where a payment stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum PaymentState {
    /// Charged, nothing taken back.
    Approved,
    /// Everything taken back, or a virtual account given up.
    Cancelled,
    /// A virtual account that waits for its deposit. No money has moved.
    Issued,
    /// A part taken back.
    PartlyCancelled,
}

/// Where the goods of an escrow payment stand.
///
/// The guides have the words and not the rules: which change each stage allows is this simulator's choice.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum EscrowStage {
    /// Not sent yet: `STE1` sends them, `STE2` cancels.
    Open,
    /// On their way (`STE1`): `STE3` holds the settlement, and the customer confirms or refuses.
    Delivering,
    /// The customer does not want them (`TX02` with `st_cd=N`): `STE3` holds the settlement.
    Refused,
    /// The settlement is held (`STE3`): `STE4` cancels.
    Held,
    /// The customer has confirmed the purchase (`TX02`): only `STE9` takes anything back.
    Confirmed,
}

impl Payment {
    /// What can still be taken back.
    #[must_use]
    pub fn left(&self) -> u64 {
        self.total().saturating_sub(self.cancelled.get())
    }

    /// What the customer has been charged, after cancels.
    #[must_use]
    pub fn balance(&self) -> u64 {
        if self.moved_money() { self.left() } else { 0 }
    }

    /// The number of a virtual account, which the simulator makes of the payment's.
    #[must_use]
    pub fn account(&self) -> Option<String> {
        let rest = self.tno.as_str().get(4..).unwrap_or_default();
        (self.method == PayMethod::VirtualAccount).then(|| format!("9900{rest}"))
    }

    /// What was charged in all: for an account that was paid into, what is in it.
    pub(super) const fn total(&self) -> u64 {
        if self.deposited { self.paid_in.get() } else { self.amount.get() }
    }

    pub(super) const fn moved_money(&self) -> bool {
        self.deposited || !matches!(self.method, PayMethod::VirtualAccount)
    }

    /// Until when a virtual account waits: as long as was asked for, or a week.
    pub(crate) fn deadline(&self) -> KstDateTime {
        self.extras.until.unwrap_or_else(|| end_of_day_after(self.approved_at, VA_DAYS))
    }

    /// The bank of a virtual account and its name. KB, unless another was asked for.
    pub(crate) fn bank(&self) -> (BankCode, &'static str) {
        let asked = self.extras.bank.and_then(|bank| Some((bank, bank_name(bank)?)));
        asked.unwrap_or_else(|| (kb(), "국민은행"))
    }
}

/// The bank's name, if it issues accounts here: a few of the guide's list.
pub(crate) fn bank_name(bank: BankCode) -> Option<&'static str> {
    let known = BANKS.iter().find(|(code, _)| *code == bank.digits());
    known.map(|(_, name)| *name)
}

#[allow(clippy::expect_used)] // a literal that a test reads
fn kb() -> BankCode {
    BankCode::parse("04").expect("a bank's code")
}

const BANKS: [(&str, &str); 6] = [
    ("03", "기업은행"),
    ("04", "국민은행"),
    ("11", "농협은행"),
    ("20", "우리은행"),
    ("26", "신한은행"),
    ("71", "우체국"),
];

/// Days that a virtual account waits for its deposit if nothing else was asked for.
const VA_DAYS: u16 = 7;

/// A person's name, which is not printed.
#[derive(Clone, Eq, PartialEq)]
pub(crate) struct Person(pub(crate) String);

impl Person {
    /// Who pays where nobody said who.
    pub(crate) fn nobody() -> Self {
        Self("홍길동".to_owned())
    }
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Person(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn banks_have_their_names_and_a_person_has_none() {
        assert_eq!(bank_name(kb()), Some("국민은행"));
        assert_eq!(bank_name(BankCode::parse("BK26").unwrap()), Some("신한은행"));
        assert_eq!(bank_name(BankCode::parse("99").unwrap()), None);
        assert_eq!(format!("{:?}", Person::nobody()), "Person(..)");
    }
}
