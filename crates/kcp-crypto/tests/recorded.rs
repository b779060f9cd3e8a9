//! What the vendor's client really sent: every envelope and every sealed message opens.
// Helpers of tests are tests.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_possible_truncation)]
#![cfg(feature = "gateway")]

mod common;

use common::{enc2, hex, hex_of, recorded};
use kcp_crypto::{GatewayPrivateKey, GatewayPublicKey, Has160, SessionKey, open, seal};
use serde_json::Value;

fn gateway(recorded: &Value) -> GatewayPrivateKey {
    let rsa = &recorded["test_rsa"];
    GatewayPrivateKey::from_components(
        &hex_of(rsa, "n_hex"),
        rsa["e"].as_u64().unwrap(),
        &hex_of(rsa, "d_hex"),
    )
    .unwrap()
}

/// The value of an HTTP header.
fn header<'a>(request: &'a Value, name: &str) -> &'a str {
    let head = request["request_head_ascii"].as_str().unwrap();
    let prefix = format!("{name}: ");
    head.lines().find_map(|line| line.strip_prefix(&prefix)).unwrap()
}

#[test]
fn every_recorded_envelope_opens_to_the_recorded_key() {
    let recorded = recorded();
    let gateway = gateway(&recorded);
    let mut opened = 0;
    for request in recorded["requests"].as_array().unwrap() {
        for name in ["enc_info", "enc_key"] {
            let want = &request[name];
            if !want.is_object() {
                continue; // passed through from the payment window: dummy text
            }
            let envelope = enc2(header(request, name));
            assert_eq!(envelope.len(), 151);
            let key = gateway.open_envelope(&envelope).unwrap();
            assert_eq!(key.expose()[..], hex_of(want, "rsa_plain_key16_iv16_hex"));
            assert_eq!(Has160::hash(key.expose())[..], hex_of(want, "has160_of_plain"));
            opened += 1;
        }
    }
    assert_eq!(opened, 7);
}

#[test]
fn every_recorded_message_opens_and_seals_to_the_same_bytes() {
    let recorded = recorded();
    let gateway = gateway(&recorded);
    let mut opened = 0;
    for request in recorded["requests"].as_array().unwrap() {
        if !request["enc_info"].is_object() {
            continue;
        }
        let body = request["body_ascii"].as_str().unwrap();
        let (_, text) = body.split_once("enc_data=").unwrap();
        let sealed = enc2(text);
        let key = gateway.open_envelope(&enc2(header(request, "enc_info"))).unwrap();
        let message = open(&key, &sealed).unwrap();
        assert_eq!(*message, hex_of(request, "enc_data_message_hex"));
        assert_eq!(seal(&key, &message), sealed);
        opened += 1;
    }
    assert_eq!(opened, 3);
}

#[test]
fn the_answer_that_the_client_accepted_opens() {
    let recorded = recorded();
    let response = &recorded["response"];
    let key = SessionKey::new(hex_of(response, "key16_iv16_hex").try_into().unwrap());
    let sealed = enc2(response["body"].as_str().unwrap());
    assert_eq!(*open(&key, &sealed).unwrap(), hex_of(response, "plain_hex"));
}

#[test]
fn the_recorded_key_is_the_public_file() {
    let file = GatewayPublicKey::from_pem(include_str!("vectors/test_gateway.pub.pem")).unwrap();
    let key = gateway(&recorded());
    assert_eq!(key.public_key(), file);
    assert_eq!(key.public_key().fingerprint(), file.fingerprint());
    assert_eq!(file.bits(), 1024);
    let again = GatewayPrivateKey::from_pem(&key.to_pkcs1_pem()).unwrap();
    assert_eq!(again.public_key(), file);
}

#[test]
fn numbers_that_do_not_belong_together_make_no_key() {
    let recorded = recorded();
    let (n, d) = (hex_of(&recorded["test_rsa"], "n_hex"), hex_of(&recorded["test_rsa"], "d_hex"));
    let refused = |n: &[u8], e, d: &[u8]| GatewayPrivateKey::from_components(n, e, d).is_err();
    assert!(refused(&n, 65_539, &d));
    for e in [0, 1, 2, 3, 65_536, 1 << 34 | 1, u64::MAX] {
        assert!(refused(&n, e, &d), "{e}");
    }
    for d in [vec![], vec![0], vec![1], vec![3], hex("ff").repeat(128), hex("ff").repeat(200)] {
        assert!(refused(&n, 65_537, &d), "{d:?}");
    }
    for n in [vec![], vec![0; 128], vec![1], hex("ff").repeat(128), hex("ff").repeat(600)] {
        assert!(refused(&n, 65_537, &d), "{n:?}");
    }
    for seed in 0..20 {
        let mut noise = common::noise(seed, 128);
        noise[127] |= 1;
        noise[0] &= 0x7f;
        assert!(refused(&n, 65_537, &noise), "noise {seed} as d");
        noise[0] |= 0xf0;
        assert!(refused(&noise, 65_537, &d), "noise {seed} as n");
    }
    let padded = |bytes: &[u8]| [&[0; 7], bytes].concat();
    assert!(!refused(&padded(&n), 65_537, &padded(&d)), "leading zeros do not matter");
}
