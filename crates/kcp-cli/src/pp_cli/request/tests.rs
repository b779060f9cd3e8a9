//! Tests of making requests.

use std::{fs, path::Path};

use kcp_codec::KstDateTime;
use proptest::prelude::*;

use super::*;

const BASE: &str = "site_cd=T0000,site_key=k,tx_cd=00200000,pa_url=127.0.0.1,pa_port=1";

fn quiet() -> Log {
    Log::open(b"", b"", b"", None)
}

fn make(list: &[u8], doubt: Doubt) -> Result<Request, Refused> {
    build(&Arguments::read(&[list]), doubt, crate::pp_cli::clock::now(), &quiet())
}

fn error(list: &str) -> ModuleError {
    make(format!("{BASE},{list}").as_bytes(), Doubt::Pass).unwrap_err().error
}

/// A log, its lines after `made` ran.
fn logged(made: impl FnOnce(&Log)) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let log = Log::open(path.as_bytes(), b"", b"", crate::pp_cli::clock::now());
    made(&log);
    let only = |path: &Path| fs::read_dir(path).unwrap().next().unwrap().unwrap().path();
    fs::read_to_string(only(&only(folder.path()))).unwrap()
}

#[test]
fn a_trace_number_is_made_of_any_site_code() {
    let trace = |site: &[u8], ip: &[u8]| {
        let now = crate::pp_cli::clock::now().map(|mut now| {
            now.time = KstDateTime::parse("20261121212200").unwrap();
            now
        });
        made(site, ip, now).unwrap().as_str().to_owned()
    };
    assert_eq!(trace(b"T0000", b"10.0.0.1"), "T0000BLLM060GRMQ");
    assert_eq!(trace(b"T0000", b""), "T0000BLLM0FmoqMp");
    assert_eq!(trace(b"T0000", b"::1"), "T0000BLLM0FmoqMp");
    assert_eq!(trace(b"t0000", b"10.0.0.1"), "t0000BLLM060GRMQ");
    assert_eq!(trace(b"T0000XY", b"10.0.0.1"), "T0000BLLM060GRMQ");
    assert_eq!(trace(b"T0", b"10.0.0.1"), "000T0BLLM060GRMQ");
    assert_eq!(trace(b"", b"10.0.0.1"), "00000BLLM060GRMQ");
    assert_eq!(trace(b"\xb0\xa1T,x", b"10.0.0.1"), "00T0xBLLM060GRMQ");
}

#[test]
fn a_given_trace_number_passes_or_another_is_made() {
    let list = format!("{BASE},trace_no=T0000ABCDEFGHIJK");
    assert_eq!(make(list.as_bytes(), Doubt::Pass).unwrap().trace_no.as_str(), "T0000ABCDEFGHIJK");
    let list = format!("{BASE},trace_no=short\r\nsite_key: x");
    let made = make(list.as_bytes(), Doubt::Pass).unwrap().trace_no;
    assert!(made.as_str().starts_with("T0000") && made.as_str().len() == 16);
}

#[test]
fn values_that_make_no_request_are_refused() {
    let refusal = |list: &[u8]| make(list, Doubt::Pass).unwrap_err().error;
    assert_eq!(refusal(b"tx_cd="), ModuleError::Request);
    assert_eq!(refusal(b"tx_cd=0020000x,pa_url=h"), ModuleError::Request);
    assert_eq!(refusal(b"tx_cd=00200000,site_key=a\nb,pa_url=h"), ModuleError::Request);
    assert_eq!(refusal(b"tx_cd=00200000"), ModuleError::Connect);
    assert_eq!(refusal(b"tx_cd=00200000,pa_url=a\r\nb"), ModuleError::Connect);
    assert_eq!(refusal(b"tx_cd=00200000,pa_url=h,pa_port=80900"), ModuleError::Connect);
    assert_eq!(error("enc_data=1AA__"), ModuleError::Window);
    assert_eq!(error("enc_info=1AA__"), ModuleError::Window);
    assert_eq!(error("enc_data=1AA__,enc_info=2\n"), ModuleError::Request);
}

#[test]
fn the_port_is_8090_unless_it_is_said() {
    for (list, port) in
        [("", 8090), (",pa_port=", 8090), (",pa_port=0", 8090), (",pa_port=8080", 8080)]
    {
        let list = format!("tx_cd=00200000,pa_url=h{list}");
        assert_eq!(make(list.as_bytes(), Doubt::Pass).unwrap().endpoint, Endpoint::new("h", port));
    }
}

