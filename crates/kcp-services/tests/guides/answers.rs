//! The examples of answers, method by method.

use kcp_codec::{
    AccountNumber, BankCode, Charset, KstDateTime, MemberId, MemberPassword, Name, OrderId,
    OwnerName, Text, TransactionId, WebUrl, WindowText, Won,
};
use kcp_services::{
    Outcome,
    account::VerifyAccount,
    answer::{
        Agreement, CardHolder, CardKind, InterestPayer, MobileAnswer, PointsAnswer, Sold,
        TransferAnswer, VirtualAccountAnswer,
    },
    approve::{Approval, ApproveWindow, Detail, PayType},
    cash_receipt::Purpose,
    modify::{Cancel, Escrow},
    points::{Member, PayPoints, QueryPoints, Reapprove},
    window::{RegisterTrade, Returned, WindowMethod},
};
use kcp_transport::Environment;

use crate::vector::{Vector, all, find};

fn order(text: &str) -> OrderId {
    OrderId::parse(text).unwrap()
}

fn tno(text: &str) -> TransactionId {
    TransactionId::parse(text).unwrap()
}

fn won(amount: u64) -> Won {
    Won::new(amount).unwrap()
}

fn time(text: &str) -> Option<KstDateTime> {
    Some(KstDateTime::parse(text).unwrap())
}

/// The approval that the example answers.
fn approve(example: &Vector) -> ApproveWindow {
    let text = |name, text| WindowText::parse(Name::from_static(name), text).unwrap();
    ApproveWindow::new(
        text("enc_data", "1AAAA"),
        text("enc_info", "2BBBB"),
        order(example.get("order_no").unwrap()),
        Won::parse(example.get("amount").or_else(|| example.get("pnt_amount")).unwrap()).unwrap(),
        PayType::parse(example.get("pay_method").unwrap()).unwrap(),
    )
}

fn approved(guide: &str, section: &str, what: &str) -> Approval {
    let example = find(guide, section, what);
    example.yes(&approve(&example))
}

fn transfer(approval: &Approval) -> &TransferAnswer {
    let Detail::Transfer(transfer) = &approval.detail else { panic!("{approval:?}") };
    transfer
}

fn account(approval: &Approval) -> &VirtualAccountAnswer {
    let Detail::VirtualAccount(account) = &approval.detail else { panic!("{approval:?}") };
    account
}

fn mobile(approval: &Approval) -> &MobileAnswer {
    let Detail::Mobile(mobile) = &approval.detail else { panic!("{approval:?}") };
    mobile
}

fn points(approval: &Approval) -> &PointsAnswer {
    approval.points().unwrap()
}

#[test]
fn the_account_guide_s_answers_are_a_refusal_and_a_verification() {
    let owner = OwnerName::new(Charset::Ksx1001, "홍길동").unwrap();
    let number = AccountNumber::parse("1004").unwrap();
    let verify = VerifyAccount::new(BankCode::parse("04").unwrap(), number, owner)
        .with_order(order("TEST201704241493011572254"));
    let done = find("seed 000", "§5.1.1", "account verification").yes(&verify);
    assert_eq!(done.transaction, tno("20170424942340"));
    assert_eq!(done.verified_at, time("20170424142638"));
    let Outcome::Declined(no) =
        find("seed 000", "§5.1.1", "account verification refused").read(&verify)
    else {
        panic!()
    };
    assert_eq!((no.code().as_str(), no.message()), ("8999", Some("기타오류")));
}

#[test]
fn the_ax_hub_guide_s_refusal_speaks_two_languages() {
    let example = find("seed 002", "§5", "card approval");
    let refusal = find("seed 002", "§5", "approval refused");
    let Outcome::Declined(no) = refusal.read(&approve(&example)) else { panic!() };
    assert_eq!(no.message(), Some("기타오류 KCP로 문의"));
    assert_eq!(no.english_message(), Some("refer to kcp"));
}

