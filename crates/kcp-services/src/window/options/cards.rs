//! Which card companies the window shows, and everything else that it may be told about cards.

use std::fmt;

use kcp_codec::{CardCode, FieldError, Name, Reason};

use super::{
    FixedInstalments, Flag, GrammarError, InterestFree, InterestFreePlans, MaxInstalments,
    grammar::Reader,
    instalments::{card, repeats},
};
use crate::{
    fields::shared_max_bytes,
    window::form::{Channel, Price, Sheet},
};

/// Card companies (`used_card`, `not_used_card`): `CCKM:CCBC:CCSS`, up to 256 bytes (`seed 002 §2`, `seed 003 §8`).
/// A company stands once; `CCXX` is every company that has no code of its own.
#[doc(alias = "used_card")]
#[doc(alias = "not_used_card")]
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CardList(Vec<CardCode>);

impl CardList {
    /// The wire name under which errors report it.
    pub const NAME: Name = Name::from_static("used_card");

    /// Most bytes on the wire: 51 companies.
    pub const MAX: usize = shared_max_bytes(&[
        ("ax_hub_order", "used_card"),
        ("ax_hub_order", "not_used_card"),
        ("window_pc_order", "used_card"),
        ("window_mobile_order", "used_card"),
    ]);

    /// One or more card companies.
    ///
    /// # Errors
    /// [`Reason::Empty`], [`Reason::Repeated`], [`Reason::TooLong`].
    pub fn new(cards: impl IntoIterator<Item = CardCode>) -> Result<Self, FieldError> {
        let cards = Self(cards.into_iter().collect());
        let refuse = |reason| Err(FieldError::new(Self::NAME, reason));
        match cards.to_string().len() {
            0 => refuse(Reason::Empty),
            _ if repeats(&cards.0) => refuse(Reason::Repeated),
            len if len > Self::MAX => refuse(Reason::TooLong { len, max: Self::MAX }),
            _ => Ok(cards),
        }
    }

    /// Reads codes with colons between.
    ///
    /// # Errors
    /// [`GrammarError`] at the first byte that does not fit, at a code that stands twice, and at byte 256 of a longer
    /// text.
    pub fn parse(text: &str) -> Result<Self, GrammarError> {
        let mut reader = Reader::new(Self::NAME, text);
        reader.limit(Self::MAX, "256 bytes at most")?;
        let mut cards = Vec::new();
        loop {
            let at = reader.at();
            let card = card(&mut reader)?;
            if cards.contains(&card) {
                return Err(reader.fault_at(at, "a card that did not stand before"));
            }
            cards.push(card);
            if reader.is_done() {
                return Ok(Self(cards));
            }
            if !reader.take(":") {
                return Err(reader.fault(": and another card, or the end"));
            }
        }
    }

    /// The companies.
    #[must_use]
    pub fn cards(&self) -> &[CardCode] {
        &self.0
    }
}

impl fmt::Display for CardList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::joined(f, ":", &self.0)
    }
}

/// Which card companies the window shows. One value, as `used_card` switches `not_used_card` off (`seed 002 §2`).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum CardChoice {
    /// All that the merchant has a contract for.
    #[default]
    All,
    /// Only these (`used_card_YN` = `Y` with `used_card`).
    Only(CardList),
    /// All but these (`not_used_card`). Of the AX-HUB window only.
    Without(CardList),
}

