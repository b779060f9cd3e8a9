//! What is written, what is refused, and that nothing repeats.

use std::{collections::HashSet, convert::Infallible};

use getrandom::SysRng;
use kcp_codec::{Charset, Fields, Group, Name, SiteCode, SiteKey, Text};
use kcp_crypto::{GatewayPrivateKey, open};
use rand_core::TryRng;

use super::*;
use crate::{Delivery, legacy::TranCode};

/// Gives `good` bytes, then fails.
struct Failing {
    good: usize,
}

#[derive(Debug)]
struct NoEntropy;

impl core::fmt::Display for NoEntropy {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("no entropy")
    }
}

impl core::error::Error for NoEntropy {}

impl From<Infallible> for NoEntropy {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

impl TryRng for Failing {
    type Error = NoEntropy;

    fn try_next_u32(&mut self) -> Result<u32, NoEntropy> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes).map(|()| u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, NoEntropy> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes).map(|()| u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), NoEntropy> {
        self.good = self.good.checked_sub(out.len()).ok_or(NoEntropy)?;
        SysRng.try_fill_bytes(out).map_err(|_| NoEntropy)
    }
}

impl TryCryptoRng for Failing {}

fn who() -> Credentials {
    let key = SiteKey::parse("3grptw1.zW0GSo4PQdaGvsF__").unwrap();
    Credentials::new(SiteCode::parse("T0000").unwrap(), &key)
}

fn trace() -> TraceNo {
    TraceNo::parse("T0000BLLM060GRMQ").unwrap()
}

fn write(
    rng: &mut impl TryCryptoRng,
    key: &GatewayPrivateKey,
    message: &Message,
) -> Result<Request, Error> {
    write_request(
        rng,
        &key.public_key(),
        &Endpoint::new("127.0.0.1", 8090),
        &who(),
        trace(),
        message,
    )
}

fn text<const MAX: usize>(name: Name, value: &str) -> Text<MAX> {
    Text::new(name, Charset::Ksx1001, value).unwrap()
}

fn cancel() -> Message {
    let name = Name::from_static("mod_type");
    Message::new(
        TranCode::MODIFY,
        [Group::modify(&Fields::new().with(name, &text::<4>(name, "STSC")))],
    )
}

fn header<'a>(request: &'a str, name: &str) -> &'a str {
    let line = request.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    line.unwrap_or_else(|| panic!("no header {name}"))
}

#[test]
fn the_head_has_the_recorded_shape() {
    let key = GatewayPrivateKey::generate(&mut SysRng, 1024).unwrap();
    let request = write(&mut SysRng, &key, &cancel()).unwrap();
    let written = str::from_utf8(request.as_bytes()).unwrap();
    let names: Vec<_> = written
        .split("\r\n\r\n")
        .next()
        .unwrap()
        .lines()
        .skip(1)
        .map(|line| line.split(':').next().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "Content-Length",
            "Accept",
            "Host",
            "Content-Type",
            "User-Agent",
            "site_cd",
            "trace_no",
            "site_key",
            "enc_info",
            "enc_key"
        ]
    );
    assert!(written.starts_with("POST /00200000 HTTP/1.1\r\n"));
    assert_eq!(header(written, "site_key"), "3grptw1.zW0GSo4PQdaGvsF__");
    assert_eq!(header(written, "trace_no"), "T0000BLLM060GRMQ");
    assert_eq!(header(written, "enc_info").len(), 205);
    assert_eq!(header(written, "Content-Length"), request.body().len().to_string());
    assert!(request.body().starts_with(b"enc_data="));
}

#[test]
fn the_gateway_opens_what_is_written_with_two_independent_keys() {
    let key = GatewayPrivateKey::generate(&mut SysRng, 1024).unwrap();
    let request = write(&mut SysRng, &key, &cancel()).unwrap();
    let written = str::from_utf8(request.as_bytes()).unwrap();
    let session =
        |name| key.open_envelope(&enc2::decode(header(written, name).as_bytes()).unwrap()).unwrap();
    let sealed = enc2::decode(request.body().strip_prefix(b"enc_data=").unwrap()).unwrap();
    assert_eq!(
        open(&session("enc_info"), &sealed).unwrap().as_slice(),
        b"mod_data=mod_type=STSC\x1f\x1c"
    );
    assert!(session("enc_key") == *request.answer_key());
    assert!(session("enc_info") != *request.answer_key());
}

