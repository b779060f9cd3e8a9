//! Where the fields of a record lie in its bytes: what [`Fields`](super::Fields) and
//! [`FieldsRef`](super::FieldsRef) share.

use alloc::vec::Vec;
use core::ops::Range;

use memchr::{memchr, memchr_iter};

use super::{Fields, Separator};
use crate::{FieldError, Name, Reason};

/// The places of the fields, in order, each name once. The bytes are kept by whoever owns them.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    spans: Vec<Span>,
    /// One bit for each name that is there, so that most new names need no search.
    seen: u128,
}

/// One `name=value`. The name has been checked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    start: usize,
    end: usize,
    hash: u32,
    name_len: u8,
}

impl Span {
    /// A field at `start` that ends before `end`; `hash` is that of its name.
    #[inline]
    pub(super) const fn new(name: &Name, hash: u32, start: usize, end: usize) -> Self {
        Self { start, end, hash, name_len: name.len() }
    }

    const fn name(&self) -> Range<usize> {
        self.start..self.start + self.name_len as usize
    }

    const fn value(&self) -> Range<usize> {
        self.start + self.name_len as usize + 1..self.end
    }
}

impl Index {
    /// Finds the fields of `bytes`.
    pub(super) fn read(bytes: &[u8], separator: Separator) -> Result<Self, FieldError> {
        let ends = || memchr_iter(separator.byte(), bytes);
        let most = (ends().count() + 1).min(Fields::MAX);
        let mut index = Self { spans: Vec::with_capacity(most), seen: 0 };
        let mut start = 0;
        for end in ends().chain([bytes.len()]) {
            let piece = bytes.get(start..end).unwrap_or_default();
            if !piece.is_empty() {
                index.take(bytes, piece, start)?;
            }
            start = end + 1;
        }
        Ok(index)
    }

    fn take(&mut self, bytes: &[u8], piece: &[u8], at: usize) -> Result<(), FieldError> {
        let refuse = |reason| FieldError::new(RECORD, reason);
        let equals = memchr(b'=', piece).ok_or_else(|| refuse(Reason::NoEquals { at }))?;
        let name = piece
            .get(..equals)
            .and_then(Name::from_bytes)
            .ok_or_else(|| refuse(Reason::BadName { at }))?;
        let hash = self.admit(bytes, &name)?;
        self.push(Span::new(&name, hash, at, at + piece.len()));
        Ok(())
    }

    /// The hash of a name of which one more field may come.
    #[inline]
    pub(super) fn admit(&self, bytes: &[u8], name: &Name) -> Result<u32, FieldError> {
        let hash = name.hash();
        if self.find(bytes, name, hash).is_some() {
            return Err(FieldError::new(*name, Reason::Repeated));
        }
        if self.spans.len() >= Fields::MAX {
            return Err(FieldError::new(RECORD, Reason::TooMany { max: Fields::MAX }));
        }
        Ok(hash)
    }

    /// Adds a field whose name is not there yet.
    pub(super) fn push(&mut self, span: Span) {
        self.seen |= bit(span.hash);
        self.spans.push(span);
    }

    /// Adds a field, or puts it in the place of the one of that name.
    pub(super) fn place(&mut self, bytes: &[u8], name: &Name, span: Span) {
        match self.find(bytes, name, span.hash) {
            Some(at) => {
                if let Some(old) = self.spans.get_mut(at) {
                    *old = span;
                }
            }
            None => self.push(span),
        }
    }

    /// The value of a field.
    pub(super) fn get<'a>(&self, bytes: &'a [u8], name: &Name) -> Option<&'a [u8]> {
        let span = self.spans.get(self.find(bytes, name, name.hash())?)?;
        bytes.get(span.value())
    }

    #[inline]
    fn find(&self, bytes: &[u8], name: &Name, hash: u32) -> Option<usize> {
        if self.seen & bit(hash) == 0 {
            return None;
        }
        self.spans
            .iter()
            .position(|span| span.hash == hash && bytes.get(span.name()) == Some(name.as_bytes()))
    }

    /// Names and values, in order.
    pub(super) fn iter<'a>(&self, bytes: &'a [u8]) -> impl Iterator<Item = (Name, &'a [u8])> {
        self.spans.iter().filter_map(|span| {
            let name = Name::from_bytes(bytes.get(span.name())?)?;
            Some((name, bytes.get(span.value())?))
        })
    }

    pub(super) fn len(&self) -> usize {
        self.spans.len()
    }

    /// The fields whose names are not `known`.
    pub(super) fn without(&self, bytes: &[u8], known: &[Name]) -> Self {
        let mut kept = Self::default();
        let is_known =
            |span: &Span| known.iter().any(|name| bytes.get(span.name()) == Some(name.as_bytes()));
        self.spans.iter().filter(|span| !is_known(span)).for_each(|span| kept.push(*span));
        kept
    }

    /// Forgets the fields and keeps the room.
    pub(super) fn clear(&mut self) {
        self.spans.clear();
        self.seen = 0;
    }

    /// Bytes that [`Index::write`] appends.
    pub(super) fn wire_len(&self) -> usize {
        self.spans.iter().map(|span| span.end - span.start + 1).sum()
    }

    /// Appends every field with `separator` behind it. Fields that lie side by side, with the separator between them
    /// already, go in one piece.
    pub(super) fn write(&self, bytes: &[u8], separator: Separator, out: &mut Vec<u8>) {
        let part = |piece: Range<usize>| bytes.get(piece).unwrap_or_default();
        let mut piece = 0..0;
        for span in &self.spans {
            if span.start != piece.end {
                out.extend_from_slice(part(piece));
                piece = span.start..span.start;
            }
            piece.end = span.end + 1;
            if bytes.get(span.end) != Some(&separator.byte()) {
                out.extend_from_slice(part(piece.start..span.end));
                out.push(separator.byte());
                piece.start = piece.end;
            }
        }
        out.extend_from_slice(part(piece));
    }
}

const fn bit(hash: u32) -> u128 {
    1 << (hash >> 25)
}

/// What errors name that lie in the framing and not in a field.
const RECORD: Name = Name::from_static("record");
