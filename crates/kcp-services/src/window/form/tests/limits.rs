//! Whatever is put on a form: limits hold, no forbidden character stands there, and no site key.

use kcp_codec::is_forbidden;
use proptest::{option, prelude::*, sample};

use super::*;

/// Bytes that a value may have in EUC-KR (`seed 002 §2`, `seed 003 §8`).
fn limit(name: &str) -> usize {
    match name {
        "eng_flag" | "used_card_YN" | "save_ocb" | "used_card_CCXX" | "hp_apply_yn"
        | "skin_indx" | "complex_pnt_yn" | "disp_tax_yn" | "kcp_noint" | "escw_used"
        | "pay_mod" => 1,
        "quotaopt" | "fix_inst" | "module_type" | "vcnt_expire_term" | "deli_term" => 2,
        "req_tx" | "currency" | "hp_commid" => 3,
        "van_code" | "pt_memcorp_cd" | "tax_flag" | "ActionResult" => 4,
        "site_cd" | "encoding_trans" => 5,
        "vcnt_expire_term_time" => 6,
        "pay_method" | "good_mny" | "comm_tax_mny" | "comm_vat_mny" | "comm_free_mny" => 12,
        "ipgm_date" => 14,
        "good_expr" => 18,
        "site_name" | "shop_name" | "shop_user_id" | "tk_shop_id" | "buyr_tel1" | "buyr_tel2"
        | "good_cd" => 20,
        "buyr_name" | "kcp_pay_title" => 30,
        "ordr_idxx" => 40,
        "buyr_mail" | "wish_vbank_list" | "used_bank" => 50,
        "good_name" => 100,
        "Ret_URL" | "AppUrl" | "site_logo" | "PayUrl" | "approval_key" | "kcp_noint_quota"
        | "used_card" | "not_used_card" => 256,
        "param_opt_1" | "param_opt_2" | "param_opt_3" => 1_000,
        // What the script fills in.
        _ => 0,
    }
}

/// Characters that a value may have although free text may not.
fn allowed(name: &str) -> &'static [u8] {
    match name {
        "kcp_noint_quota" => b",",
        "Ret_URL" | "AppUrl" | "site_logo" => b"&,;",
        _ => b"",
    }
}

