//! The forms of the three windows with all their options, posted to the simulator's window over TLS, and approved.

use std::time::Duration;

use kcp_codec::{
    BankCode, Cents, Charset, CorporationCode, KstDateTime, Name, OperatorCode, Text, WebUrl,
    WonOrZero, form,
};
use kcp_services::{
    approve::{Approval, ApproveWindow, Detail},
    window::{
        AxHubForm, MobileForm, PageCharset, PcForm, RegisterTrade, Registered, Returned,
        WindowMethod,
        options::{
            AppUrl, BankList, CardChoice, CardList, CardOptions, Carrier, CompoundTax,
            CustomFields, DepositDate, DepositDeadline, EscrowMode, EscrowOptions, ExpiryTerm,
            FixedInstalments, Flag, GiftOptions, HubOffer, InterestFree, LogoUrl, Look,
            MaxInstalments, MobileOptions, Offer, PointsOptions, ServicePeriod, Skin,
            VirtualAccountOptions,
        },
    },
};
use kcp_sim::PaymentState;
use reqwest::{Certificate, Client, header::CONTENT_TYPE};
use serde_json::{Map, Value};

use crate::shop::{ApiShop, order, text, won};

type Inputs<'a> = &'a [(&'static str, String)];

/// A browser that posts forms as a page of its charset does.
struct Browser {
    client: Client,
    window: String,
}

impl Browser {
    fn of(shop: &ApiShop) -> Self {
        let ca = Certificate::from_pem(shop.simulator.ca_pem().unwrap().as_bytes()).unwrap();
        let client = Client::builder().https_only(true).no_proxy().tls_certs_only([ca]);
        let client = client.timeout(Duration::from_secs(30)).build().unwrap();
        let address = shop.simulator.pg_api_address().unwrap();
        Self { client, window: format!("https://{address}/pay/window") }
    }

    /// Posts a form, and gives what the window has the browser post to the shop.
    async fn post(&self, action: &str, inputs: Inputs<'_>, charset: PageCharset) -> Vec<u8> {
        let pairs = inputs.iter().map(|(name, value)| {
            let bytes = match charset {
                PageCharset::EucKr => {
                    Charset::Cp949.encode(Name::from_static(name), value).unwrap()
                }
                _ => value.clone().into_bytes(),
            };
            (*name, bytes)
        });
        let request = self.client.post(action).body(body(pairs));
        let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200, "{action}");
        let answer: Map<String, Value> =
            serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
        body(answer.iter().map(|(name, value)| (name, value.as_str().unwrap().as_bytes().to_vec())))
    }
}

fn body(pairs: impl Iterator<Item = (impl AsRef<str>, Vec<u8>)>) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, value) in pairs {
        out.extend_from_slice(name.as_ref().as_bytes());
        out.push(b'=');
        form::encode_into(&value, &mut out);
        out.push(b'&');
    }
    out
}

/// Approves what came back, with the shop's own order, amount and method.
async fn approve(
    shop: &ApiShop,
    post: &[u8],
    id: &str,
    amount: u64,
    method: WindowMethod,
) -> Approval {
    let returned = Returned::parse(post).unwrap();
    let Returned::Authenticated { order: named, enc_data, enc_info, tran_cd, .. } = returned else {
        panic!("{returned:?}")
    };
    assert_eq!(named, Some(order(id)));
    let approve = ApproveWindow::new(enc_data, enc_info, order(id), won(amount), method.pay_type());
    let outcome = shop.client.perform(approve.with_tran_code(tran_cd)).await;
    outcome.approved().unwrap().into_answer()
}

fn offers() -> [Offer; 6] {
    let operator = |code| OperatorCode::parse(code).unwrap();
    [
        Offer::Card,
        Offer::Transfer,
        Offer::VirtualAccount,
        Offer::Mobile(text("shop_user_id", "hong123")),
        Offer::Points(
            PointsOptions::benepia(CorporationCode::parse("5555").unwrap()).without_card(),
        ),
        Offer::Gift(GiftOptions::new(operator("SCCL"), text("shop_user_id", "hong123"))),
    ]
}

fn cards() -> CardOptions {
    CardOptions::new()
        .with_max_instalments(MaxInstalments::new(12).unwrap())
        .with_fixed_instalments(FixedInstalments::new(3).unwrap())
        .with_interest_free(InterestFree::parse("Y", "CCBC-02:03:06,CCKM-03:06").unwrap())
        .with_cards(CardChoice::Only(CardList::parse("CCBC:CCKM").unwrap()))
}

