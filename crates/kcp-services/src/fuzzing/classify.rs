//! No bytes but a complete, matching answer are ever an approval.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use kcp_codec::{KstDateTime, SiteCode, SiteKey, TraceNo, enc2};
use kcp_crypto::{SessionKey, seal};
use kcp_transport::{
    Environment, Error, api,
    fuzzing::{ANSWER_KEY, flat_json},
    legacy::{Credentials, Exchange, Message, RawAnswer, Reply, ResponseReader},
};

use super::{
    cases::{Case, Ways},
    told::Told,
};
use crate::{
    Merchant, On, Outcome, PgApi, Socket,
    channel::{Channel, OverApi, OverSocket, Trace},
};

/// The name of a case, a way to answer it and what to answer, with a line end between them. Names that are none stand
/// for the case or way that their first byte counts to.
///
/// The answer goes the client's whole way, from the bytes that a server sent to an outcome. An approval has to be one by
/// `Case::holds`, which reads the same bytes by hand; a refusal has to have a code that says no.
pub fn classify_answer(data: &[u8]) {
    let Some((case, way, rest)) = parts(data) else { return };
    let (end, told) = way.answer(case, rest);
    match (end, told) {
        (End::Approved, Some(told)) => {
            assert!(!told.repeats(|one, other| one == other), "{}: a name twice", case.name);
            assert!((case.holds)(&told), "{}: approved by {told:?}", case.name);
        }
        (End::Declined, Some(told)) => {
            let code = told.get(case.code());
            assert!(![&b"0000"[..], b"V000"].contains(&code), "{}: a yes declined", case.name);
            assert!(!UNCERTAIN.contains(&code), "{}: a doubt declined", case.name);
        }
        (End::Unknown, _) => {
            let is_own = rest.is_empty() && matches!(way, Way::Api | Way::Sealed);
            assert!(!is_own, "{}: its own answer is no approval", case.name);
        }
        (end, None) => panic!("{}: {end:?} by an answer that proves nothing", case.name),
    }
}

/// Whether the answer is an approval.
#[must_use]
pub fn is_approved(data: &[u8]) -> bool {
    parts(data).is_some_and(|(case, way, rest)| way.answer(case, rest).0 == End::Approved)
}

fn parts(data: &[u8]) -> Option<(&'static Case, Way, &[u8])> {
    let mut lines = data.splitn(3, |&byte| byte == b'\n');
    let (case, way) = (lines.next()?, lines.next().unwrap_or_default());
    let count = |word: &[u8]| word.first().copied().map_or(0, usize::from);
    let case = Case::all()
        .find(|known| known.name.as_bytes() == case)
        .or_else(|| Case::all().nth(count(case) % Case::all().count()))?;
    let way = Way::ALL
        .into_iter()
        .find(|(name, _)| name.as_bytes() == way)
        .or_else(|| Way::ALL.get(count(way) % Way::ALL.len()).copied())?;
    Some((case, way.1, lines.next().unwrap_or_default()))
}

/// How an operation ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum End {
    Approved,
    Declined,
    Unknown,
}

/// How the rest of the input becomes an answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Way {
    /// The case's own answer, changed field by field, over the PG-API.
    Api,
    /// The same over the socket, in the clear.
    Clear,
    /// The same, sealed, with one symbol of it changed.
    Damaged,
    /// The same, sealed with the key of another request.
    Foreign,
    /// A body of the PG-API, as it stands.
    Json,
    /// The case's own answer, changed field by field, sealed.
    Sealed,
    /// The text of an answer, sealed here.
    Text,
    /// All bytes that come over the socket, as they stand.
    Wire,
}

