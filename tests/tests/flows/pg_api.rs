//! A shop against the simulated PG-API over real TLS: what goes right, and every way in which an answer breaks.

use kcp_codec::{
    Charset, CorporationCode, GroupId, MemberId, MemberPassword, Name, SiteCode, SiteKey, Text,
    TransactionId, WebUrl,
};
use kcp_services::{
    Client, Merchant, Outcome, UnknownCause,
    approve::{Detail, PayType},
    batch::{ChargeBatch, DeleteBatchKey, IssueBatchKey},
    inquiry::{Inquire, TradeState},
    modify::{Cancel, PartialCancel, TaxParts},
    points::{Member, PayPoints, QueryPoints, Reapprove},
    window::{MobileForm, PageCharset, PcForm, RegisterTrade, WindowMethod, options::Offer},
};
use kcp_sim::{CardRegistration, Fault, PayMethod};
use kcp_transport::Cause;

use crate::shop::{self, ApiShop, order, won};

#[tokio::test]
async fn each_of_the_six_methods_is_approved_with_what_it_adds() {
    let shop = ApiShop::open().await;
    for (id, method) in [
        ("A1", PayMethod::Card),
        ("A2", PayMethod::Transfer),
        ("A3", PayMethod::VirtualAccount),
        ("A4", PayMethod::Mobile),
        ("A5", PayMethod::Points),
        ("A6", PayMethod::Gift),
    ] {
        let done =
            shop.client.perform(shop.window(id, 1_004, 1_004, method)).await.approved().unwrap();
        let done = done.answer();
        assert_eq!((done.method.code(), done.amount.get()), (method.as_str(), 1_004));
        let typed = match &done.detail {
            Detail::Card(card) => card.issuer.is_some() && card.number.is_some(),
            Detail::Gift(gift) => gift.operator.is_some(),
            Detail::Mobile(phone) => phone.carrier.is_some(),
            Detail::Points(points) => points.approval_no.is_some(),
            Detail::Transfer(bank) => bank.bank.is_some(),
            Detail::VirtualAccount(account) => {
                account.account.is_some() && account.pay_until.is_some()
            }
            other => panic!("{other:?}"),
        };
        assert!(typed, "{:?}", done.detail);
    }
    let other = shop.client.perform(shop.window("A7", 1_004, 1_005, PayMethod::Card)).await;
    assert!(matches!(other, Outcome::Declined(no) if no.code().as_str() == "8059"));
}

#[tokio::test]
async fn a_registration_opens_a_form_without_the_site_key() {
    let shop = ApiShop::open().await;
    let environment = shop.client.merchant().environment().clone();
    let goods = Text::new(Name::from_static("good_name"), Charset::Ksx1001, "운동화").unwrap();
    let url = WebUrl::parse("https://shop.example/kcp/return?a=1&b=2").unwrap();
    let register = RegisterTrade::new(
        environment,
        order("R1"),
        won(1_004),
        goods.clone(),
        WindowMethod::Card,
        url,
    );
    let registered = shop.client.ask(&register).await.approved().unwrap().into_answer();
    let form = MobileForm::new(shop.client.merchant(), &registered, PageCharset::Utf8).unwrap();
    assert!(
        form.action().ends_with("/pay/jsp/encodingFilter/encodingFilter.jsp"),
        "{}",
        form.action()
    );
    let value = |name| {
        form.fields().iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    };
    assert_eq!(value("encoding_trans"), Some("UTF-8"));
    assert_eq!(value("approval_key"), Some(registered.approval_key.as_str()));
    assert_eq!((value("good_name"), value("good_mny")), (Some("운동화"), Some("1004")));
    assert_eq!(value("site_key"), None);
    let plain = MobileForm::new(shop.client.merchant(), &registered, PageCharset::EucKr).unwrap();
    assert_eq!(plain.action(), registered.pay_url.as_str());
    let pc = PcForm::new(shop.client.merchant(), order("R1"), won(1_004), &goods, &Offer::Card);
    assert!(pc.fields().contains(&("pay_method", "100000000000".to_owned())));
    assert!(pc.fields().iter().all(|(name, _)| *name != "site_key"));
}

