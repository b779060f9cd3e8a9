//! The registration of a trade, and the three forms that open a window, in both currencies and with every option.

use kcp_codec::{BankCode, CardCode, Cents, CorporationCode, OperatorCode, WebUrl, WonOrZero};
use kcp_services::{
    Operation,
    answer::{Answer, Encoding},
    window::{
        AxHubForm, MobileForm, PageCharset, PcForm, RegisterTrade, Registered, WindowMethod,
        options::{
            AppUrl, BankList, CardChoice, CardList, CardOptions, Carrier, CompoundTax,
            CustomFields, Day, DepositDate, DepositDeadline, EscrowMode, EscrowOptions, ExpiryTerm,
            FixedInstalments, Flag, GiftOptions, HubOffer, InterestFree, InterestFreePlan,
            InterestFreePlans, LogoUrl, Look, MaxInstalments, MobileOptions, Offer, PointsOptions,
            Price, ServicePeriod, Skin, VirtualAccountOptions,
        },
    },
};
use kcp_transport::api::Reply;

use super::{
    Written,
    values::{limit, merchant, order, until, won, word},
};

const TAX: [&str; 4] = ["tax_flag", "comm_tax_mny", "comm_vat_mny", "comm_free_mny"];
const COMMON: [&str; 10] = [
    "buyr_name",
    "buyr_tel2",
    "buyr_mail",
    "disp_tax_yn",
    "eng_flag",
    "escw_used",
    "pay_mod",
    "deli_term",
    "hp_apply_yn",
    "hp_commid",
];
const CARDS: [&str; 4] = ["quotaopt", "fix_inst", "kcp_noint", "kcp_noint_quota"];
const PC: [&str; 7] = [
    "site_name",
    "good_cd",
    "skin_indx",
    "site_logo",
    "wish_vbank_list",
    "vcnt_expire_term",
    "vcnt_expire_term_time",
];
const PHONE: [&str; 9] = [
    "shop_user_id",
    "shop_name",
    "AppUrl",
    "ActionResult",
    "param_opt_1",
    "param_opt_2",
    "param_opt_3",
    "used_bank",
    "ipgm_date",
];

/// The form with every option that all forms have, in the words of `table`.
macro_rules! dressed {
    ($table:literal, $form:expr) => {
        $form
            .with_buyer_name(&limit($table, "buyr_name"))
            .with_buyer_mobile(&limit($table, "buyr_tel2"))
            .with_buyer_mail(&limit($table, "buyr_mail"))
            .with_receipt(Flag::Yes)
            .with_escrow(EscrowOptions::new(EscrowMode::AsAgreed, 99).unwrap())
            .with_mobile_options(MobileOptions::only(Carrier::LgUplus))
    };
}

pub(super) fn all(written: &mut Written) {
    let cents = Cents::new(won().get()).unwrap();
    for method in WindowMethod::ALL {
        hub(written, offer(method).into());
        pc(written, method);
        mobile(written, method);
        hub_form(written, offer(method).into(), cents);
        pc_form(written, method, cents);
        mobile_form(written, method, cents);
    }
    for offer in [HubOffer::KtPhoneBill, HubOffer::Mobile, HubOffer::TongMoney] {
        hub(written, offer);
    }
}

fn hub_form<M: Price>(written: &mut Written, offer: HubOffer, amount: M) -> AxHubForm<M> {
    let (merchant, table) = (merchant(), "ax_hub_order");
    let goods = limit(table, "good_name");
    let look = Look::new().in_english().with_skin(Skin::new(7).unwrap()).with_logo(logo());
    let period = ServicePeriod::between(day(), day()).unwrap();
    let form = AxHubForm::new(&merchant, order(), amount, &goods, &offer, PageCharset::Utf8);
    let form = dressed!("ax_hub_order", form)
        .with_site_name(&limit(table, "site_name"))
        .with_buyer_telephone(&limit(table, "buyr_tel1"))
        .with_goods_code(&limit(table, "good_cd"))
        .with_period(period)
        .with_virtual_account_options(&accounts(17).with_deadline(after()))
        .and_then(|form| form.with_look(&look))
        .unwrap();
    let options =
        [&COMMON[..], &PC, &["buyr_tel1", "req_tx", "module_type", "good_expr", "quotaopt"]];
    written.texts(table, form.fields(), &options.concat());
    form
}

