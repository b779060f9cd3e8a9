//! `Serialize` and `Deserialize` for what a ledger keeps: codes, methods and classes both ways, outcomes one way.
//!
//! Outcomes are written and not read: an approval has no other source than KCP's answer. Nothing that is written names a
//! person, a card or an account, and the raw fields of an answer are left out. An error never repeats the value.

mod records;

use std::{fmt, marker::PhantomData};

use serde_core::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{
    Class, ResultCode,
    approve::PayType,
    cash_receipt::ReceiptId,
    result::{Action, Again, Fault},
};

/// A value that is stored as text.
trait Stored: Sized {
    /// What the text is, for errors: a wire name or a type.
    const NAME: &'static str;

    fn of_text(text: &str) -> Option<Self>;
}

/// Values that have a text: what errors call it, how it is written, and how it is read.
macro_rules! texts {
    ($($type:ident: $name:literal, $as_str:ident, $parse:expr;)*) => { $(
        impl Stored for $type {
            const NAME: &'static str = $name;

            fn of_text(text: &str) -> Option<Self> {
                $parse(text)
            }
        }

        #[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.$as_str())
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

texts! {
    Action: "action", name, Action::parse;
    Again: "again", name, Again::parse;
    Class: "class", name, Class::parse;
    Fault: "fault", name, Fault::parse;
    PayType: "pay_type", code, PayType::parse;
    ReceiptId: "cash_no", as_str, |text| ReceiptId::parse(text).ok();
    ResultCode: "res_cd", as_str, ResultCode::parse;
}

/// Reads a stored text. Takes every kind of value itself, because the errors that formats and serde make repeat the value:
/// that is why a format for people is asked for whatever it has.
struct Reader<T>(PhantomData<T>);

impl<T: Stored> Reader<T> {
    fn refused<E: de::Error>() -> Result<T, E> {
        Err(E::custom(format_args!("{}: not one that is known here", T::NAME)))
    }
}

impl<'de, T: Stored> de::Visitor<'de> for Reader<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} as text", T::NAME)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        T::of_text(text).map_or_else(Self::refused, Ok)
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<T, E> {
        Self::refused()
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<T, E> {
        Self::refused()
    }

    fn visit_u128<E: de::Error>(self, _: u128) -> Result<T, E> {
        Self::refused()
    }

    fn visit_i128<E: de::Error>(self, _: i128) -> Result<T, E> {
        Self::refused()
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<T, E> {
        Self::refused()
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<T, E> {
        Self::refused()
    }

    fn visit_bytes<E: de::Error>(self, _: &[u8]) -> Result<T, E> {
        Self::refused()
    }
}

#[cfg(test)]
mod tests;