#[test]
fn no_two_requests_are_alike() {
    let key = GatewayPrivateKey::generate(&mut SysRng, 1024).unwrap();
    let mut seen = HashSet::new();
    for _ in 0..200 {
        let request = write(&mut SysRng, &key, &cancel()).unwrap();
        assert!(seen.insert(request.body().to_vec()));
    }
}

#[test]
fn without_entropy_nothing_is_written() {
    let key = GatewayPrivateKey::generate(&mut SysRng, 1024).unwrap();
    for good in [0, 31, 32, 63, 64, 100, 200, 252] {
        let error = write(&mut Failing { good }, &key, &cancel()).unwrap_err();
        assert_eq!(error.delivery(), Delivery::NotSent);
        assert!(matches!(error.cause(), Cause::Random | Cause::Key), "{good}: {error}");
    }
}

#[test]
fn a_body_of_thirty_thousand_bytes_goes_and_one_more_does_not() {
    let key = GatewayPrivateKey::generate(&mut SysRng, 1024).unwrap();
    let name = Name::from_static("good_name");
    // Every character of the value takes one byte of the body; the rest of the body does not change in length.
    let message = |len: usize| {
        let value = text::<40_000>(name, &"a".repeat(len));
        Message::new(TranCode::PAY, [Group::order(&Fields::new().with(name, &value))])
    };
    let overhead = write(&mut SysRng, &key, &message(1)).unwrap().body().len() - 1;
    assert_eq!(
        write(&mut SysRng, &key, &message(BODY_LIMIT - overhead)).unwrap().body().len(),
        BODY_LIMIT
    );
    let error = write(&mut SysRng, &key, &message(BODY_LIMIT - overhead + 1)).unwrap_err();
    assert_eq!((error.cause(), error.delivery()), (Cause::TooLarge, Delivery::NotSent));
}

#[test]
fn a_request_is_written_into_one_buffer_that_never_grows() {
    let key = GatewayPrivateKey::generate(&mut SysRng, 1024).unwrap();
    let name = Name::from_static("good_name");
    let value = text::<20_000>(name, &"가,".repeat(2_000).replace(',', " "));
    let order = || Group::order(&Fields::new().with(name, &value));
    let change = Group::modify(&Fields::new().with(name, &text::<4>(name, "STSC")));
    let window = Message::window_verbatim(TranCode::PAY, b"1AA__", b"2BB__", vec![order()]);
    for message in [
        cancel(),
        Message::new(TranCode::PAY, []),
        Message::new(TranCode::PAY, [order(), order(), change]),
        Message::new(TranCode::PAY, [order()]),
        window.unwrap(),
    ] {
        let endpoint = Endpoint::new("127.0.0.1", 8090);
        let room = room(&key.public_key(), &endpoint, &who(), &message);
        match write(&mut SysRng, &key, &message) {
            Ok(request) => {
                assert!(request.bytes.len() <= room, "{} of {room}", request.bytes.len());
                assert_eq!(request.bytes.capacity(), room);
                let written = str::from_utf8(request.as_bytes()).unwrap();
                assert!(written.starts_with("POST /00"), "{written}");
                assert_eq!(header(written, "Content-Length"), request.body().len().to_string());
            }
            Err(error) => assert_eq!(error.cause(), Cause::TooLarge),
        }
    }
}

#[test]
fn a_request_prints_no_key() {
    let key = GatewayPrivateKey::generate(&mut SysRng, 1024).unwrap();
    let request = write(&mut SysRng, &key, &cancel()).unwrap();
    let printed = format!("{request:?}");
    assert!(!printed.contains("3grptw1") && !printed.contains("51, 103, 114"), "{printed}");
}
