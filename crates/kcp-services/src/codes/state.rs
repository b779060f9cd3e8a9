//! States of a trade: the codes of the guide's common list.

use kcp_codec::StateCode;

use super::{Words, entry::table};
pub use crate::generated::codes::KnownState;

/// A state of a trade (`stat_ca_cd` and its kin). The guide gives one word for each and no order of them, so nothing
/// here says which state may follow which. [seed 002 §3.3]
#[doc(alias = "stat_ca_cd")]
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct State {
    /// The code.
    pub code: StateCode,
    /// The state for a program to match on.
    pub known: KnownState,
    /// What it means.
    pub name: Words,
    /// A second meaning, where the guide prints one.
    pub aliases: &'static [&'static str],
    /// The part of a trade's life that it belongs to.
    pub phase: Phase,
    /// What else is to be known.
    pub note: Option<Words>,
    /// Where the row comes from.
    pub source: &'static str,
}

/// The part of a trade's life that a state belongs to. Ours: the guide's list has no order.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Phase {
    /// The approval.
    Approval,
    /// The cancel of an approval.
    Cancel,
    /// The capture: money is claimed from the acquirer.
    Capture,
    /// The cancel of a capture.
    CaptureCancel,
    /// The deposit into a virtual account.
    Deposit,
    /// An escrow trade.
    Escrow,
    /// In the guide's list, but no state.
    Label,
    /// The payout of the proceeds to the merchant.
    Payout,
    /// Points used and earned.
    Points,
    /// A bank transfer.
    Transfer,
}

impl Phase {
    /// What it is.
    #[must_use]
    pub const fn name(self) -> Words {
        match self {
            Self::Approval => Words::new("approval", "승인"),
            Self::Cancel => Words::new("cancel", "취소"),
            Self::Capture => Words::new("capture", "매입"),
            Self::CaptureCancel => Words::new("cancel of a capture", "매입 취소"),
            Self::Deposit => Words::new("deposit", "가상계좌 입금"),
            Self::Escrow => Words::new("escrow", "에스크로"),
            Self::Label => Words::new("no state", "상태 아님"),
            Self::Payout => Words::new("payout", "대금 지급"),
            Self::Points => Words::new("points", "포인트"),
            Self::Transfer => Words::new("transfer", "계좌이체"),
        }
    }
}

table!(State(StateCode) in STATES by as_str: states, state, state_named; "state");