impl CardChoice {
    /// Reads `used_card_YN`, `used_card` and `not_used_card` together. A list that its switch leaves without effect
    /// is refused, as it would not do what it says.
    ///
    /// # Errors
    /// [`GrammarError`] at the variable that does not read or has no effect.
    pub fn parse(
        used_card_yn: &str,
        used_card: &str,
        not_used_card: &str,
    ) -> Result<Self, GrammarError> {
        let only = match used_card_yn {
            "" => Flag::No,
            text => Flag::parse(USED_CARD_YN, text)?,
        };
        match (only, used_card, not_used_card) {
            (Flag::Yes, used, "") => CardList::parse(used).map(Self::Only),
            (Flag::Yes, _, _) => {
                Err(GrammarError::new(NOT_USED_CARD, 0, "nothing, as used_card_YN is Y"))
            }
            (Flag::No, "", "") => Ok(Self::All),
            (Flag::No, "", without) => CardList::parse(without)
                .map(Self::Without)
                .map_err(|error| GrammarError::new(NOT_USED_CARD, error.at(), error.expected())),
            (Flag::No, _, _) => {
                Err(GrammarError::new(CardList::NAME, 0, "nothing, as used_card_YN is not Y"))
            }
        }
    }
}

/// What a form may say about cards. Nothing by default: the window's own settings.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CardOptions {
    most: Option<MaxInstalments>,
    fixed: Option<FixedInstalments>,
    interest_free: Option<InterestFree>,
    cards: CardChoice,
    cashbag: Option<Flag>,
    foreign_apart: Option<Flag>,
}

impl CardOptions {
    /// No option.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With a longest instalment plan (`quotaopt`). More than 0 months only from 50,000 won on.
    #[must_use]
    pub fn with_max_instalments(self, most: MaxInstalments) -> Self {
        Self { most: Some(most), ..self }
    }

    /// With one instalment plan and no other (`fix_inst`). More than one month only from 50,000 won on.
    #[must_use]
    pub fn with_fixed_instalments(self, fixed: FixedInstalments) -> Self {
        Self { fixed: Some(fixed), ..self }
    }

    /// With plans that cost no interest (`kcp_noint`, `kcp_noint_quota`). Plans only from 50,000 won on.
    #[must_use]
    pub fn with_interest_free(self, interest_free: InterestFree) -> Self {
        Self { interest_free: Some(interest_free), ..self }
    }

    /// With a choice of card companies.
    #[must_use]
    pub fn with_cards(self, cards: CardChoice) -> Self {
        Self { cards, ..self }
    }

    /// With the question whether the buyer collects OK Cashbag points (`save_ocb`); for members of OK Cashbag, on the
    /// AX-HUB window only.
    #[must_use]
    pub fn with_cashbag_saving(self, save: Flag) -> Self {
        Self { cashbag: Some(save), ..self }
    }

    /// With Visa, Mastercard and JCB of abroad as cards of their own (`used_card_CCXX`), on the AX-HUB window only.
    #[must_use]
    pub fn with_foreign_cards_apart(self, apart: Flag) -> Self {
        Self { foreign_apart: Some(apart), ..self }
    }

    /// Puts the options on a form in the place of those that it has, or names the first that it does not take.
    pub(crate) fn put<M: Price>(&self, sheet: &mut Sheet<M>) -> Result<(), FieldError> {
        let plans = match &self.interest_free {
            Some(InterestFree::Plans(plans)) => Some(plans),
            _ => None,
        };
        if !sheet.amount.takes_instalments() {
            let asked = [
                (self.most.is_some_and(|most| most.months() > 0), MaxInstalments::NAME),
                (self.fixed.is_some_and(|fixed| fixed.months() > 1), FixedInstalments::NAME),
                (plans.is_some(), InterestFreePlans::NAME),
            ];
            if let Some((_, field)) = asked.into_iter().find(|&(asked, _)| asked) {
                return Err(FieldError::new(field, Reason::OutOfRange));
            }
        }
        let hub_only = [
            (matches!(self.cards, CardChoice::Without(_)), NOT_USED_CARD),
            (self.cashbag.is_some(), SAVE_OCB),
            (self.foreign_apart.is_some(), USED_CARD_CCXX),
        ];
        for (asked, field) in hub_only {
            sheet.only_on(&[Channel::AxHub], asked, field)?;
        }
        sheet.forget(&[
            "fix_inst",
            "kcp_noint",
            "kcp_noint_quota",
            "used_card_YN",
            "used_card",
            "not_used_card",
            "save_ocb",
            "used_card_CCXX",
        ]);
        match self.most {
            Some(most) => sheet.text("quotaopt", &most),
            // This form never goes without it.
            None if sheet.channel == Channel::AxHub => sheet.text("quotaopt", "0"),
            None => sheet.forget(&["quotaopt"]),
        }
        sheet.some("fix_inst", self.fixed.as_ref());
        sheet.some("kcp_noint", self.interest_free.as_ref().map(InterestFree::flag));
        sheet.some("kcp_noint_quota", plans);
        match &self.cards {
            CardChoice::All => {}
            CardChoice::Only(cards) => {
                // One guide has the switch on phones only; the older one asks for it on a PC too.
                sheet.text("used_card_YN", &Flag::Yes);
                sheet.text("used_card", cards);
            }
            CardChoice::Without(cards) => sheet.text("not_used_card", cards),
        }
        sheet.some("save_ocb", self.cashbag.as_ref());
        sheet.some("used_card_CCXX", self.foreign_apart.as_ref());
        Ok(())
    }
}