#[tokio::test]
async fn changes_and_inquiries_are_signed_and_add_up() {
    let shop = ApiShop::open().await;
    let tno = shop
        .client
        .perform(shop::charge("C1", 5_004))
        .await
        .approved()
        .unwrap()
        .answer()
        .transaction;
    let query = Inquire::new(tno, PayType::Card);
    let ask = || shop.client.ask(&query);
    assert_eq!(ask().await.approved().unwrap().answer().state, TradeState::Approved);
    let zero = |amount| kcp_codec::WonOrZero::new(amount).unwrap();
    let part = PartialCancel::new(tno, won(1_100), won(5_004)).unwrap();
    let part = part.with_tax(TaxParts::new(zero(1_000), zero(100), zero(0))).unwrap();
    assert_eq!(shop.client.perform(part).await.approved().unwrap().answer().remaining.get(), 3_904);
    let found = ask().await.approved().unwrap().into_answer();
    assert_eq!(
        (found.state, found.remaining.map(|left| left.get())),
        (TradeState::PartlyCancelled, Some(3_904))
    );
    assert!(
        matches!(shop.client.perform(Cancel::new(tno)).await, Outcome::Declined(no) if no.code().as_str() == "8040")
    );
    let rest = PartialCancel::new(tno, won(3_904), won(3_904)).unwrap();
    assert!(matches!(shop.client.perform(rest).await, Outcome::Approved(_)));
    assert!(shop.client.perform(Cancel::new(tno)).await.approved().unwrap().answer().earlier);
    let bad = PartialCancel::new(tno, won(1_100), won(5_004)).unwrap();
    assert!(bad.with_tax(TaxParts::new(zero(1_000), zero(99), zero(0))).is_err());
}

#[tokio::test]
async fn points_are_asked_paid_cancelled_and_paid_anew() {
    let shop = ApiShop::open().await;
    let member = |password: &str| {
        let (id, corporation) =
            (MemberId::parse("test1111").unwrap(), CorporationCode::parse("5555").unwrap());
        Member::new(id, MemberPassword::parse(password).unwrap(), corporation)
    };
    let balance = || async {
        let query = QueryPoints::new(member("test1234"), order("P0"));
        shop.client.ask(&query).await.approved().unwrap().answer().left.get()
    };
    assert_eq!(balance().await, 50_000);
    let wrong =
        shop.client.perform(PayPoints::new(member("test4321"), order("P1"), won(1_000))).await;
    assert!(matches!(wrong, Outcome::Declined(_)));
    let paid = shop
        .client
        .perform(PayPoints::new(member("test1234"), order("P2"), won(1_000)))
        .await
        .approved()
        .unwrap();
    assert_eq!(balance().await, 49_000);
    let tno = paid.answer().transaction;
    assert!(matches!(shop.client.perform(Cancel::new(tno)).await, Outcome::Approved(_)));
    assert_eq!(balance().await, 50_000);
    let anew =
        shop.client.perform(Reapprove::new(tno, won(400), order("P3"))).await.approved().unwrap();
    assert_eq!((anew.answer().amount.get(), balance().await), (400, 49_600));
    let twice = shop.client.perform(Reapprove::new(tno, won(400), order("P4"))).await;
    assert!(!matches!(twice, Outcome::Approved(_)), "{twice:?}");
}

#[tokio::test]
async fn a_card_is_registered_charged_and_given_up() {
    let shop = ApiShop::open().await;
    let (site, group) =
        (SiteCode::parse("T0000").unwrap(), GroupId::parse("BA0011000348").unwrap());
    let posted =
        shop.simulator.window(CardRegistration { site, order: order("K0"), group }).unwrap();
    let text = |name, text| kcp_codec::WindowText::parse(Name::from_static(name), text).unwrap();
    let issue =
        IssueBatchKey::new(text("enc_data", &posted.enc_data), text("enc_info", &posted.enc_info))
            .with_tran_code(kcp_transport::legacy::TranCode::parse(&posted.tran_cd).unwrap());
    let issued = shop.client.perform(issue).await.approved().unwrap();
    assert!(!format!("{issued:?}").contains(issued.answer().key.expose()));
    let key = issued.into_answer().key;
    let charge = |id| ChargeBatch::new(group, key.clone(), order(id), won(1_004));
    assert!(matches!(shop.client.perform(charge("K1")).await, Outcome::Approved(_)));
    assert!(matches!(
        shop.client.perform(DeleteBatchKey::new(group, key.clone())).await,
        Outcome::Approved(_)
    ));
    assert!(matches!(shop.client.perform(charge("K2")).await, Outcome::Declined(_)));
}