fn hub(written: &mut Written, offer: HubOffer) {
    let form = hub_form(written, offer, won()).with_compound_tax(&tax()).unwrap();
    let whole = || cards().with_cashbag_saving(Flag::Yes).with_foreign_cards_apart(Flag::Yes);
    let apart = ["save_ocb", "used_card_CCXX"];
    for (choice, names) in [
        (CardChoice::Only(companies()), &["used_card_YN", "used_card"][..]),
        (CardChoice::Without(companies()), &["not_used_card"]),
        (CardChoice::All, &[]),
    ] {
        let form = form.clone().with_card_options(&whole().with_cards(choice)).unwrap();
        written.texts("ax_hub_order", form.fields(), &[&CARDS, &TAX, &apart[..], names].concat());
    }
}

fn pc_form<M: Price>(written: &mut Written, method: WindowMethod, amount: M) -> PcForm<M> {
    let table = "window_pc_order";
    let look = Look::new().in_english().with_skin(Skin::new(7).unwrap()).with_logo(logo());
    let look = look.with_title(limit(table, "kcp_pay_title"));
    let period = ServicePeriod::between(day(), day()).unwrap();
    let goods = limit(table, "good_name");
    let form = PcForm::new(&merchant(), order(), amount, &goods, &offer(method));
    let form = dressed!("window_pc_order", form)
        .with_site_name(&limit(table, "site_name"))
        .with_shop_user(&limit(table, "shop_user_id"))
        .with_goods_code(&limit(table, "good_cd"))
        .with_period(period)
        .with_virtual_account_options(&accounts(17).with_deadline(after()))
        .and_then(|form| form.with_look(&look))
        .unwrap();
    let options = [&COMMON[..], &PC, &["shop_user_id", "kcp_pay_title", "good_expr"]];
    written.texts(table, form.fields(), &options.concat());
    form
}

fn pc(written: &mut Written, method: WindowMethod) {
    let form = pc_form(written, method, won())
        .with_compound_tax(&tax())
        .and_then(|form| form.with_card_options(&only_some()))
        .unwrap();
    let options = [&CARDS[..], &TAX, &["used_card_YN", "used_card"]].concat();
    written.texts("window_pc_order", form.fields(), &options);
}

fn mobile_form<M: Price>(written: &mut Written, method: WindowMethod, amount: M) -> MobileForm<M> {
    let table = "window_mobile_order";
    let registered = registered(written, method, amount);
    let own = CustomFields::new()
        .with_first(limit(table, "param_opt_1"))
        .with_second(limit(table, "param_opt_2"))
        .with_third(limit(table, "param_opt_3"));
    let form = MobileForm::offering(&merchant(), &registered, &offer(method), PageCharset::Utf8);
    let form = dressed!("window_mobile_order", form.unwrap())
        .with_shop_user(&limit(table, "shop_user_id"))
        .with_shop_name(&limit(table, "shop_name"))
        .with_app(&AppUrl::parse("myapp://pay?a=1&b=2").unwrap())
        .with_custom_fields(&own)
        .with_action_result()
        .and_then(|form| form.with_look(&Look::new().in_english()))
        .unwrap();
    let second = DepositDeadline::By(DepositDate::at(until()));
    for deadline in [DepositDeadline::By(DepositDate::on(day())), second] {
        let accounts = accounts(10).with_deadline(deadline);
        let form = form.clone().with_virtual_account_options(&accounts).unwrap();
        written.texts(table, form.fields(), &[&COMMON[..], &PHONE].concat());
    }
    form
}

