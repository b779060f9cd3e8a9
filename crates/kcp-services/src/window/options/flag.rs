//! Options that are on or off.

use std::fmt;

use kcp_codec::{Literal, Name};

use super::{GrammarError, grammar::Reader};

/// A switch of the window: `Y` or `N` (`eng_flag`, `hp_apply_yn`, `save_ocb`, `used_card_YN`, `used_card_CCXX`,
/// `complex_pnt_yn`, `disp_tax_yn`, `escw_used`). One byte.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[allow(clippy::exhaustive_enums)] // on or off
pub enum Flag {
    /// `N`.
    No,
    /// `Y`.
    Yes,
}

impl Flag {
    /// Reads the switch called `field`.
    ///
    /// # Errors
    /// [`GrammarError`] for anything but `Y` and `N`, small letters included.
    pub fn parse(field: Name, text: &str) -> Result<Self, GrammarError> {
        let mut reader = Reader::new(field, text);
        let flag = match () {
            () if reader.take("Y") => Self::Yes,
            () if reader.take("N") => Self::No,
            () => return Err(reader.fault("Y or N")),
        };
        reader.end("nothing more").map(|()| flag)
    }

    pub(crate) const fn literal(self) -> Literal {
        Literal::new(match self {
            Self::No => "N",
            Self::Yes => "Y",
        })
    }
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.literal().as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_is_one_capital() {
        let name = Name::from_static("eng_flag");
        for flag in [Flag::No, Flag::Yes] {
            assert_eq!(Flag::parse(name, &flag.to_string()), Ok(flag));
        }
        for (text, at) in [("", 0), ("y", 0), ("YN", 1), ("예", 0)] {
            assert_eq!(Flag::parse(name, text).unwrap_err().at(), at, "{text}");
        }
    }
}
