//! Notices as a shop gets them: bytes, repeats, answers, faults.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod common;

use std::time::Duration;

use common::{
    Call, Desk, desk, desk_with,
    shop::{Reply, Shop},
};
use kcp_codec::{Instalments, OrderId, SiteCode, TransactionId, Won};
use kcp_sim::{
    Agreement, Authentication, Builder, Deposit, NoticeAnswer, NoticeFault, NoticeState, NoticeUrl,
    OrderSpelling, PayMethod, PaymentState, ReceiptUse, Refusal,
};

fn site(text: &str) -> SiteCode {
    SiteCode::parse(text).unwrap()
}

fn pays(who: &str, method: PayMethod, amount: u64) -> Agreement {
    Authentication {
        site: site(who),
        order: OrderId::parse("ORDER1").unwrap(),
        amount: Won::new(amount).unwrap(),
        method,
        instalments: Instalments::NONE,
    }
    .into()
}

/// Approves what a customer agreed to, over the wire.
fn approve(desk: &Desk, who: &str, agreement: Agreement, plan: &str) -> TransactionId {
    let given = desk.gateway().window(agreement).unwrap();
    let call = Call::verbatim(desk, &given.tran_cd, &given.enc_info, &given.enc_data, plan);
    let answer = call.with("site_cd", who).send(desk).unwrap().opened();
    assert!(["0000", "V000"].contains(&answer.code().as_str()), "{}", answer.code());
    TransactionId::parse(&answer.get("tno")).unwrap()
}

fn account(desk: &Desk) -> TransactionId {
    let plan = "ordr_data=ordr_mony=1004|buyr_name=홍길동|;";
    approve(desk, "T0000", pays("T0000", PayMethod::VirtualAccount, 1_004), plan)
}

/// A gateway that repeats at once, and a shop that takes its notices.
fn desk_and_shop(change: impl FnOnce(Builder) -> Builder) -> (Desk, Shop) {
    let desk = desk_with(|builder| {
        let hasty = builder.notice_interval(Duration::from_millis(2));
        change(hasty.notice_patience(Duration::from_secs(5)))
    });
    let shop = Shop::open(&desk.runtime);
    let url = NoticeUrl::parse(&shop.url()).unwrap();
    desk.gateway().register_notice_url(site("T0000"), url).unwrap();
    (desk, shop)
}

/// What the attempts at the only notice were answered.
fn answers(desk: &Desk) -> (NoticeState, Vec<NoticeAnswer>) {
    let notices = desk.runtime.block_on(desk.gateway().notices());
    let [notice] = notices.as_slice() else { panic!("{} notices", notices.len()) };
    (notice.state, notice.attempts.clone())
}

fn refused(status: u16, result: &str) -> NoticeAnswer {
    NoticeAnswer::Refused { status, result: result.to_owned() }
}

#[test]
fn a_deposit_is_posted_as_a_form_in_euc_kr() {
    let (desk, shop) = desk_and_shop(|builder| builder);
    let tno = account(&desk);
    let deposit = Deposit::of(Won::new(900).unwrap()).from_other_bank().by("김 철수").unwrap();
    desk.gateway().deposit_as(tno, &deposit).unwrap();
    assert_eq!(answers(&desk), (NoticeState::Accepted, vec![NoticeAnswer::Accepted]));
    let [post] = shop.posts().try_into().unwrap();
    assert_eq!(post.line, "POST /notice?shop=1 HTTP/1.1");
    assert_eq!(post.content_type, "application/x-www-form-urlencoded");
    assert_eq!(
        post.body,
        "site_cd=T0000&tno=20261121000001&order_no=ORDER1&tx_cd=TX00&tx_tm=20261121120000&\
         ipgm_name=%C8%AB%B1%E6%B5%BF&remitter=%B1%E8+%C3%B6%BC%F6&ipgm_mnyx=900&totl_mnyx=900&\
         ipgm_time=20261121120000&bank_code=04&account=99001121000001&\
         noti_id=26112100000000000001&op_cd=18"
    );
    let book = desk.gateway().book();
    assert_eq!((book.charged(), book.balance(), book.deposits().len()), (900, 900, 1));
    assert_eq!(book.notices()[0].id, "26112100000000000001");
}

