//! From arguments to a request.

use std::net::Ipv4Addr;

use kcp_codec::{Group, GroupKind, SiteCode, TraceNo};
use kcp_transport::{
    Endpoint,
    legacy::{Credentials, Message, TranCode},
};

use super::{
    arguments::{Arguments, GROUPS},
    clock::Moment,
    log::Log,
    outcome::ModuleError,
    text::{Encoding, is_separator},
};

/// The port of KCP's gateway, taken where none or 0 is given (`legacy.md §4.7`).
const PORT: u16 = 8090;

/// Most faults of the text that one log names.
const FAULTS: usize = 20;

/// Everything that one exchange needs.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) who: Credentials,
    pub(super) trace_no: TraceNo,
    pub(super) message: Message,
    pub(super) endpoint: Endpoint,
}

/// Why there is no request: what the shop reads, and what the log says.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Refused {
    pub(super) error: ModuleError,
    pub(super) detail: Option<String>,
    pub(super) why: String,
}

/// Whether doubtful input is refused (`KCP_STRICT=1`) or passed on with a warning in the log.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Doubt {
    Pass,
    Refuse,
}

/// Makes the request, or says why not. Nothing is sent here.
pub(super) fn build(
    arguments: &Arguments<'_>,
    doubt: Doubt,
    now: Option<Moment>,
    log: &Log,
) -> Result<Request, Refused> {
    if let Some(refusal) = arguments.refusal() {
        return Err(Refused {
            error: ModuleError::Call,
            detail: Some(refusal.detail()),
            why: refusal.to_string(),
        });
    }
    let encoding = Encoding::of(arguments.get("opt"));
    let text = Text { arguments, encoding, doubt, log };
    let (enc_data, enc_info) = (text.get("enc_data")?, text.get("enc_info")?);
    if enc_data.is_empty() != enc_info.is_empty() {
        let missing = if enc_info.is_empty() { "enc_info" } else { "enc_data" };
        return Err(refused(
            ModuleError::Window,
            format!("{missing} is missing beside its other half"),
        ));
    }
    let mut groups = Vec::new();
    for (key, kind) in GROUPS {
        groups.extend(group(key, kind, text.get(key)?, log));
    }
    let tran_cd = text.get("tx_cd")?;
    let tran_cd = str::from_utf8(&tran_cd)
        .ok()
        .and_then(TranCode::parse)
        .ok_or_else(|| refused(ModuleError::Request, "tx_cd is not eight digits".into()))?;
    let message = if enc_data.is_empty() {
        Message::new(tran_cd, groups)
    } else {
        let groups = beside_window(groups, doubt, log)?;
        Message::window_verbatim(tran_cd, &enc_data, &enc_info, groups).map_err(|_| {
            refused(ModuleError::Request, "enc_data or enc_info holds a control byte".into())
        })?
    };
    let site_cd = text.get("site_cd")?;
    let who = Credentials::verbatim(&site_cd, &text.get("site_key")?).map_err(|_| {
        refused(ModuleError::Request, "site_cd or site_key holds a control byte".into())
    })?;
    let trace_no = trace_no(&text.get("trace_no")?, &site_cd, arguments.get("cust_ip"), now, log)
        .ok_or_else(|| {
        refused(ModuleError::Request, "the clock gives no usable time".into())
    })?;
    Ok(Request { who, trace_no, message, endpoint: endpoint(arguments)? })
}

fn refused(error: ModuleError, why: String) -> Refused {
    Refused { error, detail: None, why }
}

/// Reads values that go to the wire.
struct Text<'a> {
    arguments: &'a Arguments<'a>,
    encoding: Encoding,
    doubt: Doubt,
    log: &'a Log,
}

impl Text<'_> {
    /// The value of `key` in the wire's charset. Each fault is logged; strictly, the first one ends it.
    fn get(&self, key: &'static str) -> Result<Vec<u8>, Refused> {
        let (value, faults) = self.encoding.incoming(key, self.arguments.get(key));
        for fault in faults.iter().take(FAULTS) {
            self.log.line(format_args!("WARN {fault}"));
        }
        if faults.len() > FAULTS {
            self.log.line(format_args!(
                "WARN {key}: {} more bytes of this kind",
                faults.len() - FAULTS
            ));
        }
        match faults.first() {
            Some(fault) if self.doubt == Doubt::Refuse => Err(Refused {
                error: ModuleError::Call,
                detail: Some(format!("{}에 EUC-KR로 보낼 수 없는 글자가 있음", fault.key())),
                why: "text outside the charset is refused by KCP_STRICT".into(),
            }),
            _ => Ok(value),
        }
    }
}

