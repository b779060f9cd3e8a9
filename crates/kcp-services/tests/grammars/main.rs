//! Every option of the window that has a grammar: it comes back as it was written, and where it breaks is shown.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // the whole target is a test

mod options;

use std::collections::BTreeSet;

use kcp_codec::{
    Cents, Charset, CorporationCode, FieldError, Name, OperatorCode, OrderId, Reason, SiteCode,
    SiteKey, Text, Won, WonOrZero,
};
use kcp_services::{
    Merchant,
    window::{
        AxHubForm, PageCharset,
        options::{
            CardChoice, CardList, CardOptions, Carrier, CompoundTax, HubOffer, InterestFree,
            InterestFreePlans, MobileOptions, Offer,
        },
    },
};
use kcp_transport::Environment;
use proptest::{prelude::*, sample, string::string_regex};

use crate::options::GRAMMARS;

#[test]
fn every_option_of_the_list_has_a_grammar_or_is_checked_text() {
    let known: BTreeSet<_> = GRAMMARS.iter().map(|grammar| grammar.name).collect();
    let values = ["van_code", "pt_memcorp_cd", "good_mny", "tax_flag"];
    let texts = ["tk_shop_id", "param_opt_1", "param_opt_2", "param_opt_3"];
    for name in "pay_method quotaopt fix_inst kcp_noint kcp_noint_quota used_card not_used_card used_card_YN \
        used_card_CCXX save_ocb good_expr wish_vbank_list used_bank vcnt_expire_term vcnt_expire_term_time ipgm_date \
        hp_apply_yn hp_commid van_code tk_shop_id pt_memcorp_cd complex_pnt_yn disp_tax_yn eng_flag skin_indx \
        site_logo currency param_opt_1 param_opt_2 param_opt_3"
        .split_whitespace()
    {
        assert!(known.contains(name) || values.contains(&name) || texts.contains(&name), "{name}");
    }
}

#[test]
fn where_a_text_breaks_is_said_and_shown() {
    for grammar in &GRAMMARS {
        let error = (grammar.read)(grammar.broken).unwrap_err();
        assert_eq!(error.to_string(), grammar.shown);
        assert_eq!(error.field().as_str(), grammar.name);
        let caret = format!("{}\n{:2$}^", grammar.broken, "", grammar.caret);
        assert_eq!(error.pointer(grammar.broken), caret, "{}", grammar.name);
    }
}

/// A text with one character put in, taken out, or put in the place of another.
fn with_a_slip(text: &str, at: sample::Index, how: u8, slip: char) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    match (how % 3, chars.is_empty()) {
        (0, _) | (_, true) => chars.insert(at.index(chars.len() + 1), slip),
        (1, _) => drop(chars.remove(at.index(chars.len()))),
        _ => {
            let at = at.index(chars.len());
            chars[at] = slip;
        }
    }
    chars.into_iter().collect()
}