#[test]
fn encoding_and_spelling_are_the_merchant_s_choice() {
    let (desk, shop) = desk_and_shop(|builder| builder);
    let url = NoticeUrl::parse(&shop.url()).unwrap();
    let url = url.in_utf8().with_spelling(OrderSpelling::OrdrNo);
    desk.gateway().register_notice_url(site("T0000"), url).unwrap();
    let wants = pays("T0000", PayMethod::VirtualAccount, 1_004).with_receipt(ReceiptUse::Income);
    let tno = approve(&desk, "T0000", wants, "ordr_data=ordr_mony=1004|buyr_name=홍길동|;");
    desk.gateway().deposit(tno).unwrap();
    assert_eq!(answers(&desk).0, NoticeState::Accepted);
    let [post] = shop.posts().try_into().unwrap();
    assert_eq!(
        post.body,
        "site_cd=T0000&tno=20261121000001&ordr_no=ORDER1&tx_cd=TX00&tx_tm=20261121120000&\
         ipgm_name=%ED%99%8D%EA%B8%B8%EB%8F%99&remitter=%ED%99%8D%EA%B8%B8%EB%8F%99&\
         ipgm_mnyx=1004&totl_mnyx=1004&ipgm_time=20261121120000&bank_code=04&\
         account=99001121000001&noti_id=26112100000000000001&op_cd=50&cash_a_no=121000002&\
         cash_a_dt=20261121120000&cash_no=20261121000002"
    );
}

#[test]
fn a_reversal_repeats_the_deposit_s_number_under_op_cd_13() {
    let (desk, shop) = desk_and_shop(|builder| builder);
    let tno = account(&desk);
    desk.gateway().deposit(tno).unwrap();
    assert_eq!(desk.gateway().book().balance(), 1_004);
    assert_eq!(desk.gateway().reverse(tno).unwrap().state, PaymentState::Issued);
    desk.gateway().deposit(tno).unwrap();
    desk.runtime.block_on(desk.gateway().notices());
    let posts = shop.posts();
    let fields: Vec<_> =
        posts.iter().map(|post| (post.get("noti_id"), post.get("op_cd"))).collect();
    let first = || "26112100000000000001".to_owned();
    assert_eq!(
        fields,
        [
            (first(), "50".into()),
            (first(), "13".into()),
            ("26112100000000000002".into(), "50".into()),
        ]
    );
    assert!(posts.iter().all(|post| post.get("ipgm_mnyx") == "1004"));
    let book = desk.gateway().book();
    assert_eq!((book.deposits().len(), book.reversals().count(), book.balance()), (2, 1, 1_004));
}

#[test]
fn a_notice_is_repeated_until_somebody_says_0000() {
    let (desk, shop) = desk_and_shop(|builder| builder);
    shop.answer([
        Reply::page(200, "9999"),
        Reply::Page { status: 200, body: "OK".to_owned() },
        Reply::page(500, "0000"),
        Reply::Close,
        Reply::page(200, "0000"),
        Reply::page(200, "not asked for"),
    ]);
    desk.gateway().deposit(account(&desk)).unwrap();
    let want = vec![
        refused(200, "9999"),
        refused(200, ""),
        refused(500, "0000"),
        NoticeAnswer::Silent,
        NoticeAnswer::Accepted,
    ];
    assert_eq!(answers(&desk), (NoticeState::Accepted, want));
    let posts = shop.posts();
    assert_eq!(posts.len(), 5);
    assert!(posts.iter().all(|post| post.body == posts[0].body));
    assert_eq!(desk.gateway().book().deposits().len(), 1);
}

#[test]
fn after_ten_attempts_it_is_given_up() {
    let (desk, shop) = desk_and_shop(|builder| builder);
    shop.answer((0..20).map(|_| Reply::page(200, "1111")));
    desk.gateway().deposit(account(&desk)).unwrap();
    let (state, attempts) = answers(&desk);
    assert_eq!(state, NoticeState::GivenUp);
    assert_eq!(attempts, vec![refused(200, "1111"); 10]);
    assert_eq!(shop.posts().len(), 10);
    assert_eq!(desk.gateway().book().balance(), 1_004);
}