impl Way {
    const ALL: [(&'static str, Self); 8] = [
        ("sealed", Self::Sealed),
        ("api", Self::Api),
        ("text", Self::Text),
        ("json", Self::Json),
        ("clear", Self::Clear),
        ("damaged", Self::Damaged),
        ("foreign", Self::Foreign),
        ("wire", Self::Wire),
    ];

    /// How the case ends by the answer, and what the answer says by hand; nothing if it proves nothing.
    fn answer(self, case: &Case, rest: &[u8]) -> (End, Option<Told>) {
        let pairs = || edited(case.answer, rest);
        // Where one wire does not know the operation, the other one does.
        let prefers_api = matches!(self, Self::Api | Self::Json);
        let run = match case.ways {
            Ways::Api(api) => return Self::over_api(api, self, pairs, rest),
            Ways::Both { api, .. } if prefers_api => {
                return Self::over_api(api, self, pairs, rest);
            }
            Ways::Socket(socket) | Ways::Both { socket, .. } => socket,
        };
        let text = match self {
            Self::Text | Self::Json => rest.to_vec(),
            _ => record(&pairs()),
        };
        match self {
            Self::Clear => (run(&framed("text/html", &text)), None),
            Self::Damaged => {
                let mut body = sealed(&text, ANSWER_KEY);
                let number = text
                    .iter()
                    .fold(5381, |number: usize, &byte| number.wrapping_mul(33) ^ usize::from(byte));
                let at = number % body.len();
                if let Some(symbol) = body.get_mut(at) {
                    *symbol = if *symbol == b'x' { b'N' } else { b'x' };
                }
                (run(&framed("enc/html", &body)), None)
            }
            Self::Foreign => (run(&framed("enc/html", &sealed(&text, [8; 32]))), None),
            Self::Wire => (run(rest), opened(rest).as_deref().and_then(Told::record)),
            _ => (run(&framed("enc/html", &sealed(&text, ANSWER_KEY))), Told::record(&text)),
        }
    }

    fn over_api(
        run: fn(&[u8]) -> End,
        way: Self,
        pairs: impl FnOnce() -> Vec<(Vec<u8>, Vec<u8>)>,
        rest: &[u8],
    ) -> (End, Option<Told>) {
        let body = match way {
            Self::Json | Self::Text | Self::Wire => rest.to_vec(),
            _ => json(&pairs()),
        };
        let told = flat_json(&body).map(|members| {
            Told::new(members.into_iter().map(|(name, text)| (name, text.into_bytes())))
        });
        (run(&body), told)
    }
}

/// Names and values, changed by edits that US stands between: `name=value` puts a value in its place or at the end,
/// `+name=value` at the end in any case, and `name` alone takes the field away.
fn edited(answer: &[(&str, &str)], edits: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut pairs: Vec<(Vec<u8>, Vec<u8>)> = answer
        .iter()
        .map(|(name, value)| (name.as_bytes().to_vec(), value.as_bytes().to_vec()))
        .collect();
    for edit in edits.split(|&byte| byte == 0x1f).filter(|edit| !edit.is_empty()) {
        let mut halves = edit.splitn(2, |&byte| byte == b'=');
        let name = halves.next().unwrap_or_default();
        match (name.strip_prefix(b"+"), halves.next()) {
            (Some(name), value) => pairs.push((name.to_vec(), value.unwrap_or_default().to_vec())),
            (None, Some(value)) => match pairs.iter_mut().find(|(known, _)| known == name) {
                Some((_, old)) => *old = value.to_vec(),
                None => pairs.push((name.to_vec(), value.to_vec())),
            },
            (None, None) => pairs.retain(|(known, _)| known != name),
        }
    }
    pairs
}

fn record(pairs: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    pairs.iter().flat_map(|(name, value)| [&**name, b"=", value, b"\x1f"].concat()).collect()
}

fn json(pairs: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let text = |bytes: &[u8]| -> String {
        let escaped =
            String::from_utf8_lossy(bytes).chars().fold(String::new(), |text, ch| match ch {
                '"' | '\\' => text + "\\" + &ch.to_string(),
                '\0'..='\u{1f}' => text + &format!("\\u{:04x}", u32::from(ch)),
                ch => text + &ch.to_string(),
            });
        format!("\"{escaped}\"")
    };
    let members: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}:{}", text(name), text(value))).collect();
    format!("{{{}}}", members.join(",")).into_bytes()
}

fn sealed(text: &[u8], key: [u8; SessionKey::LEN]) -> Vec<u8> {
    enc2::encode(enc2::Table::pick(3), &seal(&SessionKey::new(key), text))
}

fn framed(kind: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// The text inside a sealed answer: the reading itself is another target's affair.
fn opened(wire: &[u8]) -> Option<Vec<u8>> {
    let mut reader = ResponseReader::new();
    let response = reader.push(wire).and_then(|_| reader.finish());
    let raw =
        response.and_then(|response| RawAnswer::open(&SessionKey::new(ANSWER_KEY), &response));
    raw.ok().filter(|raw| raw.sealed).map(|raw| raw.text.to_vec())
}

/// A server that answers with these bytes.
struct Given<'a>(&'a [u8]);

impl Exchange for Given<'_> {
    async fn exchange(&self, _: &Credentials, _: TraceNo, _: &Message) -> Result<Reply, Error> {
        let mut reader = ResponseReader::new();
        reader.push(self.0)?;
        RawAnswer::open(&SessionKey::new(ANSWER_KEY), &reader.finish()?)?.reply()
    }
}

impl api::Exchange for Given<'_> {
    async fn exchange(&self, _: &api::Call) -> Result<api::Reply, Error> {
        api::Reply::parse(self.0)
    }
}

/// An operation, answered over the socket.
pub(super) fn over_socket<O: On<Socket>>(operation: &O, wire: &[u8]) -> End {
    let message = operation.write(&()).expect("an operation that is written");
    let given = OverSocket(Given(wire));
    outcome(operation, ready(given.carry(&merchant(), trace(), &message)))
}

/// An operation, answered over the PG-API. The call is not written: it would be signed, which takes the time of a
/// thousand answers.
pub(super) fn over_api<O: On<PgApi>>(operation: &O, body: &[u8]) -> End {
    let given = OverApi(Given(body));
    outcome(operation, ready(given.carry(&merchant(), trace(), &api::Call::new(api::Path::Hub))))
}

fn outcome<O: crate::Operation>(
    operation: &O,
    answer: Result<crate::answer::Answer, Error>,
) -> End {
    match answer.map_or_else(Outcome::from, |answer| operation.read(&answer)) {
        Outcome::Approved(_) => End::Approved,
        Outcome::Declined(_) => End::Declined,
        Outcome::NotSent(_) => panic!("not sent, and answered"),
        Outcome::Unknown(_) => End::Unknown,
    }
}

fn merchant() -> Merchant {
    let site = SiteCode::parse("T0000").expect("a site code");
    let key = SiteKey::parse("3grptw1.zW0GSo4PQdaGvsF__").expect("a site key");
    Merchant::new(Environment::Test, site, key).expect("the test site")
}

fn trace() -> Trace {
    Trace::new(KstDateTime::parse("20261121212200").expect("a time"), None)
}

/// What a future brings that waits for nothing.
fn ready<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("an answer that is there, and is waited for"),
    }
}

/// Codes by which KCP says that it does not know, or that it has seen the order before: a few of each.
const UNCERTAIN: [&[u8]; 6] = [b"8041", b"8094", b"8734", b"9502", b"S203", b"S204"];