proptest! {
    #[test]
    fn what_is_written_is_read_again_as_the_same(
        (which, text) in (0..GRAMMARS.len()).prop_flat_map(|which| {
            (Just(which), string_regex(GRAMMARS[which].legal).unwrap())
        }),
    ) {
        let grammar = &GRAMMARS[which];
        prop_assert_eq!((grammar.read)(&text), Ok(text), "{}", grammar.name);
    }

    /// With one slip of the pen a text still reads, as something that is written and read again as the same; or the
    /// fault is inside it, between two characters, under its own name, and nothing is wrong before it.
    #[test]
    fn a_slip_is_found_where_it_is(
        (which, text) in (0..GRAMMARS.len()).prop_flat_map(|which| {
            (Just(which), string_regex(GRAMMARS[which].legal).unwrap())
        }),
        at in any::<sample::Index>(),
        how in any::<u8>(),
        slip in prop_oneof!["[0-9A-Za-z:,;. /-]", "\\PC", "[\\x00-\\x1f가]"],
    ) {
        let grammar = &GRAMMARS[which];
        let text = with_a_slip(&text, at, how, slip.chars().next().unwrap());
        match (grammar.read)(&text) {
            Ok(written) => prop_assert_eq!((grammar.read)(&written), Ok(written), "{}", grammar.name),
            Err(error) => {
                prop_assert_eq!(error.field(), Name::from_static(grammar.name));
                prop_assert!(text.is_char_boundary(error.at()), "{}: {text:?} at {}", grammar.name, error.at());
                let expected = format!("{}: expected {}, at byte {}", grammar.name, error.expected(), error.at());
                prop_assert_eq!(error.to_string(), expected);
                // A logo is judged by its end, and a mask of zeros as a whole; all else from left to right.
                if grammar.name != "site_logo" && grammar.name != "pay_method" {
                    let before = &text[..error.at()];
                    let early = (grammar.read)(before).err().map(|early| early.at());
                    prop_assert!(early.is_none_or(|early| early == before.len()), "{}: {text:?}", grammar.name);
                }
            }
        }
    }

    #[test]
    fn variables_that_belong_together_come_back_together(
        cards in "CC[A-Z]{2}(:BC[A-Z]{2})?",
        kind in 0..3_u8,
        carrier in sample::select(&Carrier::ALL[..]),
        plans in "CC[A-Z]{2}-0[2-9](,BC[A-Z]{2}-12)?",
    ) {
        let list = CardList::parse(&cards).unwrap();
        let choice = match kind {
            0 => CardChoice::All,
            1 => CardChoice::Only(list),
            _ => CardChoice::Without(list),
        };
        let [switch, used, without] = wire(choice.clone());
        prop_assert_eq!(CardChoice::parse(&switch, &used, &without), Ok(choice));

        let form = form(50_000).with_mobile_options(MobileOptions::only(carrier));
        let again = MobileOptions::parse(value(&form, "hp_apply_yn"), value(&form, "hp_commid"));
        prop_assert_eq!(again, Ok(MobileOptions::only(carrier)));

        for free in [
            InterestFree::AsAgreed,
            InterestFree::Never,
            InterestFree::Plans(InterestFreePlans::parse(&plans).unwrap()),
        ] {
            let form = form.clone().with_card_options(&CardOptions::new().with_interest_free(free.clone())).unwrap();
            let again = InterestFree::parse(value(&form, "kcp_noint"), value(&form, "kcp_noint_quota"));
            prop_assert_eq!(again, Ok(free));
        }
    }

    #[test]
    fn parts_of_an_amount_come_back_from_a_form(taxed in 1..900_000_000_u64, free in 0..90_000_000_u64) {
        let zero = |won| WonOrZero::new(won).unwrap();
        let tax = CompoundTax::of(zero(taxed), zero(free)).unwrap();
        let form = form(taxed + free).with_compound_tax(&tax).unwrap();
        let part = |name| WonOrZero::parse(value(&form, name)).unwrap();
        let again = CompoundTax::from_parts(
            Won::parse(value(&form, "good_mny")).unwrap(),
            part("comm_tax_mny"),
            part("comm_vat_mny"),
            part("comm_free_mny"),
        );
        prop_assert_eq!((again, value(&form, "tax_flag")), (Ok(tax), "TG03"));
    }

    #[test]
    fn codes_dollars_and_texts_come_back_or_name_the_byte(
        code in "[A-Z0-9]{4}",
        cents in 1..1_000_000_000_000_u64,
        text in "[가-힣a-z0-9 ]{1,10}",
        at in 0..4_usize,
    ) {
        prop_assert_eq!(OperatorCode::parse(&code).unwrap().to_string(), &*code);
        prop_assert_eq!(CorporationCode::parse(&code).unwrap().to_string(), &*code);
        prop_assert_eq!(Cents::parse(&Cents::new(cents).unwrap().to_string()), Cents::new(cents));
        let user = Name::from_static("tk_shop_id");
        let made = Text::<20>::new(user, Charset::Ksx1001, &text);
        if let Ok(made) = made {
            let read = made.decoded(user, Charset::Ksx1001);
            prop_assert_eq!(read.as_deref(), Ok(&*text));
        }
        let mut broken = code.into_bytes();
        broken[at] = b'-';
        let broken = String::from_utf8(broken).unwrap();
        let fault = |name| Err(FieldError::new(Name::from_static(name), Reason::BadByte { at }));
        prop_assert_eq!(OperatorCode::parse(&broken).map(drop), fault("van_code"));
        prop_assert_eq!(CorporationCode::parse(&broken).map(drop), fault("pt_memcorp_cd"));
    }
}

/// The three variables that a choice of cards is, as the AX-HUB form has them.
pub(crate) fn wire(choice: CardChoice) -> [String; 3] {
    let form = form(1_000).with_card_options(&CardOptions::new().with_cards(choice)).unwrap();
    ["used_card_YN", "used_card", "not_used_card"].map(|name| value(&form, name).to_owned())
}

fn form(won: u64) -> AxHubForm {
    let site = SiteCode::parse("T0000").unwrap();
    let key = SiteKey::parse("3grptw1.zW0GSo4PQdaGvsF__").unwrap();
    let merchant = Merchant::new(Environment::Test, site, key).unwrap();
    let goods = Text::new(Name::from_static("good_name"), Charset::Ksx1001, "goods").unwrap();
    let (order, offer) = (OrderId::parse("A").unwrap(), HubOffer::Standard(Offer::Card));
    let amount = Won::new(won).unwrap();
    AxHubForm::new(&merchant, order, amount, &goods, &offer, PageCharset::EucKr)
}

fn value<'a>(form: &'a AxHubForm, name: &str) -> &'a str {
    let found = form.fields().iter().find(|(known, _)| *known == name);
    found.map_or("", |(_, value)| value.as_str())
}
