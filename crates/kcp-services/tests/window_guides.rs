//! The examples of the window that the guides print: each is read into typed values and comes back as it stood.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // the whole target is a test

use kcp_codec::{
    Cents, Charset, CorporationCode, Fields, Name, OperatorCode, OrderId, SiteCode, SiteKey, Text,
    WebUrl, Won, WonOrZero,
};
use kcp_services::{
    Merchant, Operation, Outcome,
    answer::{Answer, Encoding},
    window::{
        AxHubForm, MobileForm, PageCharset, PcForm, RegisterTrade, Registered, WindowMethod,
        options::{
            ActionResult, AppUrl, BankList, CardChoice, CardOptions, Carrier, CompoundTax,
            Currency, CustomFields, DepositDate, ExpiryTerm, FixedInstalments, Flag, GiftOptions,
            GrammarError, HubMethod, HubOffer, InterestFree, InterestFreePlans, LogoUrl, Look,
            MaxInstalments, MethodMask, MobileOptions, Offer, PointsOptions, ServicePeriod, Skin,
        },
    },
};
use kcp_transport::Environment;
use serde_json::{Map, Value};

const VECTORS: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/guides/window.json"));

type Form<'a> = &'a [(&'static str, String)];

#[test]
fn every_example_is_read_and_comes_back() {
    let vectors: Vec<Value> = serde_json::from_str(VECTORS).unwrap();
    let mut seen = [0; 4];
    for vector in &vectors {
        let kind =
            ["script", "form", "name", "fields"].iter().position(|key| vector[key] != Value::Null);
        let kind = kind.unwrap_or_else(|| panic!("what is {vector}"));
        seen[kind] += 1;
        match kind {
            0 => script(vector),
            1 => form(vector),
            2 => option(vector),
            _ => pair(vector),
        }
    }
    // A vector that is of no kind, or a file that lost a part, is noticed.
    assert!(seen.iter().zip([4, 7, 60, 17]).all(|(&seen, least)| seen >= least), "{seen:?}");
}

/// One variable with its grammar.
fn option(vector: &Value) {
    let (name, text) = (string(&vector["name"]), string(&vector["text"]));
    let channel = vector["channel"].as_str().unwrap_or_default();
    let wire: Result<String, GrammarError> = match (name, channel) {
        ("pay_method", "pc") => MethodMask::parse(text).map(|mask| mask.to_string()),
        ("pay_method", "mobile") => {
            WindowMethod::parse(text).map(|method| method.mobile().as_str().to_owned())
        }
        ("currency", "pc") => Currency::parse_pc(text).map(|c| c.pc().as_str().to_owned()),
        ("currency", "mobile") => {
            Currency::parse_mobile(text).map(|c| c.mobile().as_str().to_owned())
        }
        ("good_mny", "dollars") => Ok(Cents::parse(text).unwrap().to_string()),
        ("quotaopt", _) => MaxInstalments::parse(text).map(|most| most.to_string()),
        ("fix_inst", _) => FixedInstalments::parse(text).map(|fixed| fixed.to_string()),
        ("kcp_noint_quota", _) => InterestFreePlans::parse(text).map(|plans| plans.to_string()),
        ("skin_indx", _) => Skin::parse(text).map(|skin| skin.to_string()),
        ("good_expr", _) => ServicePeriod::parse(text).map(|period| period.to_string()),
        ("wish_vbank_list", _) => BankList::parse_pc(text).map(|banks| banks.to_pc()),
        ("used_bank", _) => BankList::parse_mobile(text).map(|banks| banks.to_mobile()),
        ("ipgm_date", _) => DepositDate::parse(text).map(|date| date.to_string()),
        ("hp_commid", _) => Carrier::parse(text).map(|carrier| carrier.to_string()),
        ("AppUrl", _) => AppUrl::parse(text).map(|url| url.to_string()),
        ("site_logo", _) => LogoUrl::parse(text).map(|url| url.to_string()),
        ("ActionResult", _) => ActionResult::parse(text).map(|page| page.to_string()),
        ("van_code", _) => Ok(OperatorCode::parse(text).unwrap().to_string()),
        ("pt_memcorp_cd", _) => Ok(CorporationCode::parse(text).unwrap().to_string()),
        (
            "save_ocb" | "used_card_CCXX" | "eng_flag" | "disp_tax_yn" | "complex_pnt_yn"
            | "used_card_YN" | "hp_apply_yn",
            _,
        ) => Flag::parse(Name::from_bytes(name.as_bytes()).unwrap(), text)
            .map(|flag| flag.to_string()),
        _ => panic!("no option is called {name} {channel}"),
    };
    let wire = wire.unwrap_or_else(|error| panic!("{error}\n{}", error.pointer(text)));
    assert_eq!(wire, vector["canonical"].as_str().unwrap_or(text), "{vector}");
}

/// Variables that only mean something together.
fn pair(vector: &Value) {
    let fields = vector["fields"].as_object().unwrap();
    let get = |name: &str| fields.get(name).map_or("", string);
    let wire: Map<String, Value> = if fields.contains_key("kcp_noint") {
        let read = InterestFree::parse(get("kcp_noint"), get("kcp_noint_quota")).unwrap();
        let plans = match &read {
            InterestFree::Plans(plans) => plans.to_string(),
            _ => String::new(),
        };
        map([("kcp_noint", read.flag().to_owned()), ("kcp_noint_quota", plans)])
    } else if fields.contains_key("used_card") {
        let choice =
            CardChoice::parse(get("used_card_YN"), get("used_card"), get("not_used_card")).unwrap();
        let form = AxHubForm::new(
            &merchant(),
            order("A"),
            won("1000"),
            &text("goods"),
            &HubOffer::Standard(Offer::Card),
            PageCharset::EucKr,
        );
        let form = form.with_card_options(&CardOptions::new().with_cards(choice)).unwrap();
        let names = ["used_card_YN", "used_card", "not_used_card"];
        map(names.map(|name| (name, value(form.fields(), name).unwrap_or_default().to_owned())))
    } else if fields.contains_key("vcnt_expire_term") {
        let term =
            ExpiryTerm::parse(get("vcnt_expire_term"), get("vcnt_expire_term_time")).unwrap();
        map([("vcnt_expire_term", term.days_text()), ("vcnt_expire_term_time", term.time_text())])
    } else if fields.contains_key("hp_commid") {
        let read = MobileOptions::parse(get("hp_apply_yn"), get("hp_commid")).unwrap();
        let carrier = read.carrier().unwrap();
        map([("hp_apply_yn", "Y".to_owned()), ("hp_commid", carrier.to_string())])
    } else {
        let tax = tax(fields);
        assert_eq!(get("tax_flag"), "TG03");
        map([
            ("tax_flag", "TG03".to_owned()),
            ("good_mny", tax.total().to_string()),
            ("comm_tax_mny", tax.supply().to_string()),
            ("comm_free_mny", tax.free().to_string()),
            ("comm_vat_mny", tax.vat().to_string()),
        ])
    };
    let expected = vector["canonical"].as_object().unwrap_or(fields);
    assert_eq!(&wire, expected, "{vector}");
}

/// A whole form: every field of the example stands on the form that is made of it.
fn form(vector: &Value) {
    let fields = vector["fields"].as_object().unwrap();
    let get = |name: &str| fields.get(name).map(string);
    let stands = |form: Form<'_>| {
        for (name, expected) in fields {
            assert_eq!(value(form, name), Some(string(expected)), "{name} of {vector}");
        }
        assert_eq!(value(form, "site_key"), None);
    };
    match string(&vector["form"]) {
        "ax_hub" => {
            let mask = MethodMask::parse(get("pay_method").unwrap()).unwrap();
            assert_eq!(mask.methods().collect::<Vec<_>>(), [HubMethod::Card]);
            let form = AxHubForm::new(
                &merchant(),
                order(get("ordr_idxx").unwrap()),
                won(get("good_mny").unwrap()),
                &text(get("good_name").unwrap()),
                &HubOffer::Standard(Offer::Card),
                PageCharset::EucKr,
            )
            .with_site_name(&text(get("site_name").unwrap()))
            .with_buyer_name(&text(get("buyr_name").unwrap()))
            .with_buyer_telephone(&text(get("buyr_tel1").unwrap()))
            .with_buyer_mobile(&text(get("buyr_tel2").unwrap()))
            .with_buyer_mail(&text(get("buyr_mail").unwrap()))
            .with_goods_code(&text(get("good_cd").unwrap()))
            .with_period(ServicePeriod::parse(get("good_expr").unwrap()).unwrap())
            .with_look(&look(fields))
            .unwrap();
            stands(form.fields());
        }
        "ax_hub_gift" => {
            let operator = OperatorCode::parse("SCCL").unwrap();
            let gift = GiftOptions::new(operator, text(get("tk_shop_id").unwrap()));
            let (goods, offer) = (text("goods"), HubOffer::Standard(Offer::Gift(gift)));
            let (merchant, charset) = (merchant(), PageCharset::EucKr);
            let form = AxHubForm::new(&merchant, order("A"), won("1000"), &goods, &offer, charset);
            stands(form.fields());
        }
        "registration" => {
            // The registration's own request is under test elsewhere; here its values are.
            let registered =
                registered(fields, "https://testsmpay.kcp.co.kr/pay/mobileGW.kcp", "K");
            let form = MobileForm::new(&merchant(), &registered, PageCharset::EucKr).unwrap();
            stands(form.fields());
        }
        "mobile" => {
            let pay_url = get("PayUrl").unwrap_or("https://testsmpay.kcp.co.kr/pay/mobileGW.kcp");
            let key = get("approval_key").unwrap_or("ockLyC3QHxD5rSUio3ETuAcHyKIPdQ/iE35VBPEo1cQ=");
            let registered = registered(fields, pay_url, key);
            let mut form = MobileForm::new(&merchant(), &registered, PageCharset::Utf8).unwrap();
            assert_eq!(form.action().rsplit('/').next(), Some("encodingFilter.jsp"));
            form = form.with_shop_name(&text(get("shop_name").unwrap()));
            if let Some(name) = get("buyr_name") {
                form = form.with_buyer_name(&text(name));
            }
            if let Some(user) = get("shop_user_id") {
                let custom = CustomFields::new()
                    .with_first(text(get("param_opt_1").unwrap()))
                    .with_second(text(get("param_opt_2").unwrap()))
                    .with_third(text(get("param_opt_3").unwrap()));
                form = form
                    .with_shop_user(&text(user))
                    .with_buyer_mail(&text(get("buyr_mail").unwrap()))
                    .with_buyer_mobile(&text(get("buyr_tel2").unwrap()))
                    .with_app(&AppUrl::parse(get("AppUrl").unwrap()).unwrap())
                    .with_custom_fields(&custom)
                    .with_action_result()
                    .unwrap();
            }
            stands(form.fields());
        }
        "pc" => {
            let order = order(get("ordr_idxx").unwrap_or("TEST123456789"));
            let goods = text(get("good_name").unwrap_or("운동화"));
            let amount = won(get("good_mny").unwrap());
            let mut form = PcForm::new(&merchant(), order, amount, &goods, &Offer::Card)
                .with_site_name(&text(get("site_name").unwrap()))
                .with_look(&look(fields))
                .unwrap();
            if let Some(user) = get("shop_user_id") {
                form = form
                    .with_shop_user(&text(user))
                    .with_goods_code(&text(get("good_cd").unwrap()))
                    .with_period(ServicePeriod::parse(get("good_expr").unwrap()).unwrap())
                    .with_compound_tax(&tax(fields))
                    .unwrap();
            }
            stands(form.fields());
        }
        other => panic!("no form is called {other}"),
    }
}

/// The script of the AX-HUB window.
fn script(vector: &Value) {
    let (environment, site) = match string(&vector["environment"]) {
        "real" => (Environment::Production, "B1234"),
        _ => (Environment::Test, "T0000"),
    };
    let charset = match string(&vector["charset"]) {
        "EUC-KR" => PageCharset::EucKr,
        _ => PageCharset::Utf8,
    };
    let merchant = merchant_of(environment, site);
    let (goods, offer) = (text("goods"), HubOffer::Standard(Offer::Card));
    let form = AxHubForm::new(&merchant, order("A"), won("1000"), &goods, &offer, charset);
    assert_eq!(form.script(), string(&vector["script"]));
}

#[test]
fn operators_of_the_guide_lead_to_offers() {
    for code in ["SCBL", "SCCL", "SCHM"] {
        let gift = GiftOptions::new(OperatorCode::parse(code).unwrap(), text("hong123"));
        assert_eq!(Offer::Gift(gift).method(), WindowMethod::Gift);
    }
    let benepia = PointsOptions::benepia(CorporationCode::parse("5555").unwrap());
    assert_eq!(Offer::Points(benepia).method(), WindowMethod::Points);
    assert!(PointsOptions::of(OperatorCode::parse("SCSK").unwrap()).is_ok());
}

fn registered(fields: &Map<String, Value>, pay_url: &str, key: &str) -> Registered {
    let get = |name: &str| fields.get(name).map(string);
    let method = WindowMethod::parse(get("pay_method").unwrap_or("CARD")).unwrap();
    let url = WebUrl::parse(get("Ret_URL").unwrap_or("https://shop.example/return")).unwrap();
    let trade = RegisterTrade::new(
        Environment::Test,
        order(get("ordr_idxx").unwrap()),
        won(get("good_mny").unwrap()),
        text(get("good_name").unwrap()),
        method,
        url,
    );
    let answer = Fields::new()
        .with(Name::from_static("Code"), &text::<4>("0000"))
        .with(Name::from_static("approvalKey"), &text::<100>(key))
        .with(Name::from_static("PayUrl"), &text::<100>(pay_url));
    match trade.read(&Answer::new(answer, Encoding::EucKr)) {
        Outcome::Approved(done) => done.into_answer(),
        other => panic!("{other:?}"),
    }
}

fn look(fields: &Map<String, Value>) -> Look {
    let get = |name: &str| fields.get(name).map(string);
    let mut look = Look::new();
    if let Some(logo) = get("site_logo") {
        look = look.with_logo(LogoUrl::parse(logo).unwrap());
    }
    if let Some(skin) = get("skin_indx") {
        look = look.with_skin(Skin::parse(skin).unwrap());
    }
    if let Some(title) = get("kcp_pay_title") {
        look = look.with_title(text(title));
    }
    if get("eng_flag") == Some("Y") { look.in_english() } else { look }
}

fn tax(fields: &Map<String, Value>) -> CompoundTax {
    let part = |name: &str| WonOrZero::parse(string(&fields[name])).unwrap();
    CompoundTax::from_parts(
        won(string(&fields["good_mny"])),
        part("comm_tax_mny"),
        part("comm_vat_mny"),
        part("comm_free_mny"),
    )
    .unwrap()
}

fn merchant() -> Merchant {
    merchant_of(Environment::Test, "T0000")
}

fn merchant_of(environment: Environment, site: &str) -> Merchant {
    let key = SiteKey::parse("3grptw1.zW0GSo4PQdaGvsF__").unwrap();
    Merchant::new(environment, SiteCode::parse(site).unwrap(), key).unwrap()
}

fn text<const MAX: usize>(text: &str) -> Text<MAX> {
    Text::new(Name::from_static("good_name"), Charset::Ksx1001, text).unwrap()
}

fn order(text: &str) -> OrderId {
    OrderId::parse(text).unwrap()
}

fn won(text: &str) -> Won {
    Won::parse(text).unwrap()
}

fn string(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

fn value<'a>(form: Form<'a>, name: &str) -> Option<&'a str> {
    form.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
}

fn map<const N: usize>(pairs: [(&str, String); N]) -> Map<String, Value> {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect()
}
