//! The last look at a whole request, as an operation wrote it, before it is sent.

use kcp_codec::{FieldError, Fields, Groups, Name};
use kcp_transport::{api::Call, legacy::Message};

use super::Rules;

impl Rules {
    /// Checks a call of the PG-API, as [`Rules::gate`] does.
    ///
    /// # Errors
    /// As [`Rules::gate`].
    pub fn gate_call(&self, call: &Call) -> Result<(), FieldError> {
        self.gate(call.texts().map(|(name, text)| (name, text.as_bytes())))
    }

    /// Checks a message of the socket channel, as [`Rules::gate`] does: the fields of all its groups and records, and
    /// the window's texts where it passes them on.
    ///
    /// # Errors
    /// As [`Rules::gate`], and what does not read as groups.
    pub fn gate_message(&self, message: &Message) -> Result<(), FieldError> {
        let mut wire = Vec::new();
        message.groups().for_each(|group| group.write(&mut wire));
        let groups = Groups::read(&wire)?;
        let records = groups.payment.iter().flat_map(|records| records.as_slice());
        let plain = [&groups.order, &groups.receiver, &groups.escrow, &groups.modify];
        let fields = records
            .map(|(_, fields)| fields)
            .chain(plain.into_iter().flatten())
            .flat_map(Fields::iter)
            .map(within);
        let (data, info) = message.window_texts().unzip();
        let window = [(ENC_DATA, data), (ENC_INFO, info)];
        let window = window.into_iter().filter_map(|(name, text)| Some((name, text?)));
        self.gate(fields.chain(window))
    }
}

/// The field itself, or the first one of a nested set; its others stand beside it (`legacy.md §1.2`).
fn within((name, value): (Name, &[u8])) -> (Name, &[u8]) {
    let inner = || {
        let at = value.iter().position(|byte| *byte == b'=')?;
        let (inner, rest) = (Name::from_bytes(value.get(..at)?)?, value.get(at + 1..)?);
        Some((inner, rest))
    };
    match NESTED.contains(&name) {
        true => inner().unwrap_or((name, value)),
        false => (name, value),
    }
}

const ENC_DATA: Name = Name::from_static("enc_data");
const ENC_INFO: Name = Name::from_static("enc_info");

/// Sets that stand in the order group as if they were fields (`legacy.md §3.6`).
const NESTED: [Name; 2] = [Name::from_static("corp_data"), Name::from_static("rcpt_data")];

#[cfg(test)]
mod tests {
    use kcp_codec::{Group, GroupKind, Reason};
    use kcp_transport::{api::Path, legacy::TranCode};

    use super::*;

    const CANCEL: Rules = Rules::named("cancel");

    fn message(text: &[u8], kind: GroupKind) -> Message {
        Message::new(TranCode::MODIFY, [Group::verbatim(kind, text)])
    }

    #[test]
    fn a_message_is_refused_by_the_field_at_fault() {
        let gate = |text: &[u8]| CANCEL.gate_message(&message(text, GroupKind::Modify));
        assert_eq!(gate(b"mod_data=tno=20261121000001\x1fmod_type=STSC\x1f"), Ok(()));
        let error = gate(b"mod_data=tno=20261121000001\x1f").unwrap_err();
        assert_eq!((error.field().as_str(), error.reason()), ("mod_type", Reason::Missing));
        let error = gate(b"mod_data=tno=2026112100000\xb0\x1fmod_type=STSC\x1f").unwrap_err();
        assert_eq!((error.field().as_str(), error.reason()), ("tno", Reason::BadByte { at: 13 }));
    }

    #[test]
    fn a_nested_set_s_fields_are_looked_at_too() {
        let rules = Rules::named("cash_receipt_socket");
        let gate = |kind: &str| {
            let text = format!(
                "ordr_data=ordr_idxx=A1\x1frcpt_data=user_type={kind}\x1ftrad_time=20281231235959\x1ftr_code=0\x1f\
                 id_info=01000000000\x1famt_tot=1004\x1famt_sup=913\x1famt_svc=0\x1famt_tax=91\x1f\x1fcorp_data=corp_type=0\x1f\x1f"
            );
            rules.gate_message(&message(text.as_bytes(), GroupKind::Order))
        };
        assert_eq!(gate("PGNW"), Ok(()));
        let error = gate("PGNX").unwrap_err();
        assert_eq!((error.field().as_str(), error.reason()), ("user_type", Reason::OutOfRange));
    }

    #[test]
    fn a_call_is_refused_by_the_field_at_fault() {
        let call = Call::new(Path::Modify).with_text(Name::from_static("site_cd"), "T00000");
        let error = Rules::named("api_cancel").gate_call(&call).unwrap_err();
        let want = ("site_cd", Reason::TooLong { len: 6, max: 5 });
        assert_eq!((error.field().as_str(), error.reason()), want);
    }
}