#[test]
fn json_accepts_as_well_as_the_hidden_input() {
    for body in [r#"{"result":"0000"}"#, r#"{"res_cd": "0000"}"#] {
        let (desk, shop) = desk_and_shop(|builder| builder);
        shop.answer([Reply::Page { status: 200, body: body.to_owned() }]);
        desk.gateway().deposit(account(&desk)).unwrap();
        assert_eq!(answers(&desk), (NoticeState::Accepted, vec![NoticeAnswer::Accepted]));
    }
}

#[test]
fn an_answer_that_never_ends_and_one_that_never_begins_are_no_answers() {
    let (desk, shop) =
        desk_and_shop(|builder| builder.notice_patience(Duration::from_millis(1_500)));
    let filler = " ".repeat(64 * 1024);
    let accepts = r#"<input type="hidden" name="result" value="0000">"#;
    shop.answer([
        Reply::Hang,
        Reply::Page { status: 200, body: format!("{accepts}{filler}") },
        Reply::Page { status: 200, body: format!("{accepts}{}", &filler[accepts.len()..]) },
    ]);
    desk.gateway().deposit(account(&desk)).unwrap();
    let want = vec![NoticeAnswer::Silent, NoticeAnswer::Silent, NoticeAnswer::Accepted];
    assert_eq!(answers(&desk), (NoticeState::Accepted, want));
}

#[test]
fn what_goes_wrong_with_notices_is_as_scripted() {
    let (desk, shop) = desk_and_shop(|builder| builder);
    let faults = desk.gateway().notice_faults();
    let tno = account(&desk);
    let deposit = |won: u64| {
        desk.gateway().deposit_as(tno, &Deposit::of(Won::new(won).unwrap())).unwrap();
    };
    let sent = |name: &'static str| -> Vec<String> {
        desk.runtime.block_on(desk.gateway().notices());
        shop.take_posts().iter().map(|post| post.get(name)).collect()
    };

    // A reversal that overtakes its deposit.
    faults.push(NoticeFault::Behind(1));
    deposit(1);
    desk.gateway().reverse(tno).unwrap();
    assert_eq!(sent("op_cd"), ["13", "50"]);

    // Behind one other, and not behind the next but one.
    faults.push(NoticeFault::Behind(1));
    deposit(1);
    deposit(1_000);
    deposit(10);
    assert_eq!(sent("ipgm_mnyx"), ["1000", "1", "10"]);

    // Held back for ever, if nobody asked.
    faults.push(NoticeFault::Behind(9));
    deposit(2);
    deposit(3);
    assert_eq!(sent("ipgm_mnyx"), ["3", "2"]);

    faults.push(NoticeFault::Duplicate(2));
    deposit(4);
    assert_eq!(sent("ipgm_mnyx"), ["4", "4", "4"]);

    faults.push(NoticeFault::SayAmount(500));
    faults.push(NoticeFault::SayKind("TX99"));
    faults.push(NoticeFault::SayOperation("13"));
    deposit(5);
    deposit(6);
    deposit(7);
    desk.runtime.block_on(desk.gateway().notices());
    let posts = shop.posts();
    assert_eq!(
        (posts[0].get("ipgm_mnyx"), posts[0].get("totl_mnyx")),
        ("500".into(), "1025".into())
    );
    assert_eq!(posts[1].get("tx_cd"), "TX99");
    assert_eq!(posts[2].get("op_cd"), "13");
    shop.take_posts();

    faults.push(NoticeFault::Delay(Duration::from_millis(600)));
    deposit(8);
    deposit(9);
    assert_eq!(sent("ipgm_mnyx"), ["9", "8"]);
    assert!(faults.is_empty());
}

#[test]
fn without_an_address_nothing_is_sent() {
    let desk = desk();
    desk.gateway().deposit(account(&desk)).unwrap();
    assert_eq!(answers(&desk), (NoticeState::NowhereToSend, vec![]));
    let url = NoticeUrl::parse("http://127.0.0.1:1/").unwrap();
    let unknown = desk.gateway().register_notice_url(site("X9999"), url);
    assert_eq!(unknown, Err(Refusal::UNKNOWN_MERCHANT));
}

