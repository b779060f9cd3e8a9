//! Checking one value by its rule: characters, then length, then the values that are taken.

use kcp_codec::{Charset, FieldError, KstDateTime, Name, Reason};

use super::{Direction, Encoding, Forbid, Rule, Shape};

impl Rule {
    /// Checks a text.
    ///
    /// # Errors
    /// [`Reason::Empty`]; [`Reason::Unmappable`] or [`Reason::DecomposedHangul`] from the charset;
    /// [`Reason::Forbidden`], [`Reason::BadByte`] with the offset in the encoded bytes; [`Reason::NotADate`],
    /// [`Reason::LeadingZero`]; [`Reason::TooLong`]; [`Reason::OutOfRange`] for a value that is none of the fixed
    /// ones.
    pub fn check(&self, charset: Charset, text: &str) -> Result<(), FieldError> {
        if self.encoding == Encoding::Ascii {
            return self.check_encoded(text.as_bytes());
        }
        self.check_encoded(&charset.encode(self.field, text)?)
    }

    /// Checks bytes as they stand on the wire.
    pub(super) fn check_wire(&self, bytes: &[u8]) -> Result<(), FieldError> {
        match self.encoding {
            Encoding::Ascii => self.check_encoded(bytes),
            Encoding::EucKr => {
                Charset::Cp949.decode(self.field, bytes)?;
                self.check_encoded(bytes)
            }
            Encoding::Utf8 => self.check(Charset::Cp949, utf8(self.field, bytes)?),
        }
    }

    /// Checks a text whose name has no rule: it may hold no forbidden character.
    pub(super) fn check_unknown(
        name: Name,
        charset: Charset,
        text: &str,
    ) -> Result<(), FieldError> {
        Self::check_unknown_wire(name, &charset.encode(name, text)?)
    }

    /// Checks bytes whose name has no rule. No trail byte of either encoding is a forbidden character.
    pub(super) fn check_unknown_wire(name: Name, bytes: &[u8]) -> Result<(), FieldError> {
        forbidden(Forbid::Text, bytes).map_err(|reason| FieldError::new(name, reason))
    }

    /// Checks bytes of EUC-KR.
    fn check_encoded(&self, bytes: &[u8]) -> Result<(), FieldError> {
        self.fits(bytes).map_err(|reason| FieldError::new(self.field, reason))
    }

    fn fits(&self, bytes: &[u8]) -> Result<(), Reason> {
        if bytes.is_empty() {
            return Err(Reason::Empty);
        }
        forbidden(self.forbid, bytes)?;
        self.shape.fits(bytes)?;
        if let Some(max) = self.max.filter(|max| bytes.len() > *max) {
            return Err(Reason::TooLong { len: bytes.len(), max });
        }
        // An answer may pad its amounts (`kcp_codec::Won`).
        let is_padded = self.shape == Shape::Amount && bytes.len() > 1 && bytes.starts_with(b"0");
        if is_padded && self.direction == Direction::Request {
            return Err(Reason::LeadingZero);
        }
        if self.fixed.is_empty() || self.fixed.iter().any(|value| value.as_bytes() == bytes) {
            Ok(())
        } else {
            Err(Reason::OutOfRange)
        }
    }
}

impl Shape {
    fn fits(self, bytes: &[u8]) -> Result<(), Reason> {
        let each = |fits: fn(&u8) -> bool| match bytes.iter().position(|byte| !fits(byte)) {
            Some(at) => Err(Reason::BadByte { at }),
            None => Ok(()),
        };
        match self {
            Self::Amount | Self::Digits => each(u8::is_ascii_digit),
            Self::Date => each(u8::is_ascii_digit).and_then(|()| date(bytes)),
            Self::Letters => each(u8::is_ascii_alphabetic),
            Self::Opaque => each(|byte| matches!(byte, b' '..=b'~')),
            Self::Text => Ok(()),
            Self::Url => each(u8::is_ascii_graphic).and_then(|()| url(bytes)),
            Self::Word => each(u8::is_ascii_graphic),
        }
    }
}

fn date(digits: &[u8]) -> Result<(), Reason> {
    let mut whole = *b"00000000000000";
    let is_day_or_second = matches!(digits.len(), 8 | 14);
    let place =
        whole.get_mut(..digits.len()).filter(|_| is_day_or_second).ok_or(Reason::NotADate)?;
    place.copy_from_slice(digits);
    let text = str::from_utf8(&whole).map_err(|_| Reason::NotADate)?;
    KstDateTime::parse(text).map(drop).map_err(|_| Reason::NotADate)
}

fn url(bytes: &[u8]) -> Result<(), Reason> {
    let bad = Err(Reason::BadByte { at: 0 });
    let Some(at) = bytes.windows(3).position(|three| three == b"://") else { return bad };
    let (scheme, rest) =
        (bytes.get(..at).unwrap_or_default(), bytes.get(at + 3..).unwrap_or_default());
    let is_scheme = scheme.first().is_some_and(u8::is_ascii_lowercase)
        && scheme.iter().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"+-.".contains(byte)
        });
    let is_web = matches!(scheme, b"http" | b"https");
    if is_scheme && !(is_web && (rest.is_empty() || rest.starts_with(b"/"))) { Ok(()) } else { bad }
}

fn forbidden(forbid: Forbid, bytes: &[u8]) -> Result<(), Reason> {
    match bytes.iter().copied().enumerate().find(|(_, byte)| forbid.refuses(*byte)) {
        Some((at, byte)) => Err(Reason::Forbidden { at, byte }),
        None => Ok(()),
    }
}

fn utf8(name: Name, bytes: &[u8]) -> Result<&str, FieldError> {
    str::from_utf8(bytes)
        .map_err(|error| FieldError::new(name, Reason::Undecodable { at: error.valid_up_to() }))
}

#[cfg(test)]
mod tests;
