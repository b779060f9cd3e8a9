//! `Serialize` and `Deserialize` for the fields worth storing, as text or number, checked when they are read.
//!
//! What is secret or names a person has neither: site and card keys, account and card numbers, names, passwords, texts.
//! An error says the field and what is wrong, never the value.

use alloc::string::String;
use core::{fmt, marker::PhantomData, str};

use serde_core::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{
    BankCode, CardCode, CarrierCode, Cents, CorporationCode, Decode, Field, FieldError, GroupId,
    Instalments, KstDateTime, Name, OperatorCode, OrderId, SiteCode, StateCode, TransactionId,
    VanCode, Won, WonOrZero,
    field::{DepositCode, NoticeCode, NoticeId, ReceiptApprovalNo, ReceiptNo},
};

/// A field that is stored, and what it is stored as.
trait Stored: Sized {
    const NAME: Name;
    const SHAPE: &'static str;

    /// The value of a text. Numbers have one too: keys of a map and values of a form are text.
    fn of_text(text: &str) -> Result<Self, FieldError>;

    /// The value of a number, or `None` if this is stored as text.
    fn of_number(number: u64) -> Option<Result<Self, FieldError>>;
}

/// Fields that are stored as the text that stands on the wire.
macro_rules! texts {
    ($($type:ident,)*) => { $(
        impl Stored for $type {
            const NAME: Name = Self::NAME;
            const SHAPE: &'static str = "text";

            fn of_text(text: &str) -> Result<Self, FieldError> {
                Self::decode(Self::NAME, text.as_bytes())
            }

            fn of_number(_: u64) -> Option<Result<Self, FieldError>> {
                None
            }
        }

        #[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut wire = alloc::vec::Vec::new();
                self.write(&mut wire);
                // Text of the wire is ASCII in all of these types.
                serializer.serialize_str(str::from_utf8(&wire).unwrap_or_default())
            }
        }

        #[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    return deserializer.deserialize_any(Reader(PhantomData));
                }
                deserializer.deserialize_str(Reader(PhantomData))
            }
        }
    )* };
}

/// Fields that are stored as a number: the name for errors, how it is taken out, how a value is made of a
/// number and of a text.
macro_rules! numbers {
    ($($type:ident: $name:expr, $get:ident, $new:expr, $parse:expr,)*) => { $(
        impl Stored for $type {
            const NAME: Name = $name;
            const SHAPE: &'static str = "a whole number that is not negative";

            fn of_text(text: &str) -> Result<Self, FieldError> {
                $parse(text)
            }

            fn of_number(number: u64) -> Option<Result<Self, FieldError>> {
                Some($new(number))
            }
        }

        #[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_u64(self.$get().into())
            }
        }

        #[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    return deserializer.deserialize_any(Reader(PhantomData));
                }
                deserializer.deserialize_u64(Reader(PhantomData))
            }
        }
    )* };
}

texts! {
    BankCode,
    CardCode,
    CarrierCode,
    CorporationCode,
    DepositCode,
    GroupId,
    KstDateTime,
    NoticeCode,
    NoticeId,
    OperatorCode,
    OrderId,
    ReceiptApprovalNo,
    ReceiptNo,
    SiteCode,
    StateCode,
    TransactionId,
    VanCode,
}

numbers! {
    Cents: Cents::NAME, get, Cents::new, Cents::parse,
    Instalments: Instalments::NAME, months, months, quota,
    Won: Won::NAME, get, Won::new, Won::parse,
    WonOrZero: Won::NAME, get, WonOrZero::new, WonOrZero::parse,
}

/// As [`Instalments::months`] gives them: zero is at once.
fn months(number: u64) -> Result<Instalments, FieldError> {
    match u8::try_from(number) {
        Ok(0) => Ok(Instalments::NONE),
        Ok(months) => Instalments::new(months),
        Err(_) => Instalments::new(u8::MAX),
    }
}

fn quota(text: &str) -> Result<Instalments, FieldError> {
    Instalments::decode(Instalments::NAME, text.as_bytes())
}

/// Reads a stored field. Takes every kind of value itself, because the errors that formats and serde make repeat the value:
/// that is why a format for people is asked for whatever it has.
struct Reader<T>(PhantomData<T>);

impl<T: Stored> Reader<T> {
    fn made<E: de::Error>(value: Option<Result<T, FieldError>>) -> Result<T, E> {
        match value {
            Some(value) => value.map_err(E::custom),
            None => Self::of_another_kind(),
        }
    }

    fn of_another_kind<E: de::Error>() -> Result<T, E> {
        Err(E::custom(format_args!("{}: expected {}", T::NAME, T::SHAPE)))
    }
}

impl<'de, T: Stored> de::Visitor<'de> for Reader<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} as {}", T::NAME, T::SHAPE)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        T::of_text(text).map_err(E::custom)
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<T, E> {
        self.visit_str(&text)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<T, E> {
        Self::made(T::of_number(number))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<T, E> {
        Self::made(u64::try_from(number).ok().and_then(T::of_number))
    }

    fn visit_u128<E: de::Error>(self, number: u128) -> Result<T, E> {
        Self::made(u64::try_from(number).ok().and_then(T::of_number))
    }

    fn visit_i128<E: de::Error>(self, number: i128) -> Result<T, E> {
        Self::made(u64::try_from(number).ok().and_then(T::of_number))
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<T, E> {
        Self::of_another_kind()
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<T, E> {
        Self::of_another_kind()
    }

    fn visit_bytes<E: de::Error>(self, _: &[u8]) -> Result<T, E> {
        Self::of_another_kind()
    }
}

#[cfg(test)]
mod tests;