fn holds(fields: &[(&'static str, String)]) {
    for (at, (name, value)) in fields.iter().enumerate() {
        let bytes = Charset::Cp949.encode(Name::from_static(name), value).unwrap();
        assert!(bytes.len() <= limit(name), "{name}: {} bytes", bytes.len());
        let bad = bytes.iter().find(|&&byte| is_forbidden(byte) && !allowed(name).contains(&byte));
        assert_eq!(bad, None, "{name}");
        assert!(*name != "site_key" && !value.contains(KEY), "the site key is in a page");
        assert!(fields.iter().skip(at + 1).all(|(other, _)| other != name), "{name} stands twice");
    }
}

/// Text that a shop might hand over, Korean and ASCII, up to its last byte.
fn some_text<const MAX: usize>() -> impl Strategy<Value = Text<MAX>> {
    let whole = prop_oneof!["[가-힣a-zA-Z0-9 @.:+-]{1,40}", Just("가".repeat(MAX))];
    whole.prop_map(|whole| {
        let cut = kcp_codec::text::truncate_to_bytes(Charset::Cp949, &whole, MAX);
        Text::new(Name::from_static("good_name"), Charset::Cp949, cut).unwrap()
    })
}

fn offers() -> impl Strategy<Value = Offer> {
    let codes = || sample::select(vec!["SCBL", "SCCL", "SCHM", "SCGM"]);
    prop_oneof![
        Just(Offer::Card),
        Just(Offer::Transfer),
        Just(Offer::VirtualAccount),
        some_text().prop_map(Offer::Mobile),
        (codes(), some_text())
            .prop_map(|(code, user)| Offer::Gift(GiftOptions::new(operator(code), user))),
        Just(benepia()),
        Just(Offer::Points(PointsOptions::ok_cashbag().without_card())),
    ]
}

fn cards() -> impl Strategy<Value = CardOptions> {
    let list = proptest::collection::btree_set("[A-Z0-9]{4}", 1..=51).prop_map(|codes| {
        let codes: Vec<_> = codes.into_iter().collect();
        CardList::parse(&codes.join(":")).unwrap()
    });
    let choice = prop_oneof![
        Just(CardChoice::All),
        list.clone().prop_map(CardChoice::Only),
        list.prop_map(CardChoice::Without),
    ];
    let plans = sample::select(vec!["CCBC-02:03:06", "CCBC-02:03:06,CCKM-03:06", "CCSS-12"]);
    let free = plans.prop_map(|plans| InterestFree::parse("Y", plans).unwrap());
    (option::of(0..=12_u8), option::of(0..=12_u8), option::of(free), choice, any::<[bool; 2]>())
        .prop_map(|(most, fixed, free, choice, [save, apart])| {
            let mut options = CardOptions::new().with_cards(choice);
            if let Some(most) = most {
                options = options.with_max_instalments(MaxInstalments::new(most).unwrap());
            }
            if let Some(fixed) = fixed {
                options = options.with_fixed_instalments(FixedInstalments::new(fixed).unwrap());
            }
            if let Some(free) = free {
                options = options.with_interest_free(free);
            }
            options = if save { options.with_cashbag_saving(Flag::Yes) } else { options };
            if apart { options.with_foreign_cards_apart(Flag::No) } else { options }
        })
}

fn accounts() -> impl Strategy<Value = VirtualAccountOptions> {
    let banks = proptest::collection::btree_set(0..100_u8, 1..=17).prop_map(|banks| {
        let banks = banks.iter().map(|bank| BankCode::parse(&format!("{bank:02}")).unwrap());
        BankList::new(banks).unwrap()
    });
    let deadline = prop_oneof![
        (1..=99_u8).prop_map(|days| DepositDeadline::After(ExpiryTerm::days(days).unwrap())),
        (1..=99_u8).prop_map(|days| {
            let term = ExpiryTerm::days(days).and_then(|term| term.until(23, 59, days % 60));
            DepositDeadline::After(term.unwrap())
        }),
        Just(DepositDeadline::By(DepositDate::parse("20261231235959").unwrap())),
    ];
    (banks, deadline).prop_map(|(banks, deadline)| {
        VirtualAccountOptions::new().with_banks(banks).with_deadline(deadline)
    })
}

/// Puts everything on a form that all forms have; what a channel refuses stays off.
macro_rules! dressed {
    ($form:expr, $who:expr, $cards:expr, $accounts:expr) => {{
        let (name, number, mail) = $who;
        let mut form = $form
            .with_buyer_name(&name)
            .with_buyer_mobile(&number)
            .with_buyer_mail(&mail)
            .with_mobile_options(MobileOptions::only(Carrier::LgUplus))
            .with_receipt(Flag::Yes)
            .with_escrow(EscrowOptions::new(EscrowMode::AsAgreed, 3).unwrap())
            .with_look(&Look::new().in_english())
            .unwrap();
        form = form.clone().with_card_options(&$cards).unwrap_or(form);
        form = form.clone().with_virtual_account_options(&$accounts).unwrap_or(form);
        form
    }};
}

proptest! {
    #[test]
    fn every_form_keeps_the_limits_and_holds_neither_a_forbidden_character_nor_the_key(
        amount in prop_oneof![1..50_000_u64, 50_000..1_000_000_000_000_u64],
        offer in offers(),
        who in (some_text::<30>(), some_text::<20>(), some_text::<50>()),
        goods in (some_text::<30>(), some_text::<20>(), some_text::<1_000>()),
        cards in cards(),
        accounts in accounts(),
        period in sample::select(vec!["0", "1:2012010120120131", "2:10d", "2:999m"]),
    ) {
        let (good_name, code, custom) = goods;
        let period = ServicePeriod::parse(period).unwrap();
        let tax = CompoundTax::of(WonOrZero::new(amount / 2).unwrap(), WonOrZero::new(amount - amount / 2).unwrap()).unwrap();

        let form = dressed!(mobile(won(amount), &offer), who.clone(), cards, accounts)
            .with_shop_name(&code)
            .with_shop_user(&code)
            .with_app(&AppUrl::parse("myapp://pay?a=1&b=2").unwrap())
            .with_custom_fields(&CustomFields::new().with_first(custom.clone()).with_third(custom))
            .with_compound_tax(&tax)
            .unwrap();
        holds(form.fields());

        let look = Look::new().with_skin(Skin::new(7).unwrap()).with_title(good_name.clone())
            .with_logo(LogoUrl::parse("https://shop.example/logo.jpg?a=1&b=2").unwrap());
        let form = dressed!(pc(won(amount), &offer), who.clone(), cards, accounts)
            .with_site_name(&code)
            .with_goods_code(&code)
            .with_period(period)
            .with_look(&look)
            .unwrap()
            .with_compound_tax(&tax)
            .unwrap();
        holds(form.fields());

        let form = AxHubForm::new(&merchant(), order(), won(amount), &good_name, &offer.into(), PageCharset::Utf8);
        let form = dressed!(form, who, cards, accounts)
            .with_buyer_telephone(&code)
            .with_period(period)
            .with_goods_code(&code)
            .with_compound_tax(&tax)
            .unwrap();
        holds(form.fields());
    }
}