/// A group's text as it came, with its prefix put in front if it has none at all.
fn group(key: &'static str, kind: GroupKind, text: Vec<u8>, log: &Log) -> Option<Group> {
    if text.is_empty() {
        return None;
    }
    let prefix = kind.prefix();
    let first = text.split(|byte| *byte == b'=').next().unwrap_or_default();
    if first == prefix.as_bytes() {
        return Some(Group::verbatim(kind, &text));
    }
    if first == b"modx_data" || GroupKind::of_prefix(first).is_some() {
        log.line(format_args!("WARN {key} carries another group's prefix, sent as it came"));
        return Some(Group::verbatim(kind, &text));
    }
    log.line(format_args!("WARN {key} does not carry its prefix {prefix} again, sent with it"));
    Some(Group::verbatim(kind, &[prefix.as_bytes(), b"=", &text].concat()))
}

/// Groups that may stand beside the payment window's data. The protocol has no place for a payment or change group
/// there, and the vendor's module drops them without a word (`legacy.md §4.1`).
fn beside_window(groups: Vec<Group>, doubt: Doubt, log: &Log) -> Result<Vec<Group>, Refused> {
    let (lost, kept): (Vec<_>, Vec<_>) =
        groups.into_iter().partition(|group| group.kind().is_sealed());
    for group in lost.iter().filter(|group| has_fields(group)) {
        let name = group.kind().prefix();
        if doubt == Doubt::Refuse {
            return Err(Refused {
                error: ModuleError::Call,
                detail: Some(format!("enc_data와 함께 {name} 값을 보낼 수 없음")),
                why: format!("{name} beside enc_data is refused by KCP_STRICT"),
            });
        }
        log.line(format_args!(
            "WARN {name} stands beside enc_data and is not sent: the protocol has no place for it"
        ));
    }
    Ok(kept)
}

/// Whether there is anything behind the prefix. PHP's older library always passes a bare `payx_data=`
/// (`legacy.md §1.2`).
fn has_fields(group: &Group) -> bool {
    let text = group.as_bytes();
    let prefix = group.kind().prefix().len() + 1;
    text.get(prefix..).is_some_and(|fields| fields.iter().any(|byte| !is_separator(*byte)))
}

/// The trace number that was given, or one made here. One that is not sixteen letters and digits cannot be carried;
/// it only traces, so it must not cost a sale.
fn trace_no(
    given: &[u8],
    site_cd: &[u8],
    cust_ip: &[u8],
    now: Option<Moment>,
    log: &Log,
) -> Option<TraceNo> {
    if let Some(given) = str::from_utf8(given).ok().and_then(|given| TraceNo::parse(given).ok()) {
        return Some(given);
    }
    if !given.is_empty() {
        log.line(format_args!(
            "WARN trace_no is not sixteen letters and digits, another one is sent"
        ));
    }
    made(site_cd, cust_ip, now)
}

/// A trace number as the vendor's module makes it (`legacy.md §4.4`). Of a site code that is none, five bytes are
/// taken as `%5.5s` does; what is no letter or digit then becomes `0`, because a trace number must hold neither.
fn made(site_cd: &[u8], cust_ip: &[u8], now: Option<Moment>) -> Option<TraceNo> {
    let time = now?.time;
    let address = str::from_utf8(cust_ip).ok().and_then(|text| text.parse::<Ipv4Addr>().ok());
    if let Some(site) = str::from_utf8(site_cd).ok().and_then(|text| SiteCode::parse(text).ok()) {
        return Some(TraceNo::new(site, time, address));
    }
    let five: String = std::iter::repeat_n(b' ', 5_usize.saturating_sub(site_cd.len()))
        .chain(site_cd.iter().copied().take(5))
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte) } else { '0' })
        .collect();
    let any = TraceNo::new(SiteCode::parse("00000").ok()?, time, address);
    TraceNo::parse(&format!("{five}{}", any.as_str().get(5..)?)).ok()
}

fn endpoint(arguments: &Arguments<'_>) -> Result<Endpoint, Refused> {
    let host = arguments.get("pa_url");
    let host = str::from_utf8(host)
        .ok()
        .filter(|host| !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_graphic()))
        .ok_or_else(|| refused(ModuleError::Connect, "pa_url is no host name or address".into()))?;
    let port = match arguments.get("pa_port").trim_ascii() {
        b"" => PORT,
        given => match str::from_utf8(given).ok().and_then(|given| given.parse().ok()) {
            Some(0) => PORT,
            Some(port) => port,
            None => return Err(refused(ModuleError::Connect, "pa_port is no port number".into())),
        },
    };
    Ok(Endpoint::new(host, port))
}

#[cfg(test)]
mod tests;