#[test]
fn what_the_guides_say_of_their_codes_is_a_refusal_or_an_open_question_and_never_a_yes() {
    let card = find("seed 002", "§5", "card approval");
    let codes = ["3014", "6003", "7504", "8001", "8059", "8169", "9502", "S102", "S202"];
    let mut seen: Vec<String> = Vec::new();
    for example in all().into_iter().filter(|one| one.what.starts_with("refused with ")) {
        let code = example.get("res_cd").unwrap();
        assert_eq!(example.what, format!("refused with {code}"));
        match example.read(&approve(&card)) {
            Outcome::Declined(no) => {
                assert_eq!((no.code().as_str(), no.message()), (code, example.get("res_msg")));
            }
            Outcome::Unknown(open) => assert_eq!(open.code().unwrap().as_str(), code),
            other => panic!("{code}: {other:?}"),
        }
        seen.push(code.to_owned());
    }
    seen.sort();
    assert_eq!(seen, codes);
    let module = find("seed 000", "§2.2.2", "module called without arguments");
    assert!(!matches!(module.read(&approve(&card)), Outcome::Approved(_)));
}

#[test]
fn the_ax_hub_guide_s_card_is_typed_column_by_column() {
    let approval = approved("seed 002", "§5", "card approval");
    assert_eq!(approval.transaction, tno("20120501111111"));
    assert_eq!((approval.amount, approval.approved_at), (won(1_004), time("20120501000000")));
    let card = approval.card().unwrap();
    assert_eq!(card.van.unwrap().as_str(), "VNKC");
    assert_eq!((card.issuer.unwrap().as_str(), card.acquirer.unwrap().as_str()), ("CCKM", "CCKM"));
    assert_eq!(card.issuer_name.as_deref(), Some("KB국민카드"));
    assert_eq!(card.acquirer_name.as_deref(), Some("KB국민카드"));
    assert_eq!(card.merchant_no.as_deref(), Some("000000000000"));
    assert_eq!(card.approval_no.as_deref(), Some("99009900"));
    assert_eq!((card.interest_free, card.escrow), (Some(false), Some(false)));
    assert_eq!(card.instalments.unwrap().months(), 0);
    assert_eq!(card.number.as_ref().unwrap().as_str(), "400911******2222");
    assert_eq!(approval.undo().kind(), "STSC");
}

#[test]
fn the_ax_hub_guide_s_transfer_has_its_receipt() {
    let approval = approved("seed 002", "§5", "bank transfer");
    assert_eq!(transfer(&approval).bank, BankCode::parse("BK04").ok());
    assert_eq!(transfer(&approval).bank_name.as_deref(), Some("국민은행"));
    assert_eq!(transfer(&approval).van.unwrap().as_str(), "VNKF");
    assert_eq!(transfer(&approval).approved_at, time("20120101000000"));
    assert_eq!(transfer(&approval).escrow, Some(false));
    assert_eq!(transfer(&approval).receipt.approval_no, None);
    let approval = approved("seed 002", "§5", "bank transfer with a cash receipt");
    let receipt = &transfer(&approval).receipt;
    assert_eq!((receipt.registered, receipt.purpose), (Some(true), Some(Purpose::Personal)));
    assert_eq!(receipt.approval_no.as_deref(), Some("12345678"));
}

#[test]
fn the_ax_hub_guide_s_account_is_issued_and_not_paid() {
    let approval = approved("seed 002", "§5", "virtual account");
    assert_eq!(account(&approval).bank, BankCode::parse("BK03").ok());
    assert_eq!(account(&approval).bank_name.as_deref(), Some("기업은행"));
    assert_eq!(account(&approval).account.as_ref().unwrap().expose(), "0000000000000");
    assert_eq!(account(&approval).pay_until, time("20120101235959"));
    assert_eq!(account(&approval).issued_at, time("20120101000000"));
    assert_eq!(account(&approval).escrow, Some(false));
}

