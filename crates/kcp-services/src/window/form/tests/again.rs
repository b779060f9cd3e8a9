//! Options that are given twice: the second ones stand, and nothing of the first beside them.

use super::*;

fn list(text: &str) -> CardList {
    CardList::parse(text).unwrap()
}

fn free(plans: &str) -> CardOptions {
    CardOptions::new().with_interest_free(InterestFree::parse("Y", plans).unwrap())
}

#[test]
fn a_list_of_cards_is_replaced_and_never_stands_beside_the_other_kind() {
    let only = CardOptions::new().with_cards(CardChoice::Only(list("CCBC")));
    let without = CardOptions::new().with_cards(CardChoice::Without(list("CCKM")));
    let names = ["used_card_YN", "used_card", "not_used_card"];
    let stand = |first: &CardOptions, second: &CardOptions| {
        let form = hub(won(1_000), Offer::Card).with_card_options(first).unwrap();
        let form = form.with_card_options(second).unwrap();
        names.map(|name| value(form.fields(), name).unwrap_or("-").to_owned())
    };
    assert_eq!(stand(&only, &without), ["-", "-", "CCKM"]);
    assert_eq!(stand(&without, &only), ["Y", "CCBC", "-"]);
    assert_eq!(stand(&only, &CardOptions::new()), ["-", "-", "-"]);
}

#[test]
fn plans_without_interest_go_when_interest_is_asked_for() {
    let form = pc(won(50_000), &Offer::Card).with_card_options(&free("CCBC-02:03")).unwrap();
    let never = CardOptions::new().with_interest_free(InterestFree::Never);
    let form = form.with_card_options(&never).unwrap();
    assert_eq!(value(form.fields(), "kcp_noint"), Some("N"));
    assert_eq!(value(form.fields(), "kcp_noint_quota"), None);
}

#[test]
fn the_ax_hub_window_is_told_of_instalments_whatever_is_replaced() {
    let most = CardOptions::new().with_max_instalments(MaxInstalments::new(12).unwrap());
    let form = hub(won(50_000), Offer::Card).with_card_options(&most).unwrap();
    assert_eq!(value(form.fields(), "quotaopt"), Some("12"));
    let form = form.with_card_options(&CardOptions::new()).unwrap();
    assert_eq!(value(form.fields(), "quotaopt"), Some("0"));
    let form = pc(won(50_000), &Offer::Card).with_card_options(&most).unwrap();
    let form = form.with_card_options(&CardOptions::new()).unwrap();
    assert_eq!(value(form.fields(), "quotaopt"), None);
}

#[test]
fn a_carrier_goes_when_every_carrier_is_asked_for() {
    let form = pc(won(1_000), &Offer::Mobile(text("hong123")));
    let form = form.with_mobile_options(MobileOptions::only(Carrier::Skt));
    let form = form.with_mobile_options(MobileOptions::new());
    assert_eq!(value(form.fields(), "hp_apply_yn"), Some("N"));
    assert_eq!(value(form.fields(), "hp_commid"), None);
}

#[test]
fn banks_looks_and_own_fields_are_replaced() {
    let banks = BankList::parse_pc("03:04").unwrap();
    let term = DepositDeadline::After(ExpiryTerm::parse("3", "120000").unwrap());
    let form = pc(won(1_000), &Offer::VirtualAccount)
        .with_virtual_account_options(&VirtualAccountOptions::new().with_banks(banks))
        .unwrap()
        .with_virtual_account_options(&VirtualAccountOptions::new().with_deadline(term))
        .unwrap()
        .with_look(&Look::new().with_title(text("title")).in_english())
        .unwrap()
        .with_look(&Look::new().with_skin(Skin::new(2).unwrap()))
        .unwrap();
    let names = ["wish_vbank_list", "vcnt_expire_term", "kcp_pay_title", "eng_flag", "skin_indx"];
    let stand = names.map(|name| value(form.fields(), name).unwrap_or("-"));
    assert_eq!(stand, ["-", "3", "-", "-", "2"]);
    let form = mobile(won(1_000), &Offer::Card)
        .with_custom_fields(&CustomFields::new().with_first(text("a")))
        .with_custom_fields(&CustomFields::new().with_second(text("b")));
    assert_eq!(value(form.fields(), "param_opt_1"), None);
    assert_eq!(value(form.fields(), "param_opt_2"), Some("b"));
}

#[test]
fn options_that_are_refused_change_nothing() {
    let form = hub(won(50_000), Offer::Card).with_card_options(&free("CCBC-02:03")).unwrap();
    let before = form.fields().to_vec();
    let by = DepositDeadline::By(DepositDate::parse("20261231").unwrap());
    let by = VirtualAccountOptions::new().with_deadline(by);
    assert!(form.clone().with_virtual_account_options(&by).is_err());
    assert_eq!(form.fields(), before);
}
