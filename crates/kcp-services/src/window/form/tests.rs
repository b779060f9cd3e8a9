//! What stands on a form, what a form refuses, and what none ever holds.

use kcp_codec::{
    BankCode, Cents, Charset, CorporationCode, Fields, OperatorCode, OrderId, SiteCode, SiteKey,
    Text, WebUrl, Won, WonOrZero,
};
use kcp_transport::{Environment, PayUrl};

use super::*;
use crate::{
    Merchant,
    window::{
        Registered, WindowMethod,
        options::{
            AppUrl, BankList, CardChoice, CardList, CardOptions, Carrier, CompoundTax,
            CustomFields, Day, DepositDate, DepositDeadline, EscrowMode, EscrowOptions, ExpiryTerm,
            FixedInstalments, Flag, GiftOptions, HubMethod, HubOffer, InterestFree,
            InterestFreePlans, LogoUrl, Look, MaxInstalments, MobileOptions, PointsOptions,
            ServicePeriod, Skin, VirtualAccountOptions,
        },
    },
};

const KEY: &str = "3grptw1.zW0GSo4PQdaGvsF__";

fn merchant() -> Merchant {
    let site = SiteCode::parse("T0000").unwrap();
    Merchant::new(Environment::Test, site, SiteKey::parse(KEY).unwrap()).unwrap()
}

fn text<const MAX: usize>(text: &str) -> Text<MAX> {
    Text::new(Name::from_static("good_name"), Charset::Ksx1001, text).unwrap()
}

fn won(won: u64) -> Won {
    Won::new(won).unwrap()
}

fn order() -> OrderId {
    OrderId::parse("TEST123456789").unwrap()
}

fn pay_url() -> PayUrl {
    PayUrl::parse(&Environment::Test, "https://testsmpay.kcp.co.kr/pay/mobileGW.kcp").unwrap()
}

fn registered<M>(amount: M, method: WindowMethod) -> Registered<M> {
    Registered {
        approval_key: "J9z6rqeRrRIjGoxmPPQtpgcHyKIPdQ/iE35VBPEo1sQ=".to_owned(),
        pay_url: pay_url(),
        trace_no: None,
        order: order(),
        amount,
        goods: text("운동화"),
        method,
        return_url: WebUrl::parse("https://shop.example/kcp/return?a=1&b=2,3;4").unwrap(),
        fields: Fields::new(),
    }
}

fn mobile<M: Price>(amount: M, offer: &Offer) -> MobileForm<M> {
    let registered = registered(amount, offer.method());
    MobileForm::offering(&merchant(), &registered, offer, PageCharset::Utf8).unwrap()
}

fn pc<M: Price>(amount: M, offer: &Offer) -> PcForm<M> {
    PcForm::new(&merchant(), order(), amount, &text("운동화"), offer)
}

fn hub<M: Price>(amount: M, offer: impl Into<HubOffer>) -> AxHubForm<M> {
    let goods = text("운동화");
    AxHubForm::new(&merchant(), order(), amount, &goods, &offer.into(), PageCharset::EucKr)
}