fn mobile(written: &mut Written, method: WindowMethod) {
    let form = mobile_form(written, method, won())
        .with_compound_tax(&tax())
        .and_then(|form| form.with_card_options(&only_some()))
        .unwrap();
    let options = [&CARDS[..], &TAX, &["used_card_YN", "used_card"]].concat();
    written.texts("window_mobile_order", form.fields(), &options);
}

/// The method, with what it requires.
fn offer(method: WindowMethod) -> Offer {
    let user = || limit("window_mobile_order", "shop_user_id");
    let corporation = CorporationCode::parse("5555").unwrap();
    match method {
        WindowMethod::Gift => {
            Offer::Gift(GiftOptions::new(OperatorCode::parse("SCCL").unwrap(), user()))
        }
        WindowMethod::Mobile => Offer::Mobile(user()),
        WindowMethod::Points => Offer::Points(PointsOptions::benepia(corporation).without_card()),
        other => Offer::try_from(other).unwrap(),
    }
}

fn registered<M: Price>(written: &mut Written, method: WindowMethod, amount: M) -> Registered<M> {
    let url = WebUrl::parse(&format!("https://{}", "u".repeat(248))).unwrap();
    let goods = limit("register", "good_name");
    let environment = merchant().environment().clone();
    let register = RegisterTrade::new(environment, order(), amount, goods, method, url)
        .with_device(word("register", "user_agent"));
    written.api("register", &register, &["user_agent"]);
    let answer = br#"{"Code":"0000","Message":"ok","approvalKey":"J9z6rqeRrRIjGo","PayUrl":"https://127.0.0.1:1/pay/window"}"#;
    let fields = Reply::parse(answer).unwrap().fields;
    register.read(&Answer::new(fields, Encoding::Utf8)).approved().unwrap().into_answer()
}

fn tax() -> CompoundTax {
    let zero = WonOrZero::ZERO;
    CompoundTax::from_parts(won(), WonOrZero::new(won().get()).unwrap(), zero, zero).unwrap()
}

/// Instalments, and plans without interest of 256 bytes.
fn cards() -> CardOptions {
    let months: Vec<u8> = (2..=12).collect();
    let plan = |nth: usize, months: &[u8]| {
        let card = CardCode::parse(&format!("CC{nth:02}")).unwrap();
        InterestFreePlan::new(card, months).unwrap()
    };
    let plans = (0..6).map(|nth| plan(nth, &months)).chain([plan(6, &months[..8])]);
    let plans = InterestFreePlans::new(plans).unwrap();
    assert_eq!(plans.to_string().len(), InterestFreePlans::MAX);
    CardOptions::new()
        .with_max_instalments(MaxInstalments::new(12).unwrap())
        .with_fixed_instalments(FixedInstalments::new(12).unwrap())
        .with_interest_free(InterestFree::Plans(plans))
}

/// The 51 companies that fit.
fn companies() -> CardList {
    let codes = (0..51).map(|nth| CardCode::parse(&format!("CC{nth:02}")).unwrap());
    CardList::new(codes).unwrap()
}

fn only_some() -> CardOptions {
    cards().with_cards(CardChoice::Only(companies()))
}

fn accounts(banks: u8) -> VirtualAccountOptions {
    let codes = (0..banks).map(|nth| BankCode::parse(&format!("{nth:02}")).unwrap());
    VirtualAccountOptions::new().with_banks(BankList::new(codes).unwrap())
}

fn after() -> DepositDeadline {
    let term = ExpiryTerm::days(99).and_then(|term| term.until(23, 59, 59));
    DepositDeadline::After(term.unwrap())
}

fn day() -> Day {
    Day::new(2028, 12, 31).unwrap()
}

fn logo() -> LogoUrl {
    LogoUrl::parse(&format!("https://{}.gif", "u".repeat(244))).unwrap()
}

#[test]
fn registrations_and_forms_pass() {
    all(&mut Written::default());
}
