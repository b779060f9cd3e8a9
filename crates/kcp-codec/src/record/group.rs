//! Groups of a request, in the one form that this library writes (`legacy.md §1.6`).

use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroizing;

use super::{Fields, Separator};
use crate::Name;

/// The five groups of a request (`legacy.md §1.1`).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[allow(clippy::exhaustive_enums)] // complete by definition: the module knows these five
pub enum GroupKind {
    /// `payx_data`: what is paid and how, in named sub-records. Goes encrypted.
    Payment,
    /// `ordr_data`: the order. Goes in the clear.
    Order,
    /// `rcvr_data`: who receives the goods. Goes in the clear.
    Receiver,
    /// `escw_data`: escrow. Goes in the clear; its fields end in GS.
    Escrow,
    /// `mod_data`: a change of an earlier payment. Goes encrypted.
    Modify,
}

impl GroupKind {
    /// All, in the order the module takes them.
    pub const ALL: [Self; 5] =
        [Self::Payment, Self::Order, Self::Receiver, Self::Escrow, Self::Modify];

    /// The name in front of the group's text.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Payment => "payx_data",
            Self::Order => "ordr_data",
            Self::Receiver => "rcvr_data",
            Self::Escrow => "escw_data",
            Self::Modify => "mod_data",
        }
    }

    /// Whether the group goes into the encrypted part (`legacy.md §4.1`).
    #[must_use]
    pub const fn is_sealed(self) -> bool {
        matches!(self, Self::Payment | Self::Modify)
    }

    /// What ends a field of the group.
    #[must_use]
    pub const fn separator(self) -> Separator {
        match self {
            Self::Escrow => Separator::Group,
            _ => Separator::Unit,
        }
    }

    /// The kind with this prefix.
    #[must_use]
    pub fn of_prefix(prefix: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.prefix().as_bytes() == prefix)
    }
}

/// A group's text: prefix, fields, terminators. The FS behind it belongs to the message.
///
/// Wiped on drop; prints its kind and length only.
#[derive(Clone, Eq, PartialEq)]
pub struct Group {
    kind: GroupKind,
    text: Zeroizing<Vec<u8>>,
}

impl Group {
    /// The payment group with its sub-records in order.
    #[must_use]
    pub fn payment(records: &[(Name, Fields)]) -> Self {
        // `name=`, the fields, and the separator of records.
        let len = |(name, fields): &(Name, Fields)| name.as_bytes().len() + fields.wire_len() + 2;
        let mut group = Self::empty(GroupKind::Payment, records.iter().map(len).sum());
        for (name, fields) in records {
            group.text.extend_from_slice(name.as_bytes());
            group.text.push(b'=');
            fields.write(Separator::Unit, &mut group.text);
            group.text.push(Separator::Record.byte());
        }
        group
    }

    /// The order group.
    #[must_use]
    pub fn order(fields: &Fields) -> Self {
        Self::of(GroupKind::Order, fields)
    }

    /// The receiver group.
    #[must_use]
    pub fn receiver(fields: &Fields) -> Self {
        Self::of(GroupKind::Receiver, fields)
    }

    /// The escrow group.
    #[must_use]
    pub fn escrow(fields: &Fields) -> Self {
        Self::of(GroupKind::Escrow, fields)
    }

    /// The group of a change.
    #[must_use]
    pub fn modify(fields: &Fields) -> Self {
        Self::of(GroupKind::Modify, fields)
    }

    /// Text that another program framed, prefix included, to be passed on as it came. Nothing is checked.
    #[must_use]
    pub fn verbatim(kind: GroupKind, text: &[u8]) -> Self {
        Self { kind, text: Zeroizing::new(text.to_vec()) }
    }

    /// Which group this is.
    #[must_use]
    pub const fn kind(&self) -> GroupKind {
        self.kind
    }

    /// The text.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.text
    }

    /// Appends the text and the FS that ends a group in a message.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.text);
        out.push(Separator::File.byte());
    }

    fn of(kind: GroupKind, fields: &Fields) -> Self {
        let mut group = Self::empty(kind, fields.wire_len());
        fields.write(kind.separator(), &mut group.text);
        group
    }

    /// The prefix, with room for exactly `len` bytes more: a text that moved would leave a copy behind.
    fn empty(kind: GroupKind, len: usize) -> Self {
        let prefix = kind.prefix().as_bytes();
        let mut text = Zeroizing::new(Vec::with_capacity(prefix.len() + 1 + len));
        text.extend_from_slice(prefix);
        text.push(b'=');
        Self { kind, text }
    }
}

impl fmt::Debug for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Group({}, <{} bytes>)", self.kind.prefix(), self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;
    use crate::{Charset, Text, Won};

    fn fields(pairs: &[(&'static str, &str)]) -> Fields {
        pairs.iter().fold(Fields::new(), |fields, &(name, value)| {
            let name = Name::from_static(name);
            fields.with(name, &Text::<100>::new(name, Charset::Ksx1001, value).unwrap())
        })
    }

    #[test]
    fn the_recorded_groups_are_written_again() {
        // Plaintext of the first recorded request (`legacy_wire.json`, pay_all_groups).
        let group = Group::payment(&[
            (
                Name::from_static("common"),
                fields(&[("amount", "1004"), ("currency", "410"), ("escw_mod", "N")]),
            ),
            (
                Name::from_static("card"),
                fields(&[("card_mny", "1004"), ("card_tx_type", "11511000")]),
            ),
        ]);
        let mut wire = Vec::new();
        group.write(&mut wire);
        let want: &[u8] = b"payx_data=common=amount=1004\x1fcurrency=410\x1fescw_mod=N\x1f\x1e\
            card=card_mny=1004\x1fcard_tx_type=11511000\x1f\x1e\x1c";
        assert_eq!(wire, want);
        assert_eq!(
            Group::escrow(&fields(&[("escw_used", "Y"), ("deli_term", "03")])).as_bytes(),
            b"escw_data=escw_used=Y\x1ddeli_term=03\x1d"
        );
        assert_eq!(
            Group::receiver(&fields(&[("rcvr_name", "AA")])).as_bytes(),
            b"rcvr_data=rcvr_name=AA\x1f"
        );
    }

    #[test]
    fn a_group_has_room_for_its_text_and_no_more() {
        let record = (Name::from_static("card"), fields(&[("card_mny", "1004"), ("quota", "00")]));
        let groups = [Group::payment(&[record.clone(), record.clone()]), Group::escrow(&record.1)];
        for group in groups {
            assert_eq!(group.text.capacity(), group.text.len());
        }
    }

    #[test]
    fn korean_text_stands_in_the_wire_encoding() {
        let group = Group::modify(&fields(&[("mod_type", "STSC"), ("mod_desc", "한글")]));
        assert_eq!(group.as_bytes(), b"mod_data=mod_type=STSC\x1fmod_desc=\xc7\xd1\xb1\xdb\x1f");
    }

    #[test]
    fn a_group_prints_no_value() {
        let amount = Fields::new().with(Won::NAME, &Won::new(1_004).unwrap());
        assert_eq!(format!("{:?}", Group::order(&amount)), "Group(ordr_data, <22 bytes>)");
    }

    #[test]
    fn kinds_are_found_by_their_prefix() {
        for kind in GroupKind::ALL {
            assert_eq!(GroupKind::of_prefix(kind.prefix().as_bytes()), Some(kind));
        }
        assert_eq!(GroupKind::of_prefix(b"modx_data"), None);
    }
}
