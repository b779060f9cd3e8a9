//! An answer: fields in order, text in EUC-KR, US between them (`legacy.md §4.5`).

use kcp_codec::{Charset, Field, Name, Separator};

use crate::Refusal;

/// An answer before it is sealed.
#[derive(Clone)]
pub(crate) struct Answer(Vec<(&'static str, Vec<u8>)>);

impl Answer {
    /// What success begins with: `0000` (`seed 000 §5.1.1`), or `V000` for an account issued (`legacy.md §3.3`).
    pub(crate) fn done(code: &'static str) -> Self {
        Self(Vec::new())
            .text("res_cd", code)
            .text("res_msg", "정상처리")
            .text("res_en_msg", "processing completed")
    }

    /// Nothing yet.
    pub(crate) const fn empty() -> Self {
        Self(Vec::new())
    }

    /// A refusal.
    pub(crate) fn refused(refusal: Refusal) -> Self {
        Self(Vec::new())
            .text("res_cd", refusal.code())
            .text("res_msg", refusal.message())
            .text("res_en_msg", "refused by the simulator")
    }

    /// The two fields that `telnet` sees (`seed 002`, questions).
    pub(crate) fn not_a_request() -> Self {
        let refusal = Refusal::NOT_A_REQUEST;
        Self(Vec::new()).text("res_cd", refusal.code()).text("res_msg", refusal.message())
    }

    /// Adds a field.
    pub(crate) fn with(mut self, name: &'static str, value: &impl Field) -> Self {
        let mut bytes = Vec::new();
        value.write(&mut bytes);
        self.0.push((name, bytes));
        self
    }

    /// Adds text of this crate's own.
    pub(crate) fn text(mut self, name: &'static str, value: &str) -> Self {
        // Only literals and codes come here; a test holds the literals against the charset.
        let bytes = Charset::Ksx1001.encode(RES_MSG, value).unwrap_or_default();
        self.0.push((name, bytes));
        self
    }

    /// The result code. A registration's has another name (`https.md §2`).
    pub(crate) fn code(&self) -> &[u8] {
        self.find("res_cd").or_else(|| self.find("Code")).unwrap_or_default()
    }

    /// Names and values, in order.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&'static str, &[u8])> {
        self.0.iter().map(|(name, value)| (*name, value.as_slice()))
    }

    /// The bytes of a field.
    pub(crate) fn find(&self, name: &str) -> Option<&[u8]> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_slice())
    }

    /// Leaves a field out.
    pub(crate) fn drop_field(&mut self, name: &str) {
        self.0.retain(|(known, _)| *known != name);
    }

    /// Says the result twice, the second time something else.
    pub(crate) fn repeat_code(&mut self) {
        let other = if self.code().ends_with(b"000") { "8999" } else { "0000" };
        let name = if self.find("Code").is_some() { "Code" } else { "res_cd" };
        self.0.push((name, other.into()));
    }

    /// Puts the first half of a character behind the message.
    pub(crate) fn break_text(&mut self) {
        if let Some((_, value)) =
            self.0.iter_mut().find(|(name, _)| matches!(*name, "Message" | "res_msg"))
        {
            value.push(0xc7);
        }
    }

    /// The answer's bytes. No US behind the last field, as recorded (`legacy.md §2.3`).
    pub(crate) fn message(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(512);
        for (name, value) in &self.0 {
            if !out.is_empty() {
                out.push(Separator::Unit.byte());
            }
            out.extend_from_slice(name.as_bytes());
            out.push(b'=');
            out.extend_from_slice(value);
        }
        out
    }
}

const RES_MSG: Name = Name::from_static("res_msg");

#[cfg(test)]
mod tests {
    use kcp_codec::{Fields, Won};

    use super::*;

    #[test]
    fn an_answer_is_read_again_by_the_codec() {
        let answer = Answer::done("0000").with("amount", &Won::new(1_004).unwrap());
        let fields = Fields::read(&answer.message(), Separator::Unit).unwrap();
        let text = fields.text(RES_MSG, Charset::Ksx1001).unwrap();
        assert_eq!(text.as_deref(), Some("정상처리"));
        assert_eq!(fields.get(Name::from_static("amount")), Some(&b"1004"[..]));
        assert_eq!(answer.code(), b"0000");
    }

    #[test]
    fn the_first_bytes_are_the_recorded_ones() {
        // `legacy_wire.json`, response_accepted_by_pp_cli.
        let want = b"res_cd=0000\x1fres_msg=\xc1\xa4\xbb\xf3\xc3\xb3\xb8\xae\x1f";
        assert!(Answer::done("0000").message().starts_with(want));
    }

    #[test]
    fn spoilt_answers_are_spoilt_as_said() {
        let mut answer = Answer::done("0000");
        answer.repeat_code();
        assert!(Fields::read(&answer.message(), Separator::Unit).is_err());
        let mut answer = Answer::done("0000");
        answer.break_text();
        let fields = Fields::read(&answer.message(), Separator::Unit).unwrap();
        assert!(fields.text(RES_MSG, Charset::Cp949).is_err());
        answer.drop_field("res_cd");
        assert_eq!(answer.code(), b"");
    }
}
