//! The module's one argument: `key=value,key=value`, without any escape (`legacy.md §2.1`).

use std::{
    ffi::OsString,
    os::unix::ffi::{OsStrExt, OsStringExt},
    path::Path,
};

use kcp_codec::{GroupKind, TraceNo};

use crate::{
    Cause, Endpoint, Error,
    legacy::{Credentials, Message},
};

/// What does not change from request to request.
#[derive(Debug)]
pub(super) struct Fixed<'a> {
    pub(super) home: &'a Path,
    pub(super) log: Option<&'a Path>,
    pub(super) endpoint: &'a Endpoint,
}

/// Writes the argument, keys in the vendor's order.
///
/// A comma would cut the value and every field behind it off without a word, and a control byte would move a field
/// to another place, so both are refused before anything is started.
pub(super) fn argument(
    fixed: &Fixed<'_>,
    who: &Credentials,
    trace_no: TraceNo,
    message: &Message,
) -> Result<OsString, Error> {
    let mut list = List(Vec::with_capacity(1_024));
    list.plain("home", fixed.home.as_os_str().as_bytes())?;
    list.plain("site_cd", who.site_cd())?;
    list.plain("site_key", who.site_key())?;
    list.plain("tx_cd", message.tran_cd().as_bytes())?;
    list.plain("pa_url", fixed.endpoint.host.as_bytes())?;
    list.plain("pa_port", fixed.endpoint.port.to_string().as_bytes())?;
    for (kind, key) in GroupKind::ALL.into_iter().zip(GROUP_KEYS) {
        if let Some(group) = message.groups().find(|group| group.kind() == kind) {
            list.group(key, group.as_bytes())?;
        }
    }
    if let Some((enc_data, enc_info)) = message.window_texts() {
        list.plain("enc_data", enc_data)?;
        list.plain("enc_info", enc_info)?;
    }
    list.plain("trace_no", trace_no.as_str().as_bytes())?;
    if let Some(log) = fixed.log {
        list.plain("log_path", log.as_os_str().as_bytes())?;
    }
    // Level 1 is the least that the module writes; `opt` 0 keeps EUC-KR both ways, as the codec has made it.
    list.plain("log_level", b"1")?;
    list.plain("opt", b"0")?;
    Ok(OsString::from_vec(list.0))
}

const GROUP_KEYS: [&str; 5] = ["payx_data", "ordr_data", "rcvr_data", "escw_data", "modx_data"];

struct List(Vec<u8>);

impl List {
    fn plain(&mut self, key: &str, value: &[u8]) -> Result<(), Error> {
        self.add(key, value, u8::is_ascii_control)
    }

    /// A group's text holds the protocol's own separators and no other control byte.
    fn group(&mut self, key: &str, text: &[u8]) -> Result<(), Error> {
        self.add(key, text, |byte| byte.is_ascii_control() && !(0x1d..=0x1f).contains(byte))
    }

    fn add(&mut self, key: &str, value: &[u8], refused: impl Fn(&u8) -> bool) -> Result<(), Error> {
        if value.iter().any(|byte| *byte == b',' || refused(byte)) {
            return Err(Error::not_sent(Cause::ForbiddenValue));
        }
        if !self.0.is_empty() {
            self.0.push(b',');
        }
        self.0.extend_from_slice(key.as_bytes());
        self.0.push(b'=');
        self.0.extend_from_slice(value);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use kcp_codec::{Fields, Group, Name, SiteCode, SiteKey, Won};

    use super::*;
    use crate::legacy::TranCode;

    fn who() -> Credentials {
        Credentials::new(
            SiteCode::parse("T0000").unwrap(),
            &SiteKey::parse("3grptw1.zW0GSo4PQdaGvsF__").unwrap(),
        )
    }

    fn write(home: &str, groups: Vec<Group>) -> Result<String, Cause> {
        let endpoint = Endpoint::new("127.0.0.1", 8090);
        let fixed = Fixed { home: Path::new(home), log: None, endpoint: &endpoint };
        let trace_no = TraceNo::parse("T0000BLLM060GRMQ").unwrap();
        argument(&fixed, &who(), trace_no, &Message::new(TranCode::PAY, groups))
            .map(|argument| argument.into_string().unwrap())
            .map_err(|error| error.cause())
    }

    #[test]
    fn keys_stand_in_the_vendor_s_order_and_groups_carry_their_prefix_again() {
        let amount = Fields::new().with(Name::from_static("ordr_mony"), &Won::new(1_004).unwrap());
        let change = Fields::new().with(Name::from_static("tno"), &Won::new(1).unwrap());
        assert_eq!(
            write("/home/kcp", vec![Group::modify(&change), Group::order(&amount)]).unwrap(),
            "home=/home/kcp,site_cd=T0000,site_key=3grptw1.zW0GSo4PQdaGvsF__,tx_cd=00100000,pa_url=127.0.0.1,\
             pa_port=8090,ordr_data=ordr_data=ordr_mony=1004\u{1f},modx_data=mod_data=tno=1\u{1f},\
             trace_no=T0000BLLM060GRMQ,log_level=1,opt=0"
        );
    }

    #[test]
    fn a_comma_or_a_control_byte_is_refused_before_the_start() {
        for text in [
            &b"mod_data=mod_desc=a,b\x1f"[..],
            b"mod_data=a=\x00\x1f",
            b"mod_data=a=1\x1cordr_data=b\x1f",
            b"mod_data=a=\n",
        ] {
            let group = Group::verbatim(GroupKind::Modify, text);
            assert_eq!(write("/home/kcp", vec![group]), Err(Cause::ForbiddenValue));
        }
        assert_eq!(write("/home/a,b", vec![]), Err(Cause::ForbiddenValue));
    }
}