fn value<'a>(fields: &'a [(&'static str, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
}

fn operator(code: &str) -> OperatorCode {
    OperatorCode::parse(code).unwrap()
}

fn gift() -> Offer {
    Offer::Gift(GiftOptions::new(operator("SCCL"), text("hong123")))
}

fn benepia() -> Offer {
    Offer::Points(PointsOptions::benepia(CorporationCode::parse("5555").unwrap()))
}

#[test]
fn the_ax_hub_form_says_what_the_guide_requires() {
    let form = hub(won(1_004), Offer::Card).with_site_name(&text("TEST SHOP"));
    let filled: Vec<_> = form.fields().iter().filter(|(_, value)| !value.is_empty()).collect();
    let expected = [
        ("req_tx", "pay"),
        ("site_cd", "T0000"),
        ("ordr_idxx", "TEST123456789"),
        ("pay_method", "100000000000"),
        ("good_name", "운동화"),
        ("good_mny", "1004"),
        ("currency", "WON"),
        ("module_type", "01"),
        ("good_expr", "0"),
        ("quotaopt", "0"),
        ("site_name", "TEST SHOP"),
    ];
    assert_eq!(
        filled,
        expected.map(|(name, value)| (name, value.to_owned())).iter().collect::<Vec<_>>()
    );
    for name in ["res_cd", "enc_data", "enc_info", "tran_cd", "ret_pay_method"] {
        assert_eq!(value(form.fields(), name), Some(""), "{name}");
    }
}

#[test]
fn the_script_follows_environment_and_charset() {
    let script = |environment, site, charset| {
        let key = SiteKey::parse(KEY).unwrap();
        let merchant = Merchant::new(environment, SiteCode::parse(site).unwrap(), key).unwrap();
        AxHubForm::new(&merchant, order(), won(1), &text("x"), &Offer::Card.into(), charset)
            .script()
            .to_owned()
    };
    let simulator = Environment::Simulator { gateway: ([127, 0, 0, 1], 1).into(), pg_api: None };
    for (environment, site, charset, file) in [
        (Environment::Test, "T0000", PageCharset::EucKr, "payplus_test.js"),
        (Environment::Test, "T0000", PageCharset::Utf8, "payplus_test_un.js"),
        (Environment::Production, "B1234", PageCharset::EucKr, "payplus.js"),
        (Environment::Production, "B1234", PageCharset::Utf8, "payplus_un.js"),
    ] {
        let expected = format!("https://pay.kcp.co.kr/plugin/{file}");
        assert_eq!(script(environment, site, charset), expected);
    }
    assert_eq!(script(simulator, "T0000", PageCharset::Utf8), "");
}

#[test]
fn each_channel_has_its_own_words() {
    let banks = BankList::new(["03", "04"].map(|code| BankCode::parse(code).unwrap())).unwrap();
    let options = VirtualAccountOptions::new().with_banks(banks);
    let term = DepositDeadline::After(ExpiryTerm::days(3).unwrap());
    let date = DepositDeadline::By(DepositDate::on(Day::new(2024, 12, 31).unwrap()));
    let on_pc = pc(won(1_000), &Offer::VirtualAccount)
        .with_virtual_account_options(&options.clone().with_deadline(term))
        .unwrap();
    assert_eq!(value(on_pc.fields(), "wish_vbank_list"), Some("03:04"));
    assert_eq!(value(on_pc.fields(), "vcnt_expire_term"), Some("3"));
    let on_phone = mobile(won(1_000), &Offer::VirtualAccount)
        .with_virtual_account_options(&options.with_deadline(date))
        .unwrap();
    assert_eq!(value(on_phone.fields(), "used_bank"), Some("BK03:BK04"));
    assert_eq!(value(on_phone.fields(), "ipgm_date"), Some("20241231"));
    let dollars = Cents::from_dollars(10, 55).unwrap();
    let (on_pc, on_phone) = (pc(dollars, &Offer::Card), mobile(dollars, &Offer::Card));
    assert_eq!(value(on_pc.fields(), "currency"), Some("USD"));
    assert_eq!(value(on_phone.fields(), "currency"), Some("840"));
    assert_eq!(value(on_phone.fields(), "good_mny"), Some("1055"));
}

#[test]
fn what_a_method_requires_stands_on_the_form_of_its_channel() {
    let has = |fields: &[(&'static str, String)], names: [&str; 4]| {
        names.map(|name| value(fields, name).unwrap_or("-").to_owned())
    };
    let names = ["van_code", "shop_user_id", "tk_shop_id", "pt_memcorp_cd"];
    let phone = Offer::Mobile(text("hong123"));
    for (offer, expected) in [
        (gift(), ["SCCL", "hong123", "-", "-"]),
        (benepia(), ["SCWB", "-", "-", "5555"]),
        (phone.clone(), ["-", "hong123", "-", "-"]),
    ] {
        assert_eq!(has(mobile(won(1_000), &offer).fields(), names), expected);
    }
    assert_eq!(has(pc(won(1_000), &gift()).fields(), names), ["-", "hong123", "-", "-"]);
    assert_eq!(has(hub(won(1_000), gift()).fields(), names), ["-", "-", "hong123", "-"]);
    assert_eq!(has(hub(won(1_000), phone.clone()).fields(), names), ["-"; 4]);
    assert!(hub(won(1_000), phone).and(&HubOffer::Mobile).is_err());
    let alone = Offer::Points(PointsOptions::ok_cashbag().without_card());
    assert_eq!(value(pc(won(1_000), &alone).fields(), "complex_pnt_yn"), Some("N"));
}

#[test]
fn a_phone_s_form_without_what_its_method_requires_does_not_exist() {
    for (method, missing) in [
        (WindowMethod::Points, "van_code: missing"),
        (WindowMethod::Gift, "van_code: missing"),
        (WindowMethod::Mobile, "shop_user_id: missing"),
    ] {
        let registered = registered(won(1_000), method);
        let error = MobileForm::new(&merchant(), &registered, PageCharset::Utf8).unwrap_err();
        assert_eq!(error.to_string(), missing);
    }
    let registered = registered(won(1_000), WindowMethod::Card);
    assert!(MobileForm::new(&merchant(), &registered, PageCharset::Utf8).is_ok());
    let error =
        MobileForm::offering(&merchant(), &registered, &gift(), PageCharset::Utf8).unwrap_err();
    assert_eq!(error.field(), MethodMask::NAME);
}

#[test]
fn a_method_is_offered_once_and_to_one_buyer() {
    let form = pc(won(1_000), &Offer::Card).and(&gift()).unwrap();
    assert_eq!(value(form.fields(), "pay_method"), Some("100000001000"));
    let twice = form.clone().and(&gift()).unwrap_err();
    assert_eq!(twice.to_string(), "pay_method: stands twice");
    let other = form.clone().and(&Offer::Mobile(text("other"))).unwrap_err();
    assert_eq!(other.to_string(), "shop_user_id: stands twice");
    assert!(form.and(&Offer::Mobile(text("hong123"))).is_ok());
    let form = hub(won(1_000), HubOffer::TongMoney).and(&HubOffer::KtPhoneBill).unwrap();
    assert_eq!(value(form.fields(), "pay_method"), Some("000000100010"));
    assert!(form.methods().offers(HubMethod::KtPhoneBill));
    assert!(form.and(&HubOffer::TongMoney).is_err());
}

#[test]
fn instalments_below_fifty_thousand_won_are_refused_by_name() {
    let plans = InterestFreePlans::parse("CCBC-02:03:06").unwrap();
    let none = CardOptions::new();
    for (options, field) in [
        (none.clone().with_max_instalments(MaxInstalments::new(1).unwrap()), "quotaopt"),
        (none.clone().with_fixed_instalments(FixedInstalments::new(2).unwrap()), "fix_inst"),
        (none.clone().with_interest_free(InterestFree::Plans(plans)), "kcp_noint_quota"),
    ] {
        let expected = format!("{field}: outside what is allowed");
        let error = pc(won(49_999), &Offer::Card).with_card_options(&options).unwrap_err();
        assert_eq!(error.to_string(), expected);
        let error = hub(won(49_999), Offer::Card).with_card_options(&options).unwrap_err();
        assert_eq!(error.to_string(), expected);
        let error = mobile(won(49_999), &Offer::Card).with_card_options(&options).unwrap_err();
        assert_eq!(error.to_string(), expected);
        let dollars = Cents::new(99_999_999).unwrap();
        assert!(pc(dollars, &Offer::Card).with_card_options(&options).is_err());
        assert!(pc(won(50_000), &Offer::Card).with_card_options(&options).is_ok());
    }
    let at_once = none
        .with_max_instalments(MaxInstalments::new(0).unwrap())
        .with_fixed_instalments(FixedInstalments::new(1).unwrap())
        .with_interest_free(InterestFree::Never);
    let form = pc(won(1), &Offer::Card).with_card_options(&at_once).unwrap();
    assert_eq!(value(form.fields(), "kcp_noint"), Some("N"));
}

#[test]
fn an_option_of_another_channel_is_refused_by_name() {
    let refused = |result: Result<(), FieldError>, field| {
        let error = result.unwrap_err();
        assert_eq!((error.field().as_str(), error.reason()), (field, Reason::NotHere));
    };
    let cards = CardList::parse("CCBC:CCKM").unwrap();
    let phone = || mobile(won(50_000), &Offer::Card);
    let desk = || pc(won(50_000), &Offer::Card);
    for (options, field) in [
        (CardOptions::new().with_cards(CardChoice::Without(cards.clone())), "not_used_card"),
        (CardOptions::new().with_cashbag_saving(Flag::Yes), "save_ocb"),
        (CardOptions::new().with_foreign_cards_apart(Flag::Yes), "used_card_CCXX"),
    ] {
        refused(phone().with_card_options(&options).map(drop), field);
        refused(desk().with_card_options(&options).map(drop), field);
        let form = hub(won(50_000), Offer::Card).with_card_options(&options).unwrap();
        assert!(value(form.fields(), field).is_some());
    }
    let only = CardOptions::new().with_cards(CardChoice::Only(cards));
    let form = phone().with_card_options(&only).unwrap();
    assert_eq!(value(form.fields(), "used_card_YN"), Some("Y"));
    assert_eq!(value(form.fields(), "used_card"), Some("CCBC:CCKM"));

    let logo = LogoUrl::parse("https://shop.example/logo.gif").unwrap();
    let skin = Look::new().with_skin(Skin::new(1).unwrap());
    refused(phone().with_look(&skin).map(drop), "skin_indx");
    refused(phone().with_look(&Look::new().with_logo(logo)).map(drop), "site_logo");
    let title = Look::new().with_title(text("NHN KCP"));
    refused(phone().with_look(&title).map(drop), "kcp_pay_title");
    refused(hub(won(1), Offer::Card).with_look(&title).map(drop), "kcp_pay_title");
    assert!(
        desk().with_look(&title).is_ok() && phone().with_look(&Look::new().in_english()).is_ok()
    );

    let by = DepositDeadline::By(DepositDate::on(Day::new(2026, 12, 31).unwrap()));
    let by = VirtualAccountOptions::new().with_deadline(by);
    refused(desk().with_virtual_account_options(&by).map(drop), "ipgm_date");
    refused(
        hub(won(1), Offer::VirtualAccount).with_virtual_account_options(&by).map(drop),
        "ipgm_date",
    );
    let after = DepositDeadline::After(ExpiryTerm::days(1).unwrap());
    let after = VirtualAccountOptions::new().with_deadline(after);
    refused(phone().with_virtual_account_options(&after).map(drop), "vcnt_expire_term");
}

#[test]
fn a_phone_s_form_takes_ten_banks() {
    let banks = |count: u8| {
        let codes = (1..=count).map(|n| BankCode::parse(&format!("{n:02}")).unwrap());
        VirtualAccountOptions::new().with_banks(BankList::new(codes).unwrap())
    };
    let form = || mobile(won(1_000), &Offer::VirtualAccount);
    assert!(form().with_virtual_account_options(&banks(10)).is_ok());
    let error = form().with_virtual_account_options(&banks(11)).unwrap_err();
    assert_eq!(error.to_string(), "used_bank: 54 bytes, and the limit is 50");
    assert!(
        pc(won(1_000), &Offer::VirtualAccount).with_virtual_account_options(&banks(17)).is_ok()
    );
}

#[test]
fn tax_of_another_amount_is_refused() {
    let tax = CompoundTax::of(WonOrZero::new(1_000).unwrap(), WonOrZero::ZERO).unwrap();
    let form = pc(won(1_000), &Offer::Card).with_compound_tax(&tax).unwrap();
    let parts = ["tax_flag", "comm_tax_mny", "comm_vat_mny", "comm_free_mny"]
        .map(|name| value(form.fields(), name).unwrap());
    assert_eq!(parts, ["TG03", "909", "91", "0"]);
    let error = pc(won(1_001), &Offer::Card).with_compound_tax(&tax).unwrap_err();
    assert_eq!(error.to_string(), "comm_tax_mny: outside what is allowed");
}

#[test]
fn the_first_page_of_a_phone_s_window_follows_from_the_method() {
    let page = |offer: &Offer| {
        let form = mobile(won(1_000), offer).with_action_result()?;
        Ok::<_, FieldError>(value(form.fields(), "ActionResult").map(str::to_owned))
    };
    for (offer, word) in [
        (Offer::Card, "card"),
        (Offer::Transfer, "acnt"),
        (Offer::VirtualAccount, "vcnt"),
        (Offer::Mobile(text("hong123")), "mobx"),
        (gift(), "sccl"),
        (benepia(), "tpnt"),
        (Offer::Points(PointsOptions::ok_cashbag()), "ocb"),
    ] {
        assert_eq!(page(&offer).unwrap().as_deref(), Some(word));
    }
    let unknown = Offer::Gift(GiftOptions::new(operator("SCGM"), text("hong123")));
    assert_eq!(page(&unknown).unwrap_err().reason(), Reason::NotHere);
}

mod again;
mod limits;
