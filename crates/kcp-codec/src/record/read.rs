//! Reading groups in every dialect that merchants' modules write (`legacy.md §1`).

use alloc::vec::Vec;

use memchr::{memchr, memchr_iter};

use super::{Fields, Group, GroupKind, Separator};
use crate::{FieldError, Name, Reason};

/// The sub-records of a payment group, in order, each name once.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SubRecords(Vec<(Name, Fields)>);

/// The groups of a message, each at most once.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Groups {
    /// `payx_data`.
    pub payment: Option<SubRecords>,
    /// `ordr_data`.
    pub order: Option<Fields>,
    /// `rcvr_data`.
    pub receiver: Option<Fields>,
    /// `escw_data`.
    pub escrow: Option<Fields>,
    /// `mod_data`.
    pub modify: Option<Fields>,
}

impl SubRecords {
    /// Reads `name=fields` parts that are ended or separated by RS.
    ///
    /// # Errors
    /// As [`Fields::read`]; all sub-records together may have [`Fields::MAX`] fields.
    pub fn read(bytes: &[u8]) -> Result<Self, FieldError> {
        let mut records = Self::default();
        let mut total = 0;
        for (at, piece) in pieces(bytes, Separator::Record) {
            let (name, rest) = split(piece, at)?;
            if records.get(name).is_some() {
                return Err(FieldError::new(name, Reason::Repeated));
            }
            let fields = Fields::read(rest, Separator::Unit)?;
            // An empty sub-record counts too, or a message of separators would cost without limit.
            total += fields.len().max(1);
            if total > Fields::MAX {
                return Err(FieldError::new(MESSAGE, Reason::TooMany { max: Fields::MAX }));
            }
            records.0.push((name, fields));
        }
        Ok(records)
    }

    /// The fields of a sub-record.
    #[must_use]
    pub fn get(&self, name: Name) -> Option<&Fields> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, fields)| fields)
    }

    /// All, in order.
    #[must_use]
    pub fn as_slice(&self) -> &[(Name, Fields)] {
        &self.0
    }
}

impl Groups {
    /// Reads a message of groups that are ended or separated by FS.
    ///
    /// Takes the text of the PHP and Java modules, that of the ASP one, which puts separators only between parts,
    /// and that of the .NET one, which keeps empty values.
    ///
    /// # Errors
    /// [`Reason::UnknownGroup`], [`Reason::Repeated`] for a group that comes twice, and what [`Fields::read`] says.
    pub fn read(bytes: &[u8]) -> Result<Self, FieldError> {
        let mut groups = Self::default();
        for (at, piece) in pieces(bytes, Separator::File) {
            let unknown = || FieldError::new(MESSAGE, Reason::UnknownGroup { at });
            let equals = memchr(b'=', piece).ok_or_else(unknown)?;
            let (prefix, rest) = piece.split_at_checked(equals).ok_or_else(unknown)?;
            let kind = GroupKind::of_prefix(prefix).ok_or_else(unknown)?;
            groups.put(kind, rest.get(1..).unwrap_or_default())?;
        }
        Ok(groups)
    }

    /// The groups in the form that this library writes.
    #[must_use]
    pub fn to_groups(&self) -> Vec<Group> {
        let payment = self.payment.iter().map(|records| Group::payment(records.as_slice()));
        let order = self.order.iter().map(Group::order);
        let receiver = self.receiver.iter().map(Group::receiver);
        let escrow = self.escrow.iter().map(Group::escrow);
        let modify = self.modify.iter().map(Group::modify);
        payment.chain(order).chain(receiver).chain(escrow).chain(modify).collect()
    }

    fn put(&mut self, kind: GroupKind, text: &[u8]) -> Result<(), FieldError> {
        let place = match kind {
            GroupKind::Payment => {
                return fill(&mut self.payment, kind, SubRecords::read(text)?);
            }
            GroupKind::Order => &mut self.order,
            GroupKind::Receiver => &mut self.receiver,
            GroupKind::Escrow => &mut self.escrow,
            GroupKind::Modify => &mut self.modify,
        };
        fill(place, kind, Fields::read(text, kind.separator())?)
    }
}

fn fill<T>(place: &mut Option<T>, kind: GroupKind, value: T) -> Result<(), FieldError> {
    match place.replace(value) {
        Some(_) => Err(FieldError::new(Name::from_static(kind.prefix()), Reason::Repeated)),
        None => Ok(()),
    }
}

/// Pieces that hold a byte, with their offsets.
fn pieces(bytes: &[u8], separator: Separator) -> impl Iterator<Item = (usize, &[u8])> {
    let mut start = 0;
    memchr_iter(separator.byte(), bytes)
        .chain([bytes.len()])
        .map(move |end| {
            let at = start;
            start = end + 1;
            (at, bytes.get(at..end).unwrap_or_default())
        })
        .filter(|(_, piece)| !piece.is_empty())
}

fn split(piece: &[u8], at: usize) -> Result<(Name, &[u8]), FieldError> {
    let refuse = |reason| FieldError::new(MESSAGE, reason);
    let equals = memchr(b'=', piece).ok_or_else(|| refuse(Reason::NoEquals { at }))?;
    let name = piece
        .get(..equals)
        .and_then(Name::from_bytes)
        .ok_or_else(|| refuse(Reason::BadName { at }))?;
    Ok((name, piece.get(equals + 1..).unwrap_or_default()))
}

/// What errors name that lie in the framing and not in a field.
const MESSAGE: Name = Name::from_static("message");

#[cfg(test)]
mod tests;
