//! What an answer says.

use kcp_codec::{Charset, FieldError, Fields, Name, Reason};
use zeroize::Zeroizing;

use super::json::{self, Bad, Value};
use crate::{Cause, Error};

/// A whole answer that parses. TLS says who sent it; whether it means success is not decided here.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Reply {
    /// The answer's fields, their values in UTF-8.
    pub fields: Fields,
}

impl Reply {
    /// A reply, for ways to the PG-API that are not of this crate. Whoever makes one vouches for it.
    #[must_use]
    pub const fn new(fields: Fields) -> Self {
        Self { fields }
    }

    /// Most bytes of one value: 64 KiB.
    pub const VALUE_LIMIT: usize = 64 * 1_024;

    /// Reads the body of an answer, one JSON object.
    ///
    /// A string becomes its text, a number keeps the text that it has, `null` is an empty value. Arrays, objects and
    /// members whose key is no [`Name`] are checked and passed over: new ones appear without notice
    /// (`https.md §2`). A body that is not UTF-8 is read as CP949 if it is all of that (`https.md §7`).
    ///
    /// # Errors
    /// All with unknown outcome: [`Cause::EmptyAnswer`] for nothing but blanks; [`Cause::Unreadable`] for what is
    /// not one JSON object, for a name that stands twice, for more than [`Fields::MAX`] fields, and for a value over
    /// [`Reply::VALUE_LIMIT`].
    pub fn parse(body: &[u8]) -> Result<Self, Error> {
        if body.trim_ascii().is_empty() {
            return Err(Error::unknown(Cause::EmptyAnswer));
        }
        let recoded: Zeroizing<String>;
        let text = if let Ok(text) = str::from_utf8(body) {
            text
        } else {
            recoded = Charset::Cp949
                .decode(RECORD, body)
                .map(Zeroizing::new)
                .map_err(|error| Fault::Field(error).into_error())?;
            tracing::warn!("the answer is not UTF-8 and was read as CP949");
            &recoded
        };
        let mut fields = Fields::new();
        let mut passed = Vec::new();
        json::object(text, |key, value| {
            let Some(name) = Name::from_bytes(key.as_bytes()) else { return Ok(()) };
            if passed.contains(&name) {
                return Err(Fault::Field(FieldError::new(name, Reason::Repeated)));
            }
            match value {
                Value::Text(text) if text.len() > Self::VALUE_LIMIT => {
                    let too_long = Reason::TooLong { len: text.len(), max: Self::VALUE_LIMIT };
                    Err(Fault::Field(FieldError::new(name, too_long)))
                }
                Value::Text(text) => fields.push(name, text.as_bytes()).map_err(Fault::Field),
                Value::Nested if fields.get(name).is_some() => {
                    Err(Fault::Field(FieldError::new(name, Reason::Repeated)))
                }
                Value::Nested if passed.len() == Fields::MAX => {
                    Err(Fault::Field(FieldError::new(RECORD, Reason::TooMany { max: Fields::MAX })))
                }
                Value::Nested => {
                    passed.push(name);
                    Ok(())
                }
            }
        })
        .map_err(Fault::into_error)?;
        Ok(Self { fields })
    }

    /// The result code, if it is four letters and digits. The registration has a key of its own for it.
    pub(super) fn code(&self) -> Option<[u8; 4]> {
        let of = |name| {
            let code = <[u8; 4]>::try_from(self.fields.get(Name::from_static(name))?).ok()?;
            code.iter().all(u8::is_ascii_alphanumeric).then_some(code)
        };
        of("res_cd").or_else(|| of("Code"))
    }
}

/// What errors name that lie in the framing and not in a field.
const RECORD: Name = Name::from_static("record");

enum Fault {
    Field(FieldError),
    Json,
}

impl Fault {
    fn into_error(self) -> Error {
        let error = Error::unknown(Cause::Unreadable);
        match self {
            Self::Field(source) => error.with_field(source),
            Self::Json => error,
        }
    }
}

impl From<Bad> for Fault {
    fn from(Bad: Bad) -> Self {
        Self::Json
    }
}

#[cfg(test)]
mod tests;