#[test]
fn a_group_goes_out_as_it_came_or_with_its_prefix() {
    let sent = |key, kind, text: &[u8]| group(key, kind, text.to_vec(), &quiet()).unwrap();
    for text in [&b"mod_data=tno=1\x1f"[..], b"mod_data=", b"modx_data=tno=1", b"ordr_data=a=1"] {
        assert_eq!(sent("modx_data", GroupKind::Modify, text).as_bytes(), text);
    }
    assert_eq!(
        sent("modx_data", GroupKind::Modify, b"tno=1\x1f").as_bytes(),
        b"mod_data=tno=1\x1f"
    );
    assert!(group("modx_data", GroupKind::Modify, Vec::new(), &quiet()).is_none());
    let line = logged(|log| drop(group("ordr_data", GroupKind::Order, b"a=1".to_vec(), log)));
    assert!(line.contains("WARN ordr_data does not carry its prefix"), "{line}");
}

#[test]
fn a_group_beside_window_data_is_said_or_refused() {
    let list = |group: &str| {
        format!(
            "{BASE},enc_data=1AA__,enc_info=2BB__,payx_data={group},ordr_data=ordr_data=a=1\u{1f}"
        )
    };
    let group = list("payx_data=common=amount=1\u{1f}\u{1e}");
    let line = logged(|log| {
        drop(build(
            &Arguments::read(&[group.as_bytes()]),
            Doubt::Pass,
            crate::pp_cli::clock::now(),
            log,
        ));
    });
    assert!(line.contains("WARN payx_data stands beside enc_data"), "{line}");
    assert_eq!(make(group.as_bytes(), Doubt::Refuse).unwrap_err().error, ModuleError::Call);
    // The older PHP library passes the bare prefix always; nothing is lost with it.
    assert!(make(list("payx_data=").as_bytes(), Doubt::Refuse).is_ok());
}

#[test]
fn doubtful_text_is_passed_or_refused() {
    for list in
        [&b"opt=0,ordr_data=ordr_data=a=\xff\x1f"[..], "opt=1,ordr_data=ordr_data=a=똠".as_bytes()]
    {
        let list = [BASE.as_bytes(), b",", list].concat();
        assert!(make(&list, Doubt::Pass).is_ok());
        let refused = make(&list, Doubt::Refuse).unwrap_err();
        assert_eq!(refused.error, ModuleError::Call);
        assert!(refused.detail.unwrap().starts_with("ordr_data"));
    }
}

#[test]
fn every_detail_can_be_printed_in_euc_kr() {
    let list = format!("{BASE},ordr_data=ordr_data=a,b");
    let cut = make(list.as_bytes(), Doubt::Pass).unwrap_err();
    let doubt = make(format!("{BASE},opt=1,ordr_data=똠").as_bytes(), Doubt::Refuse).unwrap_err();
    let both = format!("{BASE},enc_data=1,enc_info=2,modx_data=mod_data=a=1");
    let both = make(both.as_bytes(), Doubt::Refuse).unwrap_err();
    for refused in [cut, doubt, both] {
        let line = refused.error.output(refused.detail.as_deref(), Encoding::EucKr);
        let (text, faults) = Encoding::Utf8.outgoing(&line);
        assert_eq!(faults, 0);
        assert!(String::from_utf8(text).unwrap().contains(refused.detail.as_deref().unwrap()));
    }
}

proptest! {
    #[test]
    fn any_values_are_a_request_or_a_refusal(
        values in proptest::collection::vec((0_usize..19, proptest::collection::vec(any::<u8>(), 0..40)), 0..12),
    ) {
        let keys = [
            "home", "site_cd", "site_key", "tx_cd", "pa_url", "pa_port", "ordr_idxx", "payx_data", "ordr_data",
            "rcvr_data", "escw_data", "modx_data", "enc_data", "enc_info", "trace_no", "cust_ip", "log_path",
            "log_level", "opt",
        ];
        let mut list = b"tx_cd=00200000,pa_url=h".to_vec();
        for (key, value) in &values {
            list.extend_from_slice(format!(",{}=", keys[*key]).as_bytes());
            list.extend_from_slice(value);
        }
        for doubt in [Doubt::Pass, Doubt::Refuse] {
            let _ = make(&list, doubt);
        }
    }
}
