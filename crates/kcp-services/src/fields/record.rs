//! A message by hand: names and texts, checked by the table and by nothing else.

use std::fmt;

use kcp_codec::{Charset, FieldError, Fields, Name, Reason};

use super::{Encoding, Rule, Rules};

/// A message that is being put together, for an operation that has no type of its own, or in place of one.
///
/// The table knows limits, characters and fixed values; it does not know which fields go together. The typed
/// operations do.
#[derive(Clone)]
pub struct Record {
    rules: Rules,
    charset: Charset,
    fields: Fields,
}

/// A message of which every field fits and nothing that is demanded is missing. Prints its names only.
#[derive(Clone)]
pub struct Checked {
    rules: Rules,
    fields: Fields,
}

impl Record {
    /// A message of an operation, without fields yet.
    #[must_use]
    pub fn new(rules: Rules) -> Self {
        Self { rules, charset: Charset::default(), fields: Fields::new() }
    }

    /// With another charset for the texts that follow; KS X 1001 otherwise.
    #[must_use]
    pub const fn with_charset(mut self, charset: Charset) -> Self {
        self.charset = charset;
        self
    }

    /// With a field. A name that has no rule is taken too, for what KCP adds next year.
    ///
    /// # Errors
    /// As [`Rule::check`]; [`Reason::Repeated`]; [`Reason::BadName`] of `record` for what is no name.
    pub fn with(mut self, name: &str, text: &str) -> Result<Self, FieldError> {
        self.set(name, text)?;
        Ok(self)
    }

    /// As [`Record::with`], in place.
    ///
    /// # Errors
    /// As [`Record::with`]; the record is then what it was.
    pub fn set(&mut self, name: &str, text: &str) -> Result<(), FieldError> {
        let record = Name::from_static("record");
        let name = Name::from_bytes(name.as_bytes())
            .ok_or_else(|| FieldError::new(record, Reason::BadName { at: 0 }))?;
        match self.rules.get(name) {
            Some(rule) => rule.check(self.charset, text)?,
            None if text.is_empty() => return Err(FieldError::new(name, Reason::Empty)),
            None => Rule::check_unknown(name, self.charset, text)?,
        }
        self.fields.push(name, &self.charset.encode(name, text)?)
    }

    /// The message, if it is whole.
    ///
    /// # Errors
    /// [`Reason::Missing`] of the first field that is demanded and not there.
    pub fn finish(self) -> Result<Checked, FieldError> {
        let missing = self
            .rules
            .iter()
            .find(|rule| rule.presence.is_demanded() && self.fields.get(rule.field).is_none());
        match missing {
            Some(rule) => Err(FieldError::new(rule.field, Reason::Missing)),
            None => Ok(Checked { rules: self.rules, fields: self.fields }),
        }
    }
}

impl Checked {
    /// Reads a message off the wire, in the encoding of each row. Empty values are left out.
    ///
    /// # Errors
    /// As [`Rules::gate`].
    pub fn parse<'a>(
        rules: Rules,
        fields: impl IntoIterator<Item = (Name, &'a [u8])>,
    ) -> Result<Self, FieldError> {
        let fields: Vec<(Name, &[u8])> = fields.into_iter().collect();
        rules.gate(fields.iter().copied())?;
        let mut kept = Fields::new();
        for (name, bytes) in fields.into_iter().filter(|(_, bytes)| !bytes.is_empty()) {
            match (rules.get(name).map(|rule| rule.encoding), str::from_utf8(bytes)) {
                (Some(Encoding::Utf8), Ok(text)) => {
                    kept.push(name, &Charset::Cp949.encode(name, text)?)?;
                }
                _ => kept.push(name, bytes)?,
            }
        }
        Ok(Self { rules, fields: kept })
    }

    /// The rules that the message follows.
    #[must_use]
    pub const fn rules(&self) -> Rules {
        self.rules
    }

    /// The fields, in EUC-KR.
    #[must_use]
    pub const fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The fields as text, in order.
    pub fn texts(&self) -> impl Iterator<Item = (Name, String)> {
        // What was encoded decodes; a field without a rule that came in other bytes is shown as far as it is text.
        self.fields.iter().map(|(name, bytes)| {
            let text = Charset::Cp949.decode(name, bytes);
            (name, text.unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned()))
        })
    }
}

macro_rules! names_only {
    ($type:ident) => {
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($type), "({} "), self.rules.operation())?;
                f.debug_list().entries(self.fields.iter().map(|(name, _)| name)).finish()?;
                f.write_str(")")
            }
        }
    };
}

names_only!(Checked);
names_only!(Record);

#[cfg(test)]
mod tests {
    use super::*;

    const CANCEL: Rules = Rules::named("cancel");

    #[test]
    fn a_message_is_whole_or_says_what_is_missing() {
        let record = Record::new(CANCEL).with("tno", "20261121000001").unwrap();
        let error = record.clone().finish().unwrap_err();
        assert_eq!((error.field().as_str(), error.reason()), ("mod_type", Reason::Missing));
        let record = record.with("mod_type", "STSC").unwrap().with("mod_desc", "고객변심").unwrap();
        let checked = record.with("new_field", "x").unwrap().finish().unwrap();
        let texts: Vec<String> = checked.texts().map(|(_, text)| text).collect();
        assert_eq!(texts, ["20261121000001", "STSC", "고객변심", "x"]);
        let again = Checked::parse(CANCEL, checked.fields().iter()).unwrap();
        assert!(again.texts().eq(checked.texts()));
        assert_eq!(format!("{checked:?}"), "Checked(cancel [tno, mod_type, mod_desc, new_field])");
    }

    #[test]
    fn a_field_is_refused_by_its_name() {
        let record = Record::new(CANCEL).with("tno", "20261121000001").unwrap();
        for (name, text, field, reason) in [
            ("tno", "20261121000001", "tno", Reason::Repeated),
            ("mod_type", "STPC", "mod_type", Reason::OutOfRange),
            ("mod_desc", "a,b", "mod_desc", Reason::Forbidden { at: 1, byte: b',' }),
            ("mod_desc", "", "mod_desc", Reason::Empty),
            ("other", "", "other", Reason::Empty),
            ("other", "a\u{1f}b", "other", Reason::Forbidden { at: 1, byte: 0x1f }),
            ("no name", "x", "record", Reason::BadName { at: 0 }),
        ] {
            let error = record.clone().with(name, text).unwrap_err();
            assert_eq!((error.field().as_str(), error.reason()), (field, reason), "{name}");
        }
    }
}