const USED_CARD_YN: Name = Name::from_static("used_card_YN");
const NOT_USED_CARD: Name = Name::from_static("not_used_card");
const SAVE_OCB: Name = Name::from_static("save_ocb");
const USED_CARD_CCXX: Name = Name::from_static("used_card_CCXX");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_wrong_list_is_refused_where_it_goes_wrong() {
        for (text, at) in [
            ("", 0),
            ("CCBC:", 5),
            ("CCBC,CCKM", 4),
            ("CCBC:CCKm", 8),
            ("CCBC:CCKM:CCBC", 10),
            ("CCBC CCKM", 4),
            ("비씨", 0),
        ] {
            assert_eq!(CardList::parse(text).unwrap_err().at(), at, "{text}");
        }
        let code = |n: usize| CardCode::parse(&format!("C{n:03}")).unwrap();
        assert_eq!(CardList::new((0..51).map(code)).unwrap().to_string().len(), 254);
        let error = CardList::new((0..52).map(code)).unwrap_err();
        assert_eq!(error.reason(), Reason::TooLong { len: 259, max: 256 });
        assert_eq!(CardList::new([code(1), code(1)]).unwrap_err().reason(), Reason::Repeated);
        assert_eq!(CardList::new([]).unwrap_err().reason(), Reason::Empty);
    }

    #[test]
    fn a_list_without_effect_is_refused_by_name() {
        let list = |text| CardList::parse(text).unwrap();
        assert_eq!(CardChoice::parse("", "", ""), Ok(CardChoice::All));
        assert_eq!(CardChoice::parse("N", "", "CCXX"), Ok(CardChoice::Without(list("CCXX"))));
        assert_eq!(CardChoice::parse("Y", "CCBC", ""), Ok(CardChoice::Only(list("CCBC"))));
        for (switch, used, without, field) in [
            ("Y", "CCBC", "CCKM", "not_used_card"),
            ("Y", "", "", "used_card"),
            ("N", "CCBC", "", "used_card"),
            ("", "", "CCB", "not_used_card"),
            ("y", "CCBC", "", "used_card_YN"),
        ] {
            let error = CardChoice::parse(switch, used, without).unwrap_err();
            assert_eq!(error.field().as_str(), field, "{switch} {used} {without}");
        }
    }

    proptest! {
        #[test]
        fn a_list_comes_back(codes in proptest::collection::btree_set("[A-Z0-9]{4}", 1..=51)) {
            let codes = codes.iter().map(|code| CardCode::parse(code).unwrap());
            let list = CardList::new(codes).unwrap();
            prop_assert_eq!(CardList::parse(&list.to_string()), Ok(list));
        }

        #[test]
        fn what_is_read_is_written_as_it_stood(text in "(CC[A-F]C[:;]?){1,4}") {
            match CardList::parse(&text) {
                Ok(list) => prop_assert_eq!(list.to_string(), text),
                Err(error) => prop_assert!(error.at() <= text.len()),
            }
        }
    }
}
