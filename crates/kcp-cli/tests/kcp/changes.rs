//! `kcp refund`, `kcp escrow` and `kcp receipt` beyond the addresses, against a simulator in this process.

use kcp_sim::PayMethod;

use crate::{desk::json, shop::Shop};

const NUMBER: &str = "123456789012";
const ACCOUNT: [(&str, &str); 2] = [("KCP_ACCOUNT", NUMBER), ("KCP_ACCOUNT_OWNER", "홍길동")];

/// What a command said, as JSON; its account stands in variables.
fn good(shop: &Shop, arguments: &[&str]) -> serde_json::Value {
    let (status, text) = shop.run_with(&ACCOUNT, &[arguments, &["--json"]].concat());
    assert_eq!(status, 0, "{arguments:?}: {text}");
    assert!(!text.contains(NUMBER) && !text.contains("홍길동"), "{text}");
    json(&text)
}

#[test]
fn a_deposit_is_refunded_in_parts_and_as_a_whole_on_both_channels() {
    let shop = Shop::open("T0000");
    for channel in ["socket", "api"] {
        let refund = |tno: &str, more: &[&str]| {
            good(
                &shop,
                &[&["--channel", channel, "refund", tno, "--bank", "04"][..], more].concat(),
            )
        };
        let parts = shop.deposited(&format!("P-{channel}"), 30_000);
        let said = refund(&parts, &["--amount", "10000", "--remaining", "30000"]);
        assert_eq!((&said["rem_mny"], &said["outcome"]), (&20_000.into(), &"approved".into()));
        let taxed = ["--amount", "11000", "--remaining", "20000", "--supply", "9000"];
        let said = refund(&parts, &[&taxed[..], &["--vat", "900", "--free", "1100"]].concat());
        assert_eq!(said["rem_mny"], 9_000);
        let whole = shop.deposited(&format!("W-{channel}"), 5_000);
        assert_eq!(refund(&whole, &["--reason", "고객변심"])["earlier"], false);
        assert_eq!(refund(&whole, &[])["earlier"], true);
    }
}

#[test]
fn a_real_name_is_checked_by_a_number_that_is_never_a_flag() {
    let shop = Shop::open("T0000");
    std::fs::write(shop.folder.path().join("number"), "8001011\n").unwrap();
    let tno = shop.deposited("R1", 5_000);
    let named = ["refund", &tno, "--bank", "04", "--real-name", "홍길동"];
    let (status, text) = shop.run_with(&ACCOUNT, &named);
    assert!(status == 2 && text.contains("KCP_OWNER_NUMBER"), "{status} {text}");
    let number = ("KCP_OWNER_NUMBER", "80010x1");
    let (status, text) = shop.run_with(&[ACCOUNT[0], ACCOUNT[1], number], &named);
    assert!(status == 30 && text.contains("mod_socno") && !text.contains("80010x1"), "{text}");
    good(&shop, &[&named[..], &["--owner-number-file", "number"]].concat());
}

#[test]
fn half_an_account_is_no_account() {
    let shop = Shop::open("T0007");
    for arguments in [
        &["refund", "20261121000001"][..],
        &["refund", "20261121000001", "--bank", "04"],
        &["escrow", "cancel", "20261121000001", "--bank", "04"],
        &["escrow", "confirmed", "20261121000001", "--method", "vaccount"],
        &["escrow", "confirmed", "20261121000001", "--method", "card", "--amount", "1"],
        &["refund", "20261121000001", "--bank", "04", "--amount", "1"],
        &["refund", "20261121000001", "--bank", "04", "--supply", "1"],
    ] {
        let (status, text) = shop.run(arguments);
        assert_eq!(status, 2, "{arguments:?}: {text}");
    }
    // A variable that was left behind does not go unnoticed.
    let (status, text) = shop.run_with(&ACCOUNT, &["escrow", "cancel", "20261121000001"]);
    assert!(status == 2 && text.contains("--bank"), "{status} {text}");
}

