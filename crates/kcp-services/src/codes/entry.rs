//! What every table of codes has in common: a code, a name in two languages, other names, a remark.

use std::{borrow::Cow, fmt};

/// The same thing in two languages.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct Words {
    /// English.
    pub english: &'static str,
    /// Korean.
    pub korean: &'static str,
}

impl Words {
    /// The same thing in English and in Korean.
    #[must_use]
    pub const fn new(english: &'static str, korean: &'static str) -> Self {
        Self { english, korean }
    }
}

/// A row of a table of codes. What belongs to one table only stands in the row's own fields.
pub trait Entry: sealed::Sealed + fmt::Debug + Sized + 'static {
    /// Every row, in the order of the codes.
    fn all() -> &'static [Self];

    /// The code as the guides write it.
    fn code_text(&self) -> &str;

    /// The code as answers carry it, which differs for banks: `BK04`.
    fn code_in_answers(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.code_text())
    }

    /// The name, or what the code means.
    fn name(&self) -> Words;

    /// Other names, older ones among them.
    fn aliases(&self) -> &'static [&'static str];

    /// What else is to be known, as where sources disagree.
    fn note(&self) -> Option<Words>;

    /// Where the row comes from.
    fn source(&self) -> &'static str;

    /// The rows whose code, name or other name holds `part`, in any case of Latin letters. All rows for an empty text.
    fn matching(part: &str) -> impl Iterator<Item = &'static Self> {
        let part = part.trim().to_lowercase();
        Self::all().iter().filter(move |row| {
            let holds = |text: &str| text.to_lowercase().contains(&part);
            holds(&row.code_in_answers())
                || holds(row.name().english)
                || holds(row.name().korean)
                || row.aliases().iter().any(|alias| holds(alias))
        })
    }
}

/// The row that has this name: the Korean or the English one, or one of the other names, in any case of Latin letters.
pub(super) fn named<E: Entry>(name: &str) -> Option<&'static E> {
    let name = name.trim();
    E::all().iter().find(|row| {
        let names = [row.name().english, row.name().korean];
        names.iter().chain(row.aliases()).any(|one| one.eq_ignore_ascii_case(name))
    })
}

/// What a table of institutions gives: all rows, the row of a code, the row of a name.
macro_rules! table {
    (
        $row:ident($code:ty) in $static:ident by $text:ident: $all:ident, $one:ident, $named:ident;
        $what:literal $(; $($special:tt)*)?
    ) => {
        #[doc = concat!("Every ", $what, " of the table, by code.")]
        #[must_use]
        pub fn $all() -> &'static [$row] {
            crate::generated::codes::$static
        }

        #[doc = concat!("The ", $what, " with this code; `None` if the table does not have it.")]
        #[must_use]
        pub fn $one(code: $code) -> Option<&'static $row> {
            let all = $all();
            all.binary_search_by_key(&code, |row| row.code).ok().and_then(|at| all.get(at))
        }

        #[doc = concat!("The ", $what, " with this name, in Korean, in English or as it was once called.")]
        #[must_use]
        pub fn $named(name: &str) -> Option<&'static $row> {
            super::entry::named(name)
        }

        super::entry::entry!($row in $static, row => row.code.$text() $(; $($special)*)?);
    };
}

/// A row's part in [`Entry`].
macro_rules! entry {
    ($row:ident in $static:ident, $self:ident => $code:expr $(; $($special:tt)*)?) => {
        impl super::entry::sealed::Sealed for $row {}

        impl super::Entry for $row {
            fn all() -> &'static [Self] {
                crate::generated::codes::$static
            }

            fn code_text(&self) -> &str {
                let $self = self;
                $code
            }

            fn name(&self) -> super::Words {
                self.name
            }

            fn aliases(&self) -> &'static [&'static str] {
                self.aliases
            }

            fn note(&self) -> Option<super::Words> {
                self.note
            }

            fn source(&self) -> &'static str {
                self.source
            }

            $($($special)*)?
        }
    };
}

pub(super) use {entry, table};

#[allow(unnameable_types)] // nobody outside may name it: that is what seals `Entry`
pub(super) mod sealed {
    pub trait Sealed {}
}