#[test]
fn the_ax_hub_guide_s_other_methods_are_typed_column_by_column() {
    let approval = approved("seed 002", "§5", "mobile phone");
    assert_eq!(mobile(&approval).van.unwrap().as_str(), "VNDN");
    assert_eq!(mobile(&approval).carrier.unwrap().as_str(), "KTF");
    assert_eq!(mobile(&approval).number.as_ref().unwrap().expose(), "01000000000");
    assert_eq!(mobile(&approval).sold, Some(Sold::Content));
    assert_eq!(mobile(&approval).approved_at, time("20120101000000"));
    let approval = approved("seed 002", "§5", "points");
    let paid = points(&approval);
    assert_eq!(paid.issuer.unwrap().as_str(), "SCWB");
    assert_eq!((approval.amount, paid.approved_at), (won(1_004), time("20120101000000")));
    let counts = [paid.amount, paid.added, paid.usable, paid.total].map(|one| one.unwrap().get());
    assert_eq!(counts, [1_004, 1_004, 10_000, 20_000]);
    assert_eq!((paid.receipt.registered, paid.approval_no.as_deref()), (Some(false), None));
    let approval = approved("seed 002", "§5", "gift certificate");
    let Detail::Gift(gift) = &approval.detail else { panic!("{approval:?}") };
    assert_eq!(gift.operator.unwrap().as_str(), "SCBL");
    assert_eq!(gift.approval_no.as_deref(), Some("75430414508261"));
    assert_eq!(gift.approved_at, time("20120101000000"));
    assert_eq!(gift.operator_order.as_deref(), Some("1280454768"));
}

#[test]
fn the_standard_guide_s_returns_are_authenticated() {
    let example = find("seed 003", "§5", "window return");
    let Ok(Returned::Authenticated { order: None, enc_data, enc_info, .. }) =
        Returned::parse(example.form().as_bytes())
    else {
        panic!()
    };
    assert_eq!(enc_data.as_bytes(), example.get("enc_data").unwrap().as_bytes());
    assert_eq!(enc_info.as_bytes(), example.get("enc_info").unwrap().as_bytes());
    let example = find("seed 003", "§8", "window return with the order");
    let Ok(Returned::Authenticated { order: named, tran_cd, .. }) =
        Returned::parse(example.form().as_bytes())
    else {
        panic!()
    };
    assert_eq!(named, Some(order("TEST123456789")));
    assert_eq!(tran_cd.as_bytes(), b"00100000");
}

#[test]
fn the_standard_guide_s_registration_leads_to_kcp_s_own_host() {
    let goods = Text::new(Name::from_static("good_name"), Charset::Ksx1001, "운동화").unwrap();
    let url = WebUrl::parse("https://shop.example/return").unwrap();
    let (order, amount) = (order("TEST123456789"), won(1_000));
    let register =
        RegisterTrade::new(Environment::Test, order, amount, goods, WindowMethod::Card, url);
    let done = find("seed 003", "§8", "trade registration").yes(&register);
    assert_eq!(done.approval_key, "ockLyC3QHxD5rSUio3ETuAcHyKIPdQ/iE35VBPEo1cQ=");
    assert_eq!(done.trace_no.as_deref(), Some("T0000LVVWE89WYDC"));
}

#[test]
fn the_standard_guide_s_two_cards_are_typed_field_by_field() {
    let approval = approved("seed 003", "§7", "card approval");
    assert_eq!(approval.transaction, tno("24346915432487"));
    assert_eq!(approval.parts().agreement(), Agreement::AddUp);
    let card = approval.card().unwrap();
    assert_eq!(card.number.as_ref().unwrap().as_str(), "467309******0032");
    assert_eq!(
        (card.issuer.unwrap().as_str(), card.issuer_name.as_deref()),
        ("CCKM", Some("국민카드"))
    );
    assert_eq!(card.approval_no.as_deref(), Some("78710726"));
    let approval = approved("seed 003", "§8", "card approval");
    // The columns' values are of different payments: 8,000 and 2,000 do not make 1,000. It stays approved.
    assert_eq!((approval.amount, approval.parts().agreement()), (won(1_000), Agreement::Differ));
    let card = approval.card().unwrap();
    assert_eq!(
        (card.issuer.unwrap().as_str(), card.issuer_name.as_deref()),
        ("CCNH", Some("NH카드"))
    );
    assert_eq!(card.number.as_ref().unwrap().as_str(), "944116******1234");
    assert_eq!(card.approval_no.as_deref(), Some("46761234"));
    assert_eq!(card.approved_at, time("20240101235959"));
    assert_eq!(
        (card.interest_free, card.interest_payer),
        (Some(true), Some(InterestPayer::CardCompany))
    );
    assert_eq!(card.instalments.unwrap().months(), 0);
    assert_eq!(card.partly_cancellable, Some(true));
    assert_eq!((card.holder, card.kind), (Some(CardHolder::Personal), Some(CardKind::Credit)));
    assert_eq!(card.isp_issuer.unwrap().as_str(), "BC96");
    assert_eq!(card.isp_issuer_name.as_deref(), Some("K뱅크카드"));
    let easy = &card.easy_pay;
    let parts = [easy.card_part, easy.coupon_part, easy.payco_points].map(|one| one.unwrap().get());
    assert_eq!(parts, [8_000, 2_000, 2_000]);
}