fn accounts(deadline: DepositDeadline) -> VirtualAccountOptions {
    let banks = ["04", "26"].map(|code| BankCode::parse(code).unwrap());
    VirtualAccountOptions::new().with_banks(BankList::new(banks).unwrap()).with_deadline(deadline)
}

fn three_days() -> VirtualAccountOptions {
    let term = ExpiryTerm::days(3).and_then(|term| term.until(12, 30, 0)).unwrap();
    accounts(DepositDeadline::After(term))
}

fn taxed(amount: u64) -> CompoundTax {
    let half = WonOrZero::new(amount / 2).unwrap();
    CompoundTax::of(half, half).unwrap()
}

/// The options that every form has.
macro_rules! dressed {
    ($form:expr, $cards:expr, $accounts:expr, $amount:expr) => {
        $form
            .with_buyer_name(&text("buyr_name", "홍길동"))
            .with_buyer_mobile(&text("buyr_tel2", "010-0000-1111"))
            .with_buyer_mail(&text("buyr_mail", "test@kcp.co.kr"))
            .with_card_options(&$cards)
            .unwrap()
            .with_virtual_account_options(&$accounts)
            .unwrap()
            .with_mobile_options(MobileOptions::only(Carrier::Skt))
            .with_receipt(Flag::Yes)
            .with_escrow(EscrowOptions::new(EscrowMode::AsAgreed, 3).unwrap())
            .with_compound_tax(&taxed($amount))
            .unwrap()
    };
}

/// Cards want 50,004 won for instalments and the test's card takes 5,004 at once, so each form has its own amount.
fn amount(offer: &Offer) -> u64 {
    if offer.method() == WindowMethod::Card { 5_004 } else { 50_004 }
}

fn card_options(offer: &Offer) -> CardOptions {
    if offer.method() == WindowMethod::Card { CardOptions::new() } else { cards() }
}

async fn registered(shop: &ApiShop, id: &str, amount: u64, method: WindowMethod) -> Registered {
    let environment = shop.client.merchant().environment().clone();
    let url = WebUrl::parse("https://shop.example/kcp/return?a=1&b=2").unwrap();
    let goods: Text<100> = text("good_name", "운동화");
    let register = RegisterTrade::new(environment, order(id), won(amount), goods, method, url);
    shop.client.ask(&register).await.approved().unwrap().into_answer()
}

#[tokio::test]
async fn a_phone_s_form_with_every_option_is_agreed_to_and_approved() {
    let shop = ApiShop::open().await;
    let browser = Browser::of(&shop);
    let last = KstDateTime::parse("20261225180000").unwrap();
    for charset in [PageCharset::Utf8, PageCharset::EucKr] {
        for offer in offers() {
            let (method, amount) = (offer.method(), amount(&offer));
            let id = format!("M{charset:?}{method:?}");
            let known = registered(&shop, &id, amount, method).await;
            let form =
                MobileForm::offering(shop.client.merchant(), &known, &offer, charset).unwrap();
            let deadline = accounts(DepositDeadline::By(DepositDate::at(last)));
            let custom = CustomFields::new().with_first(text("param_opt_1", "가나다 1"));
            let custom = custom.with_second(text("param_opt_2", "x=y")).with_third(text("p", "z"));
            let form = dressed!(form, card_options(&offer), deadline, amount)
                .with_look(&Look::new().in_english())
                .unwrap()
                .with_shop_user(&text("shop_user_id", "hong123"))
                .with_shop_name(&text("shop_name", "한국상점"))
                .with_app(&AppUrl::parse("myapp://pay?a=1&b=2").unwrap())
                .with_action_result()
                .unwrap()
                .with_custom_fields(&custom);
            let post = browser.post(form.action(), form.fields(), charset).await;
            let done = approve(&shop, &post, &id, amount, method).await;
            if let Detail::VirtualAccount(account) = &done.detail {
                assert_eq!(account.pay_until, Some(last));
            }
        }
    }
    assert_eq!(shop.simulator.book().approvals(), 12);
}