#[test]
fn goods_in_escrow_go_out_are_held_and_come_back() {
    let shop = Shop::open("T0007");
    let tno = shop.paid(PayMethod::Card, "E1", 5_000);
    let deliver = ["escrow", "deliver", &tno, "--waybill", "1234567890", "--carrier", "우체국택배"];
    let run = |arguments: &[&str]| {
        let (status, text) = shop.run(&[arguments, &["--json"]].concat());
        assert_eq!(status, 0, "{arguments:?}: {text}");
        json(&text)
    };
    assert_eq!(run(&deliver)["operation"], "escrow deliver");
    assert_eq!(shop.run(&["escrow", "cancel", &tno]).0, 10, "the goods are under way");
    run(&["escrow", "hold", &tno]);
    assert_eq!(run(&["escrow", "cancel-held", &tno])["earlier"], false);
    let tno = shop.paid(PayMethod::Card, "E2", 5_000);
    assert_eq!(run(&["escrow", "cancel", &tno, "--reason", "품절"])["earlier"], false);
    let tno = shop.paid(PayMethod::VirtualAccount, "E3", 5_000);
    run(&["escrow", "release", &tno]);
    let tno = shop.deposited("E4", 5_000);
    good(&shop, &["escrow", "cancel", &tno, "--bank", "04"]);
}

#[test]
fn each_of_the_seven_cancels_after_confirmation_has_its_command() {
    let shop = Shop::open("T0007");
    let confirmed = |tno: &str, more: &[&str]| {
        shop.confirmed(tno);
        let (status, text) =
            shop.run(&[&["escrow", "confirmed", tno, "--json"][..], more].concat());
        assert_eq!(status, 0, "{more:?}: {text}");
        json(&text)
    };
    let account = ["--bank", "04", "--account", NUMBER, "--owner", "홍길동"];
    let part = ["--amount", "1000", "--remaining", "5000"];
    for (at, (method, name, with)) in [
        (PayMethod::Card, "card", vec![]),
        (PayMethod::Card, "card", part.to_vec()),
        (PayMethod::Transfer, "transfer", vec![]),
        (PayMethod::Transfer, "transfer", part.to_vec()),
        (PayMethod::Transfer, "transfer", [&["--amount", "5000"][..], &account].concat()),
        (PayMethod::VirtualAccount, "vaccount", [&["--amount", "5000"][..], &account].concat()),
        (PayMethod::VirtualAccount, "vaccount", [&part[..], &account].concat()),
    ]
    .into_iter()
    .enumerate()
    {
        let order = format!("C{at}");
        let tno = match method {
            PayMethod::VirtualAccount => shop.deposited(&order, 5_000),
            method => shop.paid(method, &order, 5_000),
        };
        let said = confirmed(&tno, &[&["--method", name][..], &with].concat());
        let left = with.contains(&"--remaining").then_some(4_000_u64);
        assert_eq!(said["rem_mny"].as_u64(), left, "{name} {with:?}: {said}");
    }
}

#[test]
fn a_cash_receipt_is_registered_queried_and_cancelled() {
    let shop = Shop::open("T0000");
    let id = [("KCP_ID_INFO", "01000000000")];
    let run = |arguments: &[&str]| {
        let (status, text) = shop.run_with(&id, &[arguments, &["--json"]].concat());
        assert_eq!(status, 0, "{arguments:?}: {text}");
        assert!(!text.contains("01000000000"), "{text}");
        json(&text)
    };
    let time = ["--received", "20240102030405"];
    for (channel, name) in [("socket", "register"), ("api", "cash")] {
        let first = ["--channel", channel, "receipt", name, "--total", "1100", "--tax", "100"];
        let order = ["--order", channel, "--goods", "신발", "--buyer", "홍길동"];
        let registered = run(&[&first[..], &order, &time].concat());
        let cash_no = registered["cash_no"].as_str().unwrap();
        let query = [&["receipt", "query", cash_no][..], &time].concat();
        assert_eq!(run(&query)["cash_no"], cash_no);
        let cancel = [&["receipt", "cancel", cash_no][..], &time].concat();
        let part = ["--amount", "400", "--remaining", "1100"];
        assert_eq!(run(&[&cancel[..], &part].concat())["rem_mny"], 700);
        let rest = ["--amount", "700", "--remaining", "700"];
        assert_eq!(run(&[&cancel[..], &rest].concat())["rem_mny"], 0);
    }
    let seller = ["receipt", "register", "--total", "1100", "--tax", "100", "--order", "S"];
    let seller = [&seller[..], &["--goods", "신발", "--buyer", "홍길동"], &time].concat();
    let all = ["--seller", "1234567890", "--seller-name", "상점", "--seller-owner", "김철수"];
    let all = [&all[..], &["--seller-address", "서울", "--seller-phone", "0212345678"]].concat();
    run(&[&seller[..], &all].concat());
    assert_eq!(shop.run_with(&id, &[&seller[..], &all[..2]].concat()).0, 2);
}
