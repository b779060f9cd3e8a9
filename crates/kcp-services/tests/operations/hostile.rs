//! Answers that nobody should send: whatever the fields say, a yes is a yes only if every one of them agrees.

use crate::desk::{TNO, approve, cancel, charge, order, partial, payee, read, tno, verify, won};
use kcp_codec::{
    AccountNumber, BankCode, Charset, Fields, KstDateTime, Name, OwnerName, Text, TransactionId,
    WonOrZero, Word,
};
use kcp_services::{
    Operation, Outcome,
    answer::{Answer, Encoding},
    approve::PayType,
    cash_receipt::{CancelReceipt, Purpose, QueryReceipt, ReceiptId, RegisterReceipt},
    modify::{
        CancelConfirmed, CancelEscrow, Capture, HoldSettlement, RefundAccount, ReleaseAccount,
        StartDelivery,
    },
};
use proptest::prelude::*;

const OTHER: &str = "20261121000002";
const RECEIPT: &str = "20370466727800";

/// Names that decide, each with values that agree, that do not, and that make no sense.
const DECIDING: [(&str, &[&str]); 18] = [
    (
        "res_cd",
        &["0000", "0000", "0000", "V000", "8133", "8340", "8041", "8094", "CC07", "ZZ99", ""],
    ),
    ("tno", &[TNO, TNO, TNO, OTHER, "", "x"]),
    ("pay_method", &["PACA", "PACA", "PAVC", "PAKM", "PAPT", "PABK", "", "card"]),
    ("amount", &["1004", "1004", "1005", "01004", "", "1,004"]),
    ("order_no", &["TEST0001", "TEST0001", "TEST0002", "", "?"]),
    ("ord_idx", &["", "", "TEST0001", "TEST0002"]),
    ("ordr_no", &["", "", "TEST0001", "TEST0002"]),
    ("ordr_idxx", &["", "", "TEST0001", "TEST0002"]),
    ("mod_mny", &["", "400", "401", "x"]),
    ("panc_mod_mny", &["", "400", "401", "x"]),
    ("rem_mny", &["", "604", "603", "x"]),
    ("panc_rem_mny", &["", "604", "603", "x"]),
    ("cash_no", &[RECEIPT, RECEIPT, "20370466727801", "", "x"]),
    ("account", &["12345678901234", "", "x"]),
    ("card_mny", &["", "", "1004", "500", "0"]),
    ("coupon_mny", &["", "", "504", "0"]),
    ("pnt_amount", &["", "", "1004", "500"]),
    ("easypoint_mny", &["", "", "1004", "500"]),
];

/// What an answer says, empty where it says nothing.
#[derive(Debug)]
struct Said(Vec<(&'static str, String)>);

impl Said {
    fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(one, _)| *one == name).map_or("", |(_, value)| value)
    }

    fn text(&self) -> String {
        let pairs: Vec<_> = self.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("\x1f")
    }

    /// Says this, or nothing of it.
    fn not_other(&self, name: &str, asked: &str) -> bool {
        ["", asked].contains(&self.get(name))
    }

    fn order(&self) -> bool {
        ["order_no", "ord_idx", "ordr_no", "ordr_idxx"]
            .into_iter()
            .all(|name| self.not_other(name, "TEST0001"))
    }

    fn names_order(&self) -> bool {
        self.order()
            && ["order_no", "ord_idx", "ordr_no", "ordr_idxx"]
                .into_iter()
                .any(|name| !self.get(name).is_empty())
    }

    /// Every amount that it names is the part that was asked.
    fn part(&self) -> bool {
        ["mod_mny", "panc_mod_mny"].into_iter().all(|name| self.not_other(name, "400"))
    }

    fn names_part(&self) -> bool {
        self.part() && ["mod_mny", "panc_mod_mny"].into_iter().any(|name| self.get(name) == "400")
    }

    fn paid(&self, methods: &[&str]) -> bool {
        let amount = match self.get("amount") {
            // A part stands for the total where it is the only one that is told.
            "" => {
                let part = match self.get("pay_method") {
                    "PAPT" => "pnt_amount",
                    "PAKM" => "easypoint_mny",
                    _ => return false,
                };
                let others = ["card_mny", "coupon_mny", "pnt_amount", "easypoint_mny"];
                self.get(part) == "1004"
                    && others.iter().all(|name| *name == part || self.not_other(name, "0"))
            }
            amount => ["1004", "01004"].contains(&amount),
        };
        amount && methods.contains(&self.get("pay_method")) && self.names_order()
    }
}

/// An outcome without its answer.
#[derive(Debug, PartialEq)]
enum Seen {
    Yes,
    No,
    /// With the transaction that it gives to be looked up.
    Doubt(Option<TransactionId>),
}

