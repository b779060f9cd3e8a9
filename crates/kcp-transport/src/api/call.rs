//! What is to be sent: a path and the members of one flat JSON object.

use std::fmt::{self, Write as _};

use kcp_codec::{Charset, Field, Fields, Name};
use zeroize::Zeroizing;

use super::Path;

/// A request's content. Prints its path and the names of its fields; the values are wiped on drop.
///
/// Every value is a JSON string, amounts too, as in all of KCP's own examples (`https.md §6`).
#[derive(Clone)]
pub struct Call {
    path: Path,
    fields: Vec<(Name, Zeroizing<String>)>,
}

impl Call {
    /// A call without fields.
    #[must_use]
    pub const fn new(path: Path) -> Self {
        Self { path, fields: Vec::new() }
    }

    /// With a field, or with another value for the field of that name, which keeps its place.
    ///
    /// The value is the same text as on the socket channel, in UTF-8.
    #[must_use]
    #[allow(clippy::expect_used, clippy::missing_panics_doc)] // a `Field` is sealed, and each of them is text
    pub fn with(self, name: Name, value: &impl Field) -> Self {
        // Room for every secret there is, so that growing leaves no copy of one behind.
        let mut wire = Zeroizing::new(Vec::with_capacity(512));
        value.write(&mut wire);
        let text = Charset::Cp949.decode(name, &wire).expect("a field that exists is text");
        self.put(name, Zeroizing::new(text))
    }

    /// As [`Call::with`] for an optional part of a request: nothing is written when there is none.
    #[must_use]
    pub fn with_some(self, name: Name, value: Option<&impl Field>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// As [`Call::with`] for text that is no field of the socket channel: a certificate, a signature.
    #[must_use]
    pub fn with_text(self, name: Name, text: &str) -> Self {
        self.put(name, Zeroizing::new(text.to_owned()))
    }

    /// As [`Call::with`] for fields that were set one by one, as the socket channel writes them.
    #[must_use]
    pub fn with_fields(self, fields: &Fields) -> Self {
        fields.iter().fold(self, |call, (name, wire)| match Charset::Cp949.decode(name, wire) {
            Ok(text) => call.put(name, Zeroizing::new(text)),
            // Only fields that were read from somewhere, and not set, can be no text.
            Err(_) => call,
        })
    }

    fn put(mut self, name: Name, text: Zeroizing<String>) -> Self {
        match self.fields.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = text,
            None => self.fields.push((name, text)),
        }
        self
    }

    /// Where the call goes.
    #[must_use]
    pub const fn path(&self) -> Path {
        self.path
    }

    /// The names of the fields, in the order they were set.
    pub fn names(&self) -> impl Iterator<Item = Name> {
        self.fields.iter().map(|(name, _)| *name)
    }

    /// The fields with their texts, in the order they were set.
    pub fn texts(&self) -> impl Iterator<Item = (Name, &str)> {
        self.fields.iter().map(|(name, text)| (*name, text.as_str()))
    }

    /// The call as the body of a request: an object without blanks.
    #[must_use]
    pub fn json(&self) -> Zeroizing<String> {
        // Quotes, colon and comma, and the braces. Growing would leave copies behind, and room to spare is wiped too.
        let member =
            |(name, text): &(Name, Zeroizing<String>)| name.as_str().len() + escaped_len(text) + 6;
        let room = self.fields.iter().map(member).sum::<usize>() + 2;
        let mut out = Zeroizing::new(String::with_capacity(room));
        out.push('{');
        for (at, (name, text)) in self.fields.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            out.push('"');
            out.push_str(name.as_str());
            out.push_str("\":\"");
            escape(text, &mut out);
            out.push('"');
        }
        out.push('}');
        out
    }
}