#[tokio::test]
async fn a_pc_s_form_with_every_option_is_agreed_to_and_approved() {
    let shop = ApiShop::open().await;
    let browser = Browser::of(&shop);
    let logo = LogoUrl::parse("https://shop.example/logo.jpg?a=1&b=2").unwrap();
    let look = Look::new().in_english().with_skin(Skin::new(7).unwrap()).with_logo(logo);
    for offer in offers() {
        let (method, amount) = (offer.method(), amount(&offer));
        let id = format!("P{method:?}");
        let goods: Text<100> = text("good_name", "운동화");
        let merchant = shop.client.merchant();
        let form = PcForm::new(merchant, order(&id), won(amount), &goods, &offer);
        let form = dressed!(form, card_options(&offer), three_days(), amount)
            .with_look(&look.clone().with_title(text("kcp_pay_title", "결제")))
            .unwrap()
            .with_site_name(&text("site_name", "TEST SHOP"))
            .with_shop_user(&text("shop_user_id", "hong123"))
            .with_period(ServicePeriod::parse("2:1m").unwrap())
            .with_goods_code(&text("good_cd", "A1"));
        let post = browser.post(&browser.window, form.fields(), PageCharset::Utf8).await;
        let done = approve(&shop, &post, &id, amount, method).await;

        let hub = AxHubForm::new(
            merchant,
            order(&format!("{id}H")),
            won(amount),
            &text("good_name", "운동화"),
            &HubOffer::Standard(offer.clone()),
            PageCharset::EucKr,
        );
        let options = card_options(&offer)
            .with_cards(CardChoice::Without(CardList::parse("CCBC").unwrap()))
            .with_cashbag_saving(Flag::Yes)
            .with_foreign_cards_apart(Flag::No);
        let hub = dressed!(hub, options, three_days(), amount)
            .with_look(&look)
            .unwrap()
            .with_site_name(&text("site_name", "TEST SHOP"))
            .with_buyer_telephone(&text("buyr_tel1", "02-2108-1000"))
            .with_period(ServicePeriod::parse("1:2026112120261231").unwrap())
            .with_goods_code(&text("good_cd", "A1"));
        let post = browser.post(&browser.window, hub.fields(), PageCharset::EucKr).await;
        let other = approve(&shop, &post, &format!("{id}H"), amount, method).await;
        for done in [done, other] {
            if let Detail::VirtualAccount(account) = &done.detail {
                assert_eq!(account.pay_until, KstDateTime::parse("20261124123000").ok());
                let book = shop.simulator.book();
                assert_eq!(book.payment(done.transaction).unwrap().state, PaymentState::Issued);
            }
        }
    }
    assert_eq!(shop.simulator.book().approvals(), 12);
}

#[tokio::test]
async fn a_window_offers_several_methods_and_the_buyer_takes_one() {
    let shop = ApiShop::open().await;
    let browser = Browser::of(&shop);
    let [card, transfer, account, ..] = offers();
    let goods: Text<100> = text("good_name", "운동화");
    let form = PcForm::new(shop.client.merchant(), order("S1"), won(5_004), &goods, &account);
    let form = form.and(&transfer).unwrap();
    let post = browser.post(&browser.window, form.fields(), PageCharset::Utf8).await;
    approve(&shop, &post, "S1", 5_004, WindowMethod::Transfer).await;
    let form = form.and(&card).unwrap();
    let post = browser.post(&browser.window, form.fields(), PageCharset::Utf8).await;
    approve(&shop, &post, "S1", 5_004, WindowMethod::Card).await;
    let dollars = Cents::from_dollars(10, 55).unwrap();
    let form = PcForm::new(shop.client.merchant(), order("S2"), dollars, &goods, &card);
    let post = browser.post(&browser.window, form.fields(), PageCharset::Utf8).await;
    assert!(matches!(Returned::parse(&post), Ok(Returned::Authenticated { .. })));
}

#[tokio::test]
async fn a_form_that_was_changed_or_closed_brings_no_approval() {
    let shop = ApiShop::open().await;
    let browser = Browser::of(&shop);
    let known = registered(&shop, "F1", 5_004, WindowMethod::Card).await;
    let form = MobileForm::new(shop.client.merchant(), &known, PageCharset::Utf8).unwrap();
    for (name, value) in [("good_mny", "1004"), ("ordr_idxx", "F2"), ("pay_method", "VCNT")] {
        let mut inputs = form.fields().to_vec();
        inputs.iter_mut().find(|(known, _)| *known == name).unwrap().1 = value.to_owned();
        let post = browser.post(form.action(), &inputs, PageCharset::Utf8).await;
        let returned = Returned::parse(&post).unwrap();
        let refused = matches!(&returned, Returned::Failed { code, .. } if code.as_str() == "3102");
        assert!(refused, "{name}: {returned:?}");
    }
    let mut inputs = form.fields().to_vec();
    inputs.push(("sim_cancel", "Y".to_owned()));
    let post = browser.post(form.action(), &inputs, PageCharset::Utf8).await;
    assert!(matches!(Returned::parse(&post), Ok(Returned::Cancelled { .. })));
    assert_eq!(shop.simulator.book().approvals(), 0);
}
