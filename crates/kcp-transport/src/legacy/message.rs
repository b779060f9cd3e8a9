//! What is to be sent, before it is encrypted.

use std::fmt;

use kcp_codec::{Fields, Group, GroupKind, WindowText};
use zeroize::Zeroizing;

use crate::{Cause, Error};

/// A transaction code (`tx_cd`, `tran_cd`): eight digits that say what kind of request this is (`legacy.md §3.1`).
#[doc(alias = "tran_cd")]
#[doc(alias = "tx_cd")]
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub struct TranCode([u8; 8]);

impl TranCode {
    /// Pay or approve, `00100000`.
    pub const PAY: Self = Self(*b"00100000");

    /// Cancel, partial cancel, capture and the like, `00200000`.
    pub const MODIFY: Self = Self(*b"00200000");

    /// Take back an escrow payment whose purchase was confirmed, `70200200`.
    pub const MODIFY_CONFIRMED: Self = Self(*b"70200200");

    /// Register a cash receipt, `07010000`.
    pub const RECEIPT: Self = Self(*b"07010000");

    /// Cancel a cash receipt, `07020000`.
    pub const RECEIPT_CANCEL: Self = Self(*b"07020000");

    /// Ask for a cash receipt, `07030000`.
    pub const RECEIPT_QUERY: Self = Self(*b"07030000");

    /// A code from text, as the payment window hands it over; `None` unless it is eight digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let code = <[u8; 8]>::try_from(text.as_bytes()).ok()?;
        code.iter().all(u8::is_ascii_digit).then_some(Self(code))
    }

    /// The code as bytes of the wire.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }
}

impl fmt::Debug for TranCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TranCode({})", self.0.escape_ascii())
    }
}

/// A request's content. Prints lengths only.
#[derive(Clone, Debug)]
pub struct Message {
    tran_cd: TranCode,
    payload: Payload,
    plain: Vec<Group>,
}

/// What goes into `enc_data`.
#[derive(Clone)]
pub(crate) enum Payload {
    /// Groups that this library encrypts.
    Sealed(Vec<Group>),
    /// What the payment window encrypted, passed on byte for byte.
    Window { enc_data: Zeroizing<Vec<u8>>, enc_info: Zeroizing<Vec<u8>> },
}

impl Message {
    /// A message of groups. Payment and change go encrypted; order, receiver and escrow go in the clear, as the
    /// protocol has it (`legacy.md §4.1`).
    #[must_use]
    pub fn new(tran_cd: TranCode, groups: impl IntoIterator<Item = Group>) -> Self {
        let (sealed, plain) = groups.into_iter().partition(|group| group.kind().is_sealed());
        Self { tran_cd, payload: Payload::Sealed(sealed), plain }
    }

    /// A message that passes on what the payment window encrypted, with the order's own data in the clear.
    ///
    /// The protocol has no place for a payment or change group beside window data: the vendor's module drops them
    /// without a word (`legacy.md §4.1`), and here there is no way to give them.
    #[must_use]
    pub fn window(
        tran_cd: TranCode,
        enc_data: &WindowText,
        enc_info: &WindowText,
        order: &Fields,
    ) -> Self {
        let copy = |text: &WindowText| Zeroizing::new(text.as_bytes().to_vec());
        let payload = Payload::Window { enc_data: copy(enc_data), enc_info: copy(enc_info) };
        Self { tran_cd, payload, plain: vec![Group::order(order)] }
    }

    /// As [`Message::window`] with bytes and groups that another program framed, for the drop-in module.
    ///
    /// # Errors
    /// [`Cause::ForbiddenValue`] for a control byte in `enc_info`, which stands in the head of the request, or in
    /// `enc_data`; or for a payment or change group, which would be lost.
    pub fn window_verbatim(
        tran_cd: TranCode,
        enc_data: &[u8],
        enc_info: &[u8],
        plain: Vec<Group>,
    ) -> Result<Self, Error> {
        let control = [enc_data, enc_info].iter().any(|text| text.iter().any(u8::is_ascii_control));
        if control || plain.iter().any(|group| group.kind().is_sealed()) {
            return Err(Error::not_sent(Cause::ForbiddenValue));
        }
        let copy = |text: &[u8]| Zeroizing::new(text.to_vec());
        Ok(Self {
            tran_cd,
            payload: Payload::Window { enc_data: copy(enc_data), enc_info: copy(enc_info) },
            plain,
        })
    }

    /// The transaction code.
    #[must_use]
    pub const fn tran_cd(&self) -> TranCode {
        self.tran_cd
    }

    /// `enc_data` and `enc_info` of a message that passes on window data.
    #[must_use]
    pub fn window_texts(&self) -> Option<(&[u8], &[u8])> {
        match &self.payload {
            Payload::Sealed(_) => None,
            Payload::Window { enc_data, enc_info } => Some((enc_data, enc_info)),
        }
    }

    /// The groups: payment, order, receiver, escrow, change. None of payment and change beside window data.
    pub fn groups(&self) -> impl Iterator<Item = &Group> {
        let sealed = match &self.payload {
            Payload::Sealed(groups) => groups.as_slice(),
            Payload::Window { .. } => &[],
        };
        let of = |kind| move |group: &&Group| group.kind() == kind;
        GroupKind::ALL
            .into_iter()
            .flat_map(move |kind| sealed.iter().chain(&self.plain).filter(of(kind)))
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sealed(groups) => f.debug_tuple("Sealed").field(groups).finish(),
            Self::Window { enc_data, .. } => write!(f, "Window(<{} bytes>)", enc_data.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transaction_code_is_eight_digits() {
        assert_eq!(TranCode::parse("00100000"), Some(TranCode::PAY));
        for text in ["", "0010000", "001000000", "0010000a", "00100\r\n0"] {
            assert_eq!(TranCode::parse(text), None, "{text}");
        }
    }

    #[test]
    fn groups_beside_window_data_are_refused_and_not_dropped() {
        let group = Group::verbatim(GroupKind::Modify, b"mod_data=tno=1\x1f");
        assert!(Message::window_verbatim(TranCode::PAY, b"1AA__", b"2BB__", vec![group]).is_err());
        assert!(Message::window_verbatim(TranCode::PAY, b"1AA__", b"2BB\r\nx: y", vec![]).is_err());
    }

    #[test]
    fn groups_stand_in_the_order_of_the_wire() {
        let group = |kind: GroupKind| Group::verbatim(kind, b"");
        let message = Message::new(TranCode::PAY, GroupKind::ALL.into_iter().rev().map(group));
        assert!(message.groups().map(Group::kind).eq(GroupKind::ALL));
    }
}