/// Escapes what JSON does not allow in a string and nothing else.
fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some((plain, tail)) =
        rest.bytes().position(|byte| escape_len(byte) > 1).and_then(|at| rest.split_at_checked(at))
    {
        out.push_str(plain);
        let mut tail = tail.chars();
        match tail.next() {
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(ch @ '\0'..='\u{1f}') => {
                let _ = write!(out, "\\u{:04x}", u32::from(ch)); // a String takes all there is
            }
            Some(ch) => out.extend(['\\', ch]),
            None => {}
        }
        rest = tail.as_str();
    }
    out.push_str(rest);
}

/// Bytes that [`escape`] makes of a text.
fn escaped_len(text: &str) -> usize {
    text.bytes().map(escape_len).sum()
}

/// Bytes that [`escape`] makes of a byte; more than one for what it does not leave alone.
const fn escape_len(byte: u8) -> usize {
    match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' => 2,
        0..b' ' => 6,
        _ => 1,
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call({} ", self.path.as_str())?;
        f.debug_list().entries(self.names()).finish()?;
        f.write_str(")")
    }
}

#[cfg(test)]
mod tests {
    use kcp_codec::{Literal, OwnerName, Text, Won};
    use proptest::prelude::*;

    use super::*;

    const fn name(text: &'static str) -> Name {
        Name::from_static(text)
    }

    #[test]
    fn fields_stand_in_the_order_set_and_a_name_once() {
        let call = Call::new(Path::Hub)
            .with(name("amount"), &Won::new(1_004).unwrap())
            .with(name("pay_method"), &Literal::new("CARD"))
            .with_some(name("cust_ip"), None::<&Literal>)
            .with_some(name("quota"), Some(&Literal::new("00")))
            .with(name("amount"), &Won::new(5_000).unwrap());
        assert_eq!(call.json().as_str(), r#"{"amount":"5000","pay_method":"CARD","quota":"00"}"#);
        assert_eq!(call.path().as_str(), "/gw/hub/v1/payment");
        assert!(call.names().eq(["amount", "pay_method", "quota"].map(Name::from_static)));
        assert!(call.texts().map(|(_, text)| text).eq(["5000", "CARD", "00"]));
    }

    #[test]
    fn korean_text_of_either_charset_becomes_utf_8() {
        let good = Text::<100>::new(name("good_name"), Charset::Ksx1001, "운동화 한 켤레").unwrap();
        let rare = Text::<100>::new(name("buyr_name"), Charset::Cp949, "똠방각하").unwrap();
        let owner = OwnerName::new(Charset::Ksx1001, "홍길동").unwrap();
        let call = Call::new(Path::Register)
            .with(name("good_name"), &good)
            .with(name("buyr_name"), &rare)
            .with(name("va_name"), &owner);
        assert_eq!(
            call.json().as_str(),
            r#"{"good_name":"운동화 한 켤레","buyr_name":"똠방각하","va_name":"홍길동"}"#
        );
    }

    #[test]
    fn what_would_end_a_string_is_escaped() {
        let call = Call::new(Path::Modify).with_text(name("mod_desc"), "\"a\\b\"\r\n\t\0\u{1f}/가");
        assert_eq!(call.json().as_str(), r#"{"mod_desc":"\"a\\b\"\r\n\t\u0000\u001f/가"}"#);
        assert_eq!(Call::new(Path::Modify).json().as_str(), "{}");
    }

    #[test]
    fn only_path_and_names_are_printed() {
        let call = Call::new(Path::Hub).with_text(name("pt_pwd"), "hunter2");
        assert_eq!(format!("{call:?}"), "Call(/gw/hub/v1/payment [pt_pwd])");
    }

    proptest! {
        #[test]
        fn an_independent_reader_finds_the_same_text(text in any::<String>()) {
            let call = Call::new(Path::Hub).with_text(name("a"), &text);
            let read: serde_json::Value = serde_json::from_str(&call.json()).unwrap();
            prop_assert_eq!(read, serde_json::json!({ "a": text }));
            let json = call.json();
            prop_assert!(json.len() <= json.capacity() && json.capacity() <= json.len() + 1);
        }
    }
}