#[test]
fn one_address_may_serve_every_merchant_and_nobody_listening_is_no_answer() {
    let nobody = NoticeUrl::parse("http://127.0.0.1:1/").unwrap();
    let (desk, shop) = desk_and_shop(|builder| builder.notice_url(nobody));
    let plain = pays("T0007", PayMethod::VirtualAccount, 1_004).without_escrow();
    let tno = approve(&desk, "T0007", plain, "");
    desk.gateway().deposit(tno).unwrap();
    desk.gateway().deposit(account(&desk)).unwrap();
    let notices = desk.runtime.block_on(desk.gateway().notices());
    assert_eq!(notices[0].attempts, vec![NoticeAnswer::Silent; 10]);
    assert_eq!(notices[1].attempts, [NoticeAnswer::Accepted]);
    assert_eq!(shop.posts().len(), 1);
}

#[test]
fn each_escrow_change_and_each_refund_is_told() {
    let (desk, shop) = desk_and_shop(|builder| builder);
    let url = NoticeUrl::parse(&shop.url()).unwrap();
    desk.gateway().register_notice_url(site("T0007"), url).unwrap();
    let change = |tno: TransactionId, rest: &str| {
        let text = format!("mod_data=tno={tno}|mod_ip=127.0.0.1|{rest};");
        let call = Call::new(&desk, "00200000", &text, "").with("site_cd", "T0007");
        assert_eq!(call.send(&desk).unwrap().opened().code(), "0000", "{rest}");
    };
    let buy = |method| approve(&desk, "T0007", pays("T0007", method, 5_000), "");
    let deliver = "mod_type=STE1|deli_numb=123|deli_corp=택배|";
    let told = || -> Vec<String> {
        desk.runtime.block_on(desk.gateway().notices());
        let common = |body: String| body.split_once("&tx_cd=").unwrap().1.to_owned();
        shop.take_posts().into_iter().map(|post| common(post.body)).collect()
    };

    let tno = buy(PayMethod::Card);
    change(tno, deliver);
    desk.gateway().refuse_purchase(tno, "변심").unwrap();
    change(tno, "mod_type=STE3|");
    change(tno, "mod_type=STE4|");
    change(buy(PayMethod::Card), "mod_type=STE2|");
    change(buy(PayMethod::VirtualAccount), "mod_type=STE5|");
    let tno = buy(PayMethod::Card);
    change(tno, deliver);
    desk.gateway().confirm_purchase(tno).unwrap();
    assert_eq!(
        told(),
        [
            "TX03&tx_tm=20261121120000&waybill_no=123&waybill_corp=%C5%C3%B9%E8",
            "TX02&tx_tm=20261121120000&st_cd=N&can_msg=%BA%AF%BD%C9",
            "TX04&tx_tm=20261121120000",
            "TX06&tx_tm=20261121120000",
            "TX05&tx_tm=20261121120000",
            "TX07&tx_tm=20261121120000",
            "TX03&tx_tm=20261121120000&waybill_no=123&waybill_corp=%C5%C3%B9%E8",
            "TX02&tx_tm=20261121120000&st_cd=Y",
        ]
    );
    let plain = pays("T0007", PayMethod::VirtualAccount, 5_000).without_escrow();
    let tno = approve(&desk, "T0007", plain, "");
    desk.gateway().deposit(tno).unwrap();
    change(
        tno,
        "mod_type=STHD|mod_sub_type=MDSC00|mod_comp_type=MDCP01|mod_bankcode=BK88|\
         mod_account=110123456789|mod_depositor=김철수|",
    );
    let phone = buy(PayMethod::Mobile);
    desk.gateway().safe_payment(phone).unwrap();
    assert_eq!(desk.gateway().safe_payment(tno), Err(Refusal::OTHER_METHOD));
    let told = told();
    assert!(told[0].starts_with("TX00&"), "{}", told[0]);
    assert_eq!(
        told[1..],
        [
            "TX01&tx_tm=20261121120000&refund_nm=%B1%E8%C3%B6%BC%F6&refund_mny=5000&bank_code=88",
            "TX08&tx_tm=20261121120000&ipgm_mnyx=5000&bank_code=04",
        ]
    );
}