#[tokio::test]
async fn one_book_serves_both_channels() {
    let shop = ApiShop::open().await;
    let tno = shop
        .client
        .perform(shop.window("B1", 1_004, 1_004, PayMethod::Card))
        .await
        .approved()
        .unwrap()
        .answer()
        .transaction;
    let socket = shop.socket();
    // The same operation, the other wire.
    assert!(!socket.perform(Cancel::new(tno)).await.approved().unwrap().answer().earlier);
    assert!(shop.client.perform(Cancel::new(tno)).await.approved().unwrap().answer().earlier);
    assert_eq!(shop.simulator.book().balance(), 0);
}

#[tokio::test]
async fn a_broken_answer_is_a_doubt_and_never_an_approval() {
    let shop = ApiShop::open().await;
    let transport = UnknownCause::Transport;
    let mut faults: Vec<(Fault, Option<UnknownCause>)> = vec![
        (Fault::Status(500), Some(transport(Cause::HttpStatus(500)))),
        (Fault::Status(502), Some(transport(Cause::HttpStatus(502)))),
        (Fault::Html, Some(transport(Cause::Unreadable))),
        (Fault::Redirect, Some(transport(Cause::Redirect))),
        (Fault::GzipHeader, Some(transport(Cause::Unreadable))),
        (Fault::EndlessBody, Some(transport(Cause::AnswerTooLarge))),
        (Fault::RepeatKey, Some(transport(Cause::Unreadable))),
        (Fault::DropField("tno"), None),
        (Fault::DropField("amount"), None),
        (Fault::DropField("pay_method"), None),
        (Fault::DropField("order_no"), None),
        (Fault::DropField("res_cd"), None),
        (Fault::ActAndRefuse("8041"), Some(UnknownCause::GatewaySide)),
    ];
    faults.extend((0..600).step_by(41).map(|bytes| (Fault::CutAnswerAfter(bytes), None)));
    let count = faults.len() as u64;
    for (at, (fault, want)) in faults.into_iter().enumerate() {
        shop::is_doubt(shop.broken(&format!("D{at}"), fault.clone()).await, &fault, want);
    }
    shop.book(count, count * 1_004, 0);
}

#[tokio::test]
async fn another_amount_than_was_asked_is_named() {
    let shop = ApiShop::open().await;
    let outcome = shop.broken("M1", Fault::ApproveOtherAmount(1)).await;
    let Outcome::Unknown(unknown) = outcome else { panic!("{outcome:?}") };
    assert!(matches!(unknown.cause(), UnknownCause::AmountDiffers { .. }));
    let tno: TransactionId = unknown.transaction().unwrap();
    assert!(matches!(shop.client.perform(Cancel::new(tno)).await, Outcome::Approved(_)));
}

#[tokio::test]
async fn a_certificate_out_of_its_time_is_not_sent() {
    for time in ["20321121221401", "20201121221401"] {
        let shop = ApiShop::at_time(time).await;
        let outcome = shop.client.perform(shop::charge("E1", 1_004)).await;
        assert!(
            matches!(&outcome, Outcome::NotSent(error) if error.error().cause() == Cause::Certificate),
            "{outcome:?}"
        );
        assert_eq!(shop.simulator.book().connections(), 0);
    }
}

#[tokio::test]
async fn a_merchant_without_what_a_wire_needs_sends_nothing() {
    let shop = ApiShop::open().await;
    let environment = shop.client.merchant().environment().clone();
    let (site, key) =
        (SiteCode::parse("T0000").unwrap(), SiteKey::parse("3grptw1.zW0GSo4PQdaGvsF__").unwrap());
    let now = || kcp_codec::KstDateTime::parse("20261121221401").unwrap();
    let https = kcp_transport::api::Https::new(&environment).unwrap();
    let bare = Client::without_ledger(
        Merchant::new(environment.clone(), site, key).unwrap(),
        https.clone(),
        now,
    );
    let outcome = bare.perform(shop::charge("N1", 1_004)).await;
    assert!(
        matches!(outcome, Outcome::NotSent(error) if error.error().cause() == Cause::Certificate)
    );
    let certificate = shop.client.merchant().certificate().unwrap().clone();
    let unsigned = Merchant::with_service_certificate(environment, site, certificate).unwrap();
    let unsigned = Client::without_ledger(unsigned, https, now);
    let outcome =
        unsigned.perform(Cancel::new(TransactionId::parse("20261121000001").unwrap())).await;
    assert!(
        matches!(outcome, Outcome::NotSent(error) if error.error().cause() == Cause::Signature)
    );
}