fn see<O: Operation>(operation: &O, text: &str) -> Seen {
    match read(operation, text) {
        Outcome::Approved(_) => Seen::Yes,
        Outcome::Declined(_) => Seen::No,
        Outcome::NotSent(_) => panic!("it was sent"),
        Outcome::Unknown(unknown) => Seen::Doubt(unknown.transaction()),
    }
}

fn text<const MAX: usize>(value: &str) -> Text<MAX> {
    Text::new(Name::from_static("text"), Charset::Ksx1001, value).unwrap()
}

fn word<const MAX: usize>(value: &str) -> Word<MAX> {
    Word::new(Name::from_static("word"), value).unwrap()
}

fn at() -> KstDateTime {
    KstDateTime::parse("20261121221400").unwrap()
}

fn receipt() -> ReceiptId {
    ReceiptId::parse(RECEIPT).unwrap()
}

fn register() -> RegisterReceipt {
    let (goods, buyer, id) = (text("운동화"), text("홍길동"), word("01012345678"));
    let tax = WonOrZero::new(100).unwrap();
    RegisterReceipt::new(order(), goods, buyer, at(), Purpose::Personal, id, won(1_100), tax)
        .unwrap()
}

fn refund() -> RefundAccount {
    let (bank, account, owner) = payee();
    RefundAccount::new(tno(), bank, account, owner)
}

fn to_account(amount: u64, of: fn(kcp_codec::Won, Payee) -> CancelConfirmed) -> CancelConfirmed {
    of(won(amount), payee())
}

type Payee = (BankCode, AccountNumber, OwnerName);

/// What every operation makes of one answer, and whether a yes is right.
fn every_operation(said: &Said) -> Vec<(&'static str, Seen, bool)> {
    let text = said.text();
    let code = said.get("res_cd");
    let (done, named) = (code == "0000", said.get("tno") == TNO);
    let numbered = [TNO, OTHER].contains(&said.get("tno"));
    let issued = done || code == "V000";
    let already = ["8133", "8340"].contains(&code);
    let whole = (done && named) || (already && said.not_other("tno", TNO));
    let part_told = said.part()
        && (said.names_part()
            || ["rem_mny", "panc_rem_mny"].into_iter().all(|name| said.get(name).is_empty()));
    let refunded_part = CancelConfirmed::account_part_refund;
    let (bank, account, owner) = payee();
    let deposit_part = refunded_part(tno(), won(400), won(1_004), bank, account, owner).unwrap();
    let of_transfer = to_account(400, |amount, (bank, account, owner)| {
        CancelConfirmed::transfer_refund(tno(), amount, bank, account, owner)
    });
    let of_deposit = to_account(400, |amount, (bank, account, owner)| {
        CancelConfirmed::account_refund(tno(), amount, bank, account, owner)
    });
    let receipt_named = said.get("cash_no") == RECEIPT;
    vec![
        ("charge", see(&charge(), &text), done && numbered && said.paid(&["PACA", "PAKM"])),
        (
            "card",
            see(&approve(PayType::Card), &text),
            done && numbered && said.paid(&["PACA", "PAKM"]),
        ),
        ("points", see(&approve(PayType::Points), &text), done && numbered && said.paid(&["PAPT"])),
        (
            "account",
            see(&approve(PayType::VirtualAccount), &text),
            issued && numbered && said.paid(&["PAVC"]),
        ),
        ("verify", see(&verify(), &text), done && numbered && said.names_order()),
        ("cancel", see(&cancel(), &text), whole),
        ("part", see(&partial(400, 1_004), &text), done && named && said.names_part()),
        (
            "older part",
            see(&partial(400, 1_004).under_older_card_kind(), &text),
            done && named && said.names_part(),
        ),
        ("capture", see(&Capture::new(tno()), &text), done && named),
        (
            "deliver",
            see(&StartDelivery::new(tno(), self::text("1"), self::text("2")), &text),
            done && named,
        ),
        ("hold", see(&HoldSettlement::new(tno()), &text), done && named),
        ("STE2", see(&CancelEscrow::before_delivery(tno()), &text), whole),
        ("STE4", see(&CancelEscrow::after_hold(tno()), &text), whole),
        ("STE5", see(&ReleaseAccount::new(tno()), &text), whole),
        ("refund", see(&refund(), &text), whole),
        (
            "refund part",
            see(&refund().with_part(won(400), won(1_004)).unwrap(), &text),
            done && named && part_told,
        ),
        ("STE9_C", see(&CancelConfirmed::card(tno()), &text), whole),
        (
            "STE9_CP",
            see(&CancelConfirmed::card_part(tno(), won(400), won(1_004)).unwrap(), &text),
            done && named && part_told,
        ),
        ("STE9_AR", see(&of_transfer, &text), done && named && said.part()),
        ("STE9_V", see(&of_deposit, &text), whole && (already || said.part())),
        ("STE9_VP", see(&deposit_part, &text), done && named && part_told),
        ("register", see(&register(), &text), {
            done && [RECEIPT, "20370466727801"].contains(&said.get("cash_no")) && said.order()
        }),
        (
            "receipt",
            see(&CancelReceipt::new(receipt(), at()), &text),
            (done && receipt_named) || (already && said.not_other("cash_no", RECEIPT)),
        ),
        (
            "receipt part",
            see(
                &CancelReceipt::new(receipt(), at()).with_part(won(400), won(1_004)).unwrap(),
                &text,
            ),
            done && receipt_named && part_told,
        ),
        ("query", see(&QueryReceipt::new(receipt(), at()), &text), done && receipt_named),
    ]
}

