//! From a body to fields: JSON with each name once, or a form; and the texts that must fit KCP's own charset.

use std::fmt;

use kcp_codec::{Charset, Fields, Name, form, is_forbidden};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::{
    Operation,
    limits::{self, Limit},
};
use crate::Refusal;

/// Why a body gave no fields.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Unreadable {
    /// Not a JSON object at all, which is answered with a page and not with a code.
    NotJson,
    /// A JSON object that is refused.
    Refused(Refusal),
}

/// Reads a JSON object. Numbers are taken as they are written, without a fraction; unknown names are kept, and
/// nobody asks for them.
pub(crate) fn json(body: &[u8]) -> Result<Fields, Unreadable> {
    let Pairs(pairs) = serde_json::from_slice(body).map_err(|_| Unreadable::NotJson)?;
    let refused = Unreadable::Refused(Refusal::BAD_FRAME);
    let mut names: Vec<&str> = pairs.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    if names.is_sorted_by(|one, next| one < next) && pairs.len() <= Fields::MAX {
        let mut fields = Fields::new();
        for (name, value) in &pairs {
            let value = match value {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                _ => return Err(refused),
            };
            // No field of KCP's has a name that is not a Name.
            if let Some(name) = Name::from_bytes(name.as_bytes()) {
                fields.push(name, value.as_bytes()).map_err(|_| refused)?;
            }
        }
        return Ok(fields);
    }
    Err(refused)
}

/// Reads what a browser posts to the simulator's own addresses: a form, or JSON.
pub(crate) fn form_or_json(body: &[u8]) -> Result<Fields, Unreadable> {
    if body.trim_ascii_start().starts_with(b"{") {
        return json(body);
    }
    let mut fields = Fields::new();
    for piece in body.split(|byte| *byte == b'&').filter(|piece| !piece.is_empty()) {
        let mut halves = piece.splitn(2, |byte| *byte == b'=');
        let (name, value) = (halves.next().unwrap_or_default(), halves.next().unwrap_or_default());
        let value = form::decode(value).ok_or(Unreadable::Refused(Refusal::BAD_FRAME))?;
        if let Some(name) = Name::from_bytes(name) {
            fields.push(name, &value).map_err(|_| Unreadable::Refused(Refusal::BAD_FRAME))?;
        }
    }
    Ok(fields)
}

/// Checks the texts of a request, by the table of what it asks for. All else has a type of its own, which lets nothing
/// strange through.
pub(crate) fn check_texts(operation: Operation, fields: &Fields) -> Result<(), Refusal> {
    for Limit { field, bytes: most, .. } in limits::of(operation, fields) {
        let Some(bytes) = fields.get(*field) else { continue };
        let text = std::str::from_utf8(bytes).map_err(|_| Refusal::BAD_TEXT)?;
        let bytes = Charset::Cp949.encode(*field, text).map_err(|_| Refusal::BAD_TEXT)?;
        if bytes.len() > *most || bytes.iter().any(|byte| is_forbidden(*byte)) {
            return Err(Refusal::BAD_TEXT);
        }
    }
    Ok(())
}

/// Names and values in order, repeated names included.
struct Pairs(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        from.deserialize_map(Collect)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(body: &str, name: &'static str) -> Result<Option<String>, Unreadable> {
        let fields = json(body.as_bytes())?;
        Ok(fields
            .get(Name::from_static(name))
            .map(|value| String::from_utf8(value.to_vec()).unwrap()))
    }

    #[test]
    fn strings_and_whole_numbers_are_fields() {
        let body = r#"{"ordr_mony":1004,"good_name":"한글 \/ \u0041","a-b":"ignored","empty":""}"#;
        assert_eq!(get(body, "ordr_mony"), Ok(Some("1004".to_owned())));
        assert_eq!(get(body, "good_name"), Ok(Some("한글 / A".to_owned())));
        assert_eq!(get(body, "empty"), Ok(Some(String::new())));
    }

    #[test]
    fn what_is_no_object_gets_a_page_and_what_is_no_text_a_code() {
        for body in
            ["", "a=b", "[]", "\"a\"", "1", "{", "{\"a\":1}x", "{\"a\":\"\u{1}\"}", "{'a':1}"]
        {
            assert_eq!(get(body, "a"), Err(Unreadable::NotJson), "{body}");
        }
        assert_eq!(json(b"{\"a\":\"\xb0\xa1\"}").err(), Some(Unreadable::NotJson));
        for body in [
            r#"{"a":null}"#,
            r#"{"a":true}"#,
            r#"{"a":{}}"#,
            r#"{"a":[]}"#,
            r#"{"a":"1","a":"1"}"#,
            r#"{"a-b":"1","c":"","a-b":"1"}"#,
        ] {
            assert_eq!(get(body, "a"), Err(Unreadable::Refused(Refusal::BAD_FRAME)), "{body}");
        }
    }

    #[test]
    fn a_form_is_read_for_the_window() {
        let fields = form_or_json(b"good_mny=1004&good_name=%C7%D1+a&x").unwrap();
        assert_eq!(fields.get(Name::from_static("good_name")), Some(&b"\xc7\xd1 a"[..]));
        assert!(form_or_json(b" {\"good_mny\":\"1004\"}").is_ok());
        assert!(form_or_json(b"a=1&a=2").is_err());
        assert!(form_or_json(b"a=%4").is_err());
    }

    #[test]
    fn texts_are_counted_in_euc_kr_and_hold_nothing_forbidden() {
        let check = |text: &str| {
            let mut fields = Fields::new();
            fields.push(Name::from_static("pay_method"), b"POINT").unwrap();
            fields.push(Name::from_static("buyr_name"), text.as_bytes()).unwrap();
            check_texts(Operation::Hub, &fields)
        };
        assert_eq!(check(&"한".repeat(15)), Ok(()));
        assert_eq!(check(&"한".repeat(16)), Err(Refusal::BAD_TEXT));
        assert_eq!(check("a b>c"), Ok(()));
        for text in ["a,b", "a&b", "a;b", "a\nb", "a\\b", "a|b", "a'b", "a\"b", "a<b", "a\0b", "😀"]
        {
            assert_eq!(check(text), Err(Refusal::BAD_TEXT), "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_body_panics(body: Vec<u8>) {
            let _ = (json(&body), form_or_json(&body));
        }
    }
}
