//! Months are read and written, and a fault is found at its place.

use proptest::prelude::*;

use super::*;

fn code(text: &str) -> CardCode {
    CardCode::parse(text).unwrap()
}

#[test]
fn the_guide_s_plans_are_read_and_written_without_the_blank() {
    let plans = InterestFreePlans::parse("CCBC-02:03:06, CCSS-03:06").unwrap();
    assert_eq!(plans.to_string(), "CCBC-02:03:06,CCSS-03:06");
    assert_eq!(plans.plans()[0].months(), [2, 3, 6]);
    assert_eq!(plans.plans()[1].card(), code("CCSS"));
    let made = InterestFreePlans::new([
        InterestFreePlan::new(code("CCBC"), &[2, 3, 6]).unwrap(),
        InterestFreePlan::new(code("CCSS"), &[3, 6]).unwrap(),
    ]);
    assert_eq!(made.as_ref(), Ok(&plans));
}

#[test]
fn a_wrong_plan_is_refused_where_it_goes_wrong() {
    for (text, at) in [
        ("", 0),
        ("CCB-02", 3),
        ("ccbc-02", 0),
        ("CCBC", 4),
        ("CCBC:02", 4),
        ("CCBC-", 5),
        ("CCBC-2", 6),
        ("CCBC-2:3", 6),
        ("CCBC-01", 5),
        ("CCBC-13", 5),
        ("CCBC-02:02", 8),
        ("CCBC-02,", 8),
        ("CCBC-02 ,CCKM-03", 7),
        ("CCBC-02;CCKM-03", 7),
        ("CCBC-02,CCBC-03", 8),
        ("CCBC-02,  CCKM-0x", 16),
        ("국민-02", 0),
    ] {
        let error = InterestFreePlans::parse(text).unwrap_err();
        assert_eq!((error.at(), error.field().as_str()), (at, "kcp_noint_quota"), "{text}");
    }
    let long = format!("CCBC-02{}", ":03".repeat(84));
    assert_eq!(InterestFreePlans::parse(&long).unwrap_err().at(), 256);
}

#[test]
fn plans_go_with_yes_and_with_nothing_else() {
    assert_eq!(InterestFree::parse("", ""), Ok(InterestFree::AsAgreed));
    assert_eq!(InterestFree::parse("N", ""), Ok(InterestFree::Never));
    assert_eq!(InterestFree::parse("Y", "CCKM-02:03:04").unwrap().flag(), "Y");
    for (flag, plans, field) in [
        ("Y", "", "kcp_noint_quota"),
        ("N", "CCKM-02", "kcp_noint"),
        ("", "CCKM-02", "kcp_noint"),
        ("y", "CCKM-02", "kcp_noint"),
    ] {
        let error = InterestFree::parse(flag, plans).unwrap_err();
        assert_eq!((error.at(), error.field().as_str()), (0, field), "{flag} {plans}");
    }
}

#[test]
fn months_run_from_none_to_twelve() {
    for (text, want) in [("0", 0), ("00", 0), ("6", 6), ("06", 6), ("12", 12)] {
        assert_eq!(MaxInstalments::parse(text).map(MaxInstalments::months), Ok(want));
        assert_eq!(FixedInstalments::parse(text).map(FixedInstalments::months), Ok(want));
    }
    for (text, at) in [("", 0), ("13", 0), ("1x", 1), ("-1", 0), ("012", 2), ("12 ", 2)] {
        assert_eq!(MaxInstalments::parse(text).unwrap_err().at(), at, "{text}");
    }
    let error = FixedInstalments::new(13).unwrap_err();
    assert_eq!((error.field().as_str(), error.reason()), ("fix_inst", Reason::OutOfRange));
    assert_eq!(MaxInstalments::new(6).map(|most| most.to_string()).as_deref(), Ok("6"));
}

fn plans() -> impl Strategy<Value = Option<InterestFreePlans>> {
    let months = proptest::sample::subsequence((2..=12).collect::<Vec<u8>>(), 1..=11);
    let plan = ("[A-Z0-9]{4}", months.prop_shuffle());
    proptest::collection::vec(plan, 1..9).prop_map(|plans| {
        let plan = |(card, months): (String, Vec<u8>)| InterestFreePlan::new(code(&card), &months);
        InterestFreePlans::new(plans.into_iter().map(|each| plan(each).unwrap())).ok()
    })
}

proptest! {
    #[test]
    fn plans_come_back(plans in plans()) {
        // Eight companies with all months are over 256 bytes; those are refused, not cut.
        if let Some(plans) = plans {
            prop_assert!(plans.to_string().len() <= InterestFreePlans::MAX);
            prop_assert_eq!(InterestFreePlans::parse(&plans.to_string()), Ok(plans));
        }
    }

    #[test]
    fn what_reads_reads_the_same_again(text in "(CC[BK]C-0[2-9](:0[2-9]){0,2}(, ?|;)?){1,3}") {
        match InterestFreePlans::parse(&text) {
            Ok(plans) => prop_assert_eq!(InterestFreePlans::parse(&plans.to_string()), Ok(plans)),
            Err(error) => prop_assert!(error.at() <= text.len() && text.is_char_boundary(error.at())),
        }
    }

    #[test]
    fn any_text_is_read_or_refused_inside_it(text in "\\PC{0,30}") {
        for at in [
            InterestFreePlans::parse(&text).err(),
            MaxInstalments::parse(&text).err(),
            InterestFree::parse(&text, "").err(),
        ].into_iter().flatten().map(|error| error.at()) {
            prop_assert!(at <= text.len());
        }
    }
}