#[test]
fn the_standard_guide_s_other_methods_are_typed_field_by_field() {
    let approval = approved("seed 003", "§8", "bank transfer");
    assert_eq!(transfer(&approval).bank, BankCode::parse("03").ok());
    assert_eq!(transfer(&approval).bank_name.as_deref(), Some("기업은행"));
    assert_eq!(transfer(&approval).amount.unwrap().get(), 1_000);
    assert_eq!(transfer(&approval).approved_at, time("20240507235959"));
    let receipt = &transfer(&approval).receipt;
    assert_eq!(receipt.approval_no.as_deref(), Some("591234567"));
    assert_eq!(receipt.number.as_ref().unwrap().as_str(), "20370466727800");
    let approval = approved("seed 003", "§8", "virtual account");
    assert_eq!(account(&approval).bank, BankCode::parse("26").ok());
    assert_eq!(account(&approval).bank_name.as_deref(), Some("신한은행"));
    assert_eq!(account(&approval).account.as_ref().unwrap().expose(), "56201234123412");
    assert_eq!(account(&approval).pay_until, time("20241231235959"));
    assert_eq!(account(&approval).issued_at, time("20240101120000"));
    let approval = approved("seed 003", "§8", "mobile phone");
    assert_eq!(mobile(&approval).carrier.unwrap().as_str(), "SKT");
    assert_eq!(mobile(&approval).number.as_ref().unwrap().expose(), "01012341234");
    assert_eq!(mobile(&approval).sold, Some(Sold::Goods));
    let approval = approved("seed 003", "§8", "points");
    let paid = points(&approval);
    assert_eq!(paid.approval_no.as_deref(), Some("1234567890"));
    assert_eq!((paid.receipt.registered, paid.approved_at), (Some(true), time("20240507235959")));
    let counts = [paid.amount, paid.added, paid.usable, paid.total].map(|one| one.unwrap().get());
    assert_eq!(counts, [1_000, 1_000, 5_000, 5_000]);
    let approval = approved("seed 003", "§8", "gift certificate");
    let Detail::Gift(gift) = &approval.detail else { panic!("{approval:?}") };
    assert_eq!((gift.operator.unwrap().as_str(), gift.amount.unwrap().get()), ("SCHM", 1_000));
    assert_eq!(gift.approval_no.as_deref(), Some("20240101007918"));
    assert_eq!(gift.approved_at, time("20240101235959"));
}

#[test]
fn an_account_that_is_issued_today_says_v000() {
    let mut example = find("seed 003", "§8", "virtual account");
    for (name, value) in &mut example.fields {
        if name == "res_cd" {
            "V000".clone_into(value);
        }
    }
    assert_eq!(example.yes(&approve(&example)).undo().kind(), "STSC");
}

