//! Which phone carrier the window shows.

use std::fmt;

use kcp_codec::{CarrierCode, Name};

use super::{Flag, GrammarError, grammar::Reader};
use crate::window::form::{Price, Sheet};

/// A carrier that the window can be limited to (`hp_commid`, `seed 002 §2`, `seed 003 §8`).
///
/// Seed 002 lists the values as `SKT`, `KTF` and `LG U+`. The third is taken for a name that went where the code was:
/// the variable has three bytes in seed 003, and answers write `LGT` for LG U+ in both guides. So `LGT` is written,
/// and `LG U+` is read as well. No answer of KCP's has shown which one the window takes.
#[doc(alias = "hp_commid")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Carrier {
    /// KT: `KTF`.
    Kt,
    /// LG U+: `LGT`.
    LgUplus,
    /// SK Telecom: `SKT`.
    Skt,
}

impl Carrier {
    /// The wire name under which errors report it.
    pub const NAME: Name = Name::from_static("hp_commid");

    /// Every carrier.
    pub const ALL: [Self; 3] = [Self::Kt, Self::LgUplus, Self::Skt];

    /// The code: three letters.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kt => "KTF",
            Self::LgUplus => "LGT",
            Self::Skt => "SKT",
        }
    }

    /// Whether `code`, of an answer for example, is this carrier.
    #[must_use]
    pub fn is(self, code: CarrierCode) -> bool {
        self.as_str() == code.as_str()
    }

    /// Reads one carrier.
    ///
    /// # Errors
    /// [`GrammarError`] at 0 for anything else, and after the code if more follows: only one carrier can be set.
    pub fn parse(text: &str) -> Result<Self, GrammarError> {
        let mut reader = Reader::new(Self::NAME, text);
        let known = Self::ALL.into_iter().find(|carrier| reader.take(carrier.as_str()));
        let carrier = match known {
            Some(carrier) => carrier,
            None if reader.take("LG U+") => Self::LgUplus,
            None => return Err(reader.fault("SKT, KTF or LGT")),
        };
        reader.end("nothing more, as one carrier can be set").map(|()| carrier)
    }
}

impl fmt::Display for Carrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a form may say about phone bills: which carrier the window shows (`hp_apply_yn`, `hp_commid`).
#[doc(alias = "hp_apply_yn")]
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct MobileOptions(Option<Carrier>);

impl MobileOptions {
    /// The wire name of the switch.
    pub const NAME: Name = Name::from_static("hp_apply_yn");

    /// Every carrier.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One carrier and no other: `hp_apply_yn` is `Y`.
    #[must_use]
    pub const fn only(carrier: Carrier) -> Self {
        Self(Some(carrier))
    }

    /// Reads `hp_apply_yn` and `hp_commid` together. `Y` without a carrier shows every carrier (`seed 002 §2`); a
    /// carrier that the switch leaves without effect is refused, as the window would not do what it says.
    ///
    /// # Errors
    /// [`GrammarError`] at the variable that does not read or has no effect.
    pub fn parse(hp_apply_yn: &str, hp_commid: &str) -> Result<Self, GrammarError> {
        let only = match hp_apply_yn {
            "" => Flag::No,
            text => Flag::parse(Self::NAME, text)?,
        };
        match (only, hp_commid) {
            (_, "") => Ok(Self::new()),
            (Flag::Yes, carrier) => Carrier::parse(carrier).map(Self::only),
            (Flag::No, _) => {
                Err(GrammarError::new(Carrier::NAME, 0, "nothing, as hp_apply_yn is not Y"))
            }
        }
    }

    /// The one carrier, if there is one.
    #[must_use]
    pub const fn carrier(self) -> Option<Carrier> {
        self.0
    }

    /// Puts the options on a form in the place of those that it has.
    pub(crate) fn put<M: Price>(self, sheet: &mut Sheet<M>) {
        match self.0 {
            Some(carrier) => {
                sheet.text("hp_apply_yn", &"Y");
                sheet.text("hp_commid", &carrier);
            }
            None => {
                sheet.text("hp_apply_yn", &"N");
                sheet.forget(&["hp_commid"]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_carrier_comes_back_and_its_name_is_its_code() {
        for carrier in Carrier::ALL {
            assert_eq!(Carrier::parse(carrier.as_str()), Ok(carrier));
            assert!(carrier.is(CarrierCode::parse(carrier.as_str()).unwrap()));
        }
        assert_eq!(Carrier::parse("LG U+"), Ok(Carrier::LgUplus));
        for (text, at) in [("", 0), ("skt", 0), ("KT", 0), ("SKT:KTF", 3), ("LG", 0), ("통신", 0)]
        {
            assert_eq!(Carrier::parse(text).unwrap_err().at(), at, "{text}");
        }
    }

    #[test]
    fn a_carrier_goes_with_yes_and_with_nothing_else() {
        let only = MobileOptions::only(Carrier::Kt);
        for (switch, carrier, read) in [
            ("Y", "KTF", only),
            ("Y", "", MobileOptions::new()),
            ("N", "", MobileOptions::new()),
            ("", "", MobileOptions::new()),
        ] {
            assert_eq!(MobileOptions::parse(switch, carrier), Ok(read), "{switch} {carrier}");
        }
        for (switch, carrier, field) in [
            ("N", "SKT", "hp_commid"),
            ("", "SKT", "hp_commid"),
            ("Y", "SK", "hp_commid"),
            ("y", "SKT", "hp_apply_yn"),
        ] {
            let error = MobileOptions::parse(switch, carrier).unwrap_err();
            assert_eq!((error.field().as_str(), error.at()), (field, 0), "{switch} {carrier}");
        }
    }
}