fn said() -> impl Strategy<Value = Said> {
    DECIDING
        .map(|(name, values)| {
            (Just(name), prop::sample::select(values))
                .prop_map(|(name, value)| (name, value.to_owned()))
        })
        .to_vec()
        .prop_shuffle()
        .prop_map(Said)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_operation_takes_a_yes_that_disagrees(said in said()) {
        for (operation, seen, may) in every_operation(&said) {
            prop_assert!(may || seen != Seen::Yes, "{operation} of {:?}", said.text());
        }
    }

    #[test]
    fn no_change_leads_to_another_transaction(said in said()) {
        const CHANGES: [&str; 13] = [
            "cancel", "part", "older part", "capture", "deliver", "hold", "STE2", "STE4", "STE5", "refund",
            "refund part", "STE9_C", "STE9_VP",
        ];
        let other = said.get("tno") == OTHER;
        for (operation, seen, _) in every_operation(&said) {
            if other && CHANGES.contains(&operation) {
                prop_assert_eq!(seen, Seen::Doubt(None), "{} of {:?}", operation, said.text());
            }
        }
    }

    #[test]
    fn no_answer_s_bytes_break_a_reader_or_are_printed(
        bytes in prop::collection::vec(any::<u8>(), 0..24), name in prop::sample::select(NAMES.to_vec()),
        method in prop::sample::select(PayType::ALL.to_vec()), euc_kr: bool,
    ) {
        const SECRETS: [(&str, &str); 6] = [
            ("account", "9998887776665"), ("depositor", "9998887770001"), ("mobile_no", "99988877700"),
            ("card_no", "9410129998883412"), ("batch_key", "9998887776665554"), ("buyr_name", "9998887770002"),
        ];
        let mut fields = Fields::new();
        for (name, value) in SECRETS.into_iter().chain([
            ("res_cd", "0000"), ("tno", TNO), ("amount", "1004"), ("pay_method", method.code()),
            ("order_no", "TEST0001"), ("cash_no", RECEIPT), ("panc_mod_mny", "400"), ("pnt_issue", "SCWB"),
        ]) {
            fields.push(Name::from_static(name), value.as_bytes()).unwrap();
        }
        // A name that stands there already keeps its value.
        let _ = fields.push(Name::from_static(name), &bytes);
        let answer = Answer::new(fields, if euc_kr { Encoding::EucKr } else { Encoding::Utf8 });
        let printed = format!(
            "{:?} {:?} {:?} {:?} {:?} {:?} {:?}",
            approve(method).read(&answer), charge().read(&answer), cancel().read(&answer),
            partial(400, 1_004).read(&answer), refund().read(&answer), register().read(&answer),
            CancelReceipt::new(receipt(), at()).read(&answer),
        );
        prop_assert!(!printed.contains("999888"), "{printed}");
    }
}

/// Names that inform.
const NAMES: [&str; 30] = [
    "card_name",
    "card_cd",
    "acqu_cd",
    "app_time",
    "app_no",
    "quota",
    "noinf",
    "escw_yn",
    "bankname",
    "bank_code",
    "va_date",
    "commid",
    "van_id",
    "hp_app_time",
    "pnt_app_no",
    "tk_mny",
    "res_msg",
    "res_en_msg",
    "card_mny",
    "coupon_mny",
    "payco_point_mny",
    "mod_seq_no",
    "canc_time",
    "app_cash_receipt_mny",
    "mod_pcan_seq_no",
    "receipt_no",
    "reg_stat",
    "reg_desc",
    "cash_authno",
    "cash_tr_code",
];