#[test]
fn the_benepia_guide_s_answers_are_points() {
    let member = || {
        let code = kcp_codec::CorporationCode::parse("5555").unwrap();
        Member::new(
            MemberId::parse("test").unwrap(),
            MemberPassword::parse("test1234").unwrap(),
            code,
        )
    };
    let query = QueryPoints::new(member(), order("202203111646976246033"));
    let left = find("seed 004", "§2.2", "points query").yes(&query).left;
    assert_eq!(left.get(), 48_471);
    let pay = PayPoints::new(member(), order("202202141644805616582"), won(1_004));
    let paid = find("seed 004", "§2.3", "points payment").yes(&pay);
    assert_eq!((paid.transaction, paid.amount), (tno("22320972271249"), won(1_004)));
    assert_eq!((paid.left.unwrap().get(), paid.approved_at), (47_467, time("20220311143137")));
    assert_eq!(paid.approval_no.as_deref(), Some("0264502327"));
    // The guide's requests and answers of §2.4 are of different payments; these are the answers'.
    let cancel = Cancel::new(tno("22320972271249"));
    assert!(!find("seed 004", "§2.4", "cancel").yes(&cancel).earlier);
    let again = Reapprove::new(tno("22320972271249"), won(1_004), order("20220311"));
    let done = find("seed 004", "§2.4", "re-approval").yes(&again);
    assert_eq!((done.amount, done.approval_no.as_deref()), (won(1_004), Some("0264502327")));
    let other = Reapprove::new(tno("12345678901234"), won(500), order("20220311"));
    assert!(matches!(find("seed 004", "§2.4", "re-approval").read(&other), Outcome::Unknown(_)));
}

#[test]
fn recorded_answers_are_typed_in_the_order_they_came_in() {
    let approval = approved("legacy.md", "§2.3", "card approval");
    let card = approval.card().unwrap();
    assert_eq!((card.holder, card.kind), (Some(CardHolder::Corporate), Some(CardKind::Check)));
    assert_eq!((card.bank, card.join_code.as_deref()), (BankCode::parse("04").ok(), Some("0000")));
    let tax = card.tax.as_ref().unwrap();
    assert_eq!(tax.kind.as_deref(), Some("TG03"));
    let parts = [tax.supply, tax.vat, tax.free].map(|one| one.unwrap().get());
    assert_eq!((parts, tax.deposit), ([913, 91, 0], None));
    assert_eq!((approval.escrow(), approval.undo().kind()), (Escrow::Yes, "STE2"));
    assert_eq!(approval.parts().agreement(), Agreement::AddUp);
    let example = find("legacy.md", "§2.3", "card approval");
    let names: Vec<_> = example.fields.iter().map(|(name, _)| name.as_str()).collect();
    assert!(
        approval
            .fields
            .iter()
            .map(|(name, _)| name)
            .eq(names.iter().map(|name| Name::from_bytes(name.as_bytes()).unwrap()))
    );
    let approval = approved("legacy.md", "§2.3", "virtual account");
    assert_eq!(account(&approval).van.unwrap().as_str(), "SCWR");
    assert_eq!(account(&approval).depositor.as_deref(), Some("홍길동"));
    assert!(!format!("{approval:?}").contains("홍길동"));
    assert_eq!(approval.undo().kind(), "STE5");
    let cancelled = find("legacy.md", "§2.3", "cancel").yes(&Cancel::new(tno("20120501111111")));
    assert_eq!(cancelled.cancelled_at, time("20120502000000"));
    assert_eq!(cancelled.sequence.as_deref(), Some("20120502000001"));
}

#[test]
fn every_approval_among_the_examples_is_one_and_no_other_amount_is() {
    let mut seen = 0;
    for example in all().into_iter().filter(|example| example.get("pay_method").is_some()) {
        if example.what.ends_with("request") {
            continue;
        }
        let approval = example.yes(&approve(&example));
        assert_eq!(Some(approval.method.code()), example.get("pay_method"));
        let mut wrong = example;
        for (name, value) in &mut wrong.fields {
            if name == "amount" || name == "pnt_amount" {
                value.push('0');
            }
        }
        let asked = ApproveWindow::new(
            WindowText::parse(Name::from_static("enc_data"), "1A").unwrap(),
            WindowText::parse(Name::from_static("enc_info"), "2B").unwrap(),
            approval.order,
            approval.amount,
            approval.method,
        );
        assert!(matches!(wrong.read(&asked), Outcome::Unknown(_)), "{}", wrong.what);
        seen += 1;
    }
    assert_eq!(seen, 16);
}
