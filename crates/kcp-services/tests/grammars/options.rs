//! The table of grammars.

use kcp_codec::Name;
use kcp_services::window::{
    WindowMethod,
    options::{
        ActionResult, AppUrl, BankList, CardChoice, CardList, Carrier, Currency, DepositDate,
        ExpiryTerm, FixedInstalments, Flag, GrammarError, InterestFree, InterestFreePlans, LogoUrl,
        MaxInstalments, MethodMask, MobileOptions, ServicePeriod, Skin,
    },
};

use crate::wire;

/// An option: its wire name, how it is read and written, what it may look like, and one text that breaks it, with the
/// message and the caret that are shown then.
pub(crate) struct Grammar {
    pub(crate) name: &'static str,
    pub(crate) read: fn(&str) -> Result<String, GrammarError>,
    pub(crate) legal: &'static str,
    pub(crate) broken: &'static str,
    pub(crate) shown: &'static str,
    pub(crate) caret: usize,
}

const fn grammar(
    name: &'static str,
    read: fn(&str) -> Result<String, GrammarError>,
    legal: &'static str,
    [broken, shown]: [&'static str; 2],
    caret: usize,
) -> Grammar {
    Grammar { name, read, legal, broken, shown, caret }
}

macro_rules! flag {
    ($name:literal, $broken:literal, $shown:literal) => {
        grammar(
            $name,
            |text| Flag::parse(Name::from_static($name), text).map(|flag| flag.to_string()),
            "[YN]",
            [$broken, $shown],
            0,
        )
    };
}

/// The list, and the two of a phone's form that are words of their own.
pub(crate) const GRAMMARS: [Grammar; 28] = [
    grammar(
        "pay_method",
        |text| MethodMask::parse(text).map(|mask| mask.to_string()),
        "1[01][01][01][01]0[01]0[01]0[01]0",
        ["100001000000", "pay_method: expected 0, as no method has this place, at byte 5"],
        5,
    ),
    grammar(
        "pay_method",
        |text| WindowMethod::parse(text).map(|method| method.mobile().as_str().to_owned()),
        "CARD|BANK|VCNT|MOBX|TPNT|GIFT",
        ["CARD1", "pay_method: expected nothing after the four letters, at byte 4"],
        4,
    ),
    grammar(
        "quotaopt",
        |text| MaxInstalments::parse(text).map(|most| most.to_string()),
        "[0-9]|1[0-2]",
        ["1x", "quotaopt: expected nothing after the months, at byte 1"],
        1,
    ),
    grammar(
        "fix_inst",
        |text| FixedInstalments::parse(text).map(|fixed| fixed.to_string()),
        "[0-9]|1[0-2]",
        ["13", "fix_inst: expected months, 0 to 12, at byte 0"],
        0,
    ),
    grammar(
        "kcp_noint_quota",
        |text| InterestFreePlans::parse(text).map(|plans| plans.to_string()),
        "CC[A-Z0-9]{2}-02(:03)?(:1[0-2])?(,BC[A-Z0-9]{2}-0[2-9])?(,KM90-12)?",
        ["CCBC-02:13,CCKM-03", "kcp_noint_quota: expected two digits, 02 to 12, at byte 8"],
        8,
    ),
    grammar(
        "used_card",
        |text| CardList::parse(text).map(|cards| cards.to_string()),
        "CC[A-Z0-9]{2}(:BC[A-Z0-9]{2})?(:KM[A-Z0-9]{2})?",
        ["CCBC,CCKM", "used_card: expected : and another card, or the end, at byte 4"],
        4,
    ),
    grammar(
        "not_used_card",
        |text| CardChoice::parse("N", "", text).map(|choice| wire(choice)[2].clone()),
        "CC[A-Z0-9]{2}(:BC[A-Z0-9]{2})?",
        ["CCBC:CCBC", "not_used_card: expected a card that did not stand before, at byte 5"],
        5,
    ),
    flag!("used_card_YN", "y", "used_card_YN: expected Y or N, at byte 0"),
    flag!("used_card_CCXX", "1", "used_card_CCXX: expected Y or N, at byte 0"),
    flag!("save_ocb", "", "save_ocb: expected Y or N, at byte 0"),
    grammar(
        "good_expr",
        |text| ServicePeriod::parse(text).map(|period| period.to_string()),
        "0|1:20(0[0-9]|10)(0[1-9]|1[0-2])(0[1-9]|1[0-9])20(1[1-9]|20)(0[1-9]|1[0-2])(0[1-9]|1[0-9])|2:[1-9][0-9]{0,2}[dwm]",
        ["1:2012023020120331", "good_expr: expected a day that the month has, at byte 8"],
        8,
    ),
    grammar(
        "wish_vbank_list",
        |text| BankList::parse_pc(text).map(|banks| banks.to_pc()),
        "0[0-9](:1[0-9])?(:3[0-9])?",
        ["03:5", "wish_vbank_list: expected the two digits of a bank, at byte 4"],
        4,
    ),
    grammar(
        "used_bank",
        |text| BankList::parse_mobile(text).map(|banks| banks.to_mobile()),
        "BK0[0-9](:BK1[0-9])?(:BK3[0-9])?",
        ["BK03:04", "used_bank: expected BK and the digits of a bank, at byte 5"],
        5,
    ),
    grammar(
        "vcnt_expire_term",
        |text| ExpiryTerm::parse(text, "").map(ExpiryTerm::days_text),
        "[1-9][0-9]?",
        ["3일", "vcnt_expire_term: expected nothing after the days, at byte 1"],
        1,
    ),
    grammar(
        "vcnt_expire_term_time",
        |text| ExpiryTerm::parse("3", text).map(ExpiryTerm::time_text),
        "([01][0-9]|2[0-3])([0-5][0-9]){2}",
        ["126000", "vcnt_expire_term_time: expected a minute, 00 to 59, at byte 2"],
        2,
    ),
    grammar(
        "ipgm_date",
        |text| DepositDate::parse(text).map(|date| date.to_string()),
        "20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])(([01][0-9]|2[0-3])([0-5][0-9]){2})?",
        ["20241234", "ipgm_date: expected a day of the month, 01 to 31, at byte 6"],
        6,
    ),
    grammar(
        "hp_apply_yn",
        |text| MobileOptions::parse(text, "").map(|_| text.to_owned()),
        "[YN]",
        ["Yes", "hp_apply_yn: expected nothing more, at byte 1"],
        1,
    ),
    grammar(
        "hp_commid",
        |text| Carrier::parse(text).map(|carrier| carrier.to_string()),
        "SKT|KTF|LGT",
        ["SKT:KTF", "hp_commid: expected nothing more, as one carrier can be set, at byte 3"],
        3,
    ),
    grammar(
        "currency",
        |text| Currency::parse_pc(text).map(|currency| currency.pc().as_str().to_owned()),
        "WON|USD",
        ["410", "currency: expected WON or USD, at byte 0"],
        0,
    ),
    grammar(
        "currency",
        |text| Currency::parse_mobile(text).map(|currency| currency.mobile().as_str().to_owned()),
        "410|840",
        ["4100", "currency: expected nothing after the currency, at byte 3"],
        3,
    ),
    flag!("complex_pnt_yn", "no", "complex_pnt_yn: expected Y or N, at byte 0"),
    flag!("disp_tax_yn", "예", "disp_tax_yn: expected Y or N, at byte 0"),
    flag!("eng_flag", " Y", "eng_flag: expected Y or N, at byte 0"),
    grammar(
        "skin_indx",
        |text| Skin::parse(text).map(|skin| skin.to_string()),
        "[1-7]",
        ["8", "skin_indx: expected a digit, 1 to 7, at byte 0"],
        0,
    ),
    grammar(
        "site_logo",
        |text| LogoUrl::parse(text).map(|logo| logo.to_string()),
        "https://[a-z]{1,9}\\.example/[a-z0-9/]{0,9}l\\.(gif|jpg|jpeg)",
        [
            "https://x.example/l.png",
            "site_logo: expected a path that ends in .gif, .jpg or .jpeg, at byte 23",
        ],
        23,
    ),
    grammar(
        "AppUrl",
        |text| AppUrl::parse(text).map(|url| url.to_string()),
        "[a-z][a-z0-9.+-]{0,7}app://[a-z0-9/?=&]{0,9}",
        ["my app://", "AppUrl: expected ://, at byte 2"],
        2,
    ),
    grammar(
        "ActionResult",
        |text| ActionResult::parse(text).map(|page| page.to_string()),
        "card|acnt|vcnt|mobx|scbl|sccl|schm|ocb|tpnt",
        ["ocbs", "ActionResult: expected nothing after the word, at byte 3"],
        3,
    ),
    grammar(
        "kcp_noint",
        |text| match text {
            "Y" => InterestFree::parse(text, "CCBC-02").map(|free| free.flag().to_owned()),
            text => InterestFree::parse(text, "").map(|free| free.flag().to_owned()),
        },
        "[YN]?",
        ["y", "kcp_noint: expected nothing, Y or N, at byte 0"],
        0,
    ),
];
