//! What an answer may look like and what not.

use std::iter::repeat_n;

use proptest::{collection::btree_map, prelude::*};
use serde_json::json;

use super::*;

fn fields(text: &str) -> Vec<(String, String)> {
    let pair = |(name, value): (Name, &[u8])| {
        (name.to_string(), String::from_utf8(value.to_vec()).unwrap())
    };
    Reply::parse(text.as_bytes()).expect(text).fields.iter().map(pair).collect()
}

fn value(text: &str) -> String {
    let [(_, value)] = fields(text).try_into().unwrap();
    value
}

fn refused(body: impl AsRef<[u8]>) -> Option<FieldError> {
    let body = body.as_ref();
    let error = Reply::parse(body).expect_err(&String::from_utf8_lossy(body));
    assert_eq!(error.cause(), Cause::Unreadable);
    assert_eq!(error.delivery(), crate::Delivery::Unknown);
    std::error::Error::source(&error).map(|source| *source.downcast_ref().unwrap())
}

#[test]
fn strings_numbers_and_words_become_text() {
    let text = r#" {"res_cd":"0000", "amount": 1004 ,"a":true,"b":false,"c":null,"d":""} "#;
    let want = [
        ("res_cd", "0000"),
        ("amount", "1004"),
        ("a", "true"),
        ("b", "false"),
        ("c", ""),
        ("d", ""),
    ];
    assert_eq!(fields(text), want.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert_eq!(fields("{}"), []);
    assert_eq!(fields(" \t\r\n{ } \n"), []);
}

#[test]
fn a_number_keeps_its_own_text() {
    for number in [
        "0",
        "-0",
        "1e400",
        "1.10",
        "0.1E-7",
        "20261121000001",
        "123456789012345678901234567890",
        "9007199254740993",
    ] {
        assert_eq!(value(&format!(r#"{{"a":{number}}}"#)), number);
    }
    for number in ["01", "+1", ".5", "1.", "1e", "-", "NaN", "Infinity", "0x10", "1_000", "1 2"] {
        assert_eq!(refused(format!(r#"{{"a":{number}}}"#)), None, "{number}");
    }
}

#[test]
fn escapes_are_undone() {
    assert_eq!(value(r#"{"PayUrl":"https:\/\/a\/b"}"#), "https://a/b");
    assert_eq!(
        value(r#"{"a":"\"\\\b\f\n\r\t\u0000\uac00\uD83D\ude00"}"#),
        "\"\\\u{8}\u{c}\n\r\t\0가😀"
    );
    assert_eq!(fields(r#"{"res\u005fcd":"0000"}"#), [("res_cd".to_owned(), "0000".to_owned())]);
}

#[test]
fn half_a_character_is_refused() {
    for text in [
        r#"{"a":"\ud83d"}"#,
        r#"{"a":"\ud83dx"}"#,
        r#"{"a":"\ud83d\n"}"#,
        r#"{"a":"\ud83d\ud83d"}"#,
        r#"{"a":"\ud83dA"}"#,
        r#"{"a":"\ude00"}"#,
        r#"{"a":"\u00e"}"#,
        r#"{"a":"\u+0e0"}"#,
        r#"{"\ud83d":""}"#,
    ] {
        assert_eq!(refused(text), None, "{text}");
    }
}

#[test]
fn what_is_not_one_object_is_refused() {
    for text in [
        "null",
        "[]",
        r#""res_cd""#,
        "<html><body>502 Bad Gateway</body></html>",
        r#"{"res_cd":"0000"}{"res_cd":"0000"}"#,
        r#"{"res_cd":"0000"}x"#,
        "{\"res_cd\":\"0000\"}\0",
        "\u{feff}{\"res_cd\":\"0000\"}",
        r#"{"res_cd":"0000""#,
        r#"{"res_cd":"00"#,
        r#"{"res_cd":"0000",}"#,
        r#"{,"res_cd":"0000"}"#,
        r#"{"res_cd" "0000"}"#,
        r#"{"res_cd":}"#,
        r#"{res_cd:"0000"}"#,
        r#"{'res_cd':'0000'}"#,
        r#"{"res_cd":'0000'}"#,
        r#"{"res_cd":"0000" /* done */}"#,
        "{\"res_msg\":\"a\nb\"}",
        "{\"res_msg\":\"a\u{1f}b\"}",
        r#"{"a":"\x41"}"#,
        r#"{"a":True}"#,
        r#"{"a":nul}"#,
        r#"{"a":[1,]}"#,
        r#"{"a":[1 2]}"#,
        r#"{"a":{"b"}}"#,
        r#"{"a":[}"#,
        r#"{"a":{]}"#,
        r#"{"a":["\ud83d"]}"#,
        "{\"a\"\u{a0}:1}",
    ] {
        assert_eq!(refused(text), None, "{text}");
    }
}

#[test]
fn nothing_is_an_empty_answer() {
    for body in [&b""[..], b" \r\n"] {
        assert_eq!(Reply::parse(body).unwrap_err().cause(), Cause::EmptyAnswer);
    }
}

#[test]
fn a_name_stands_once_however_it_is_written() {
    for text in [
        r#"{"res_cd":"8133","res_cd":"0000"}"#,
        r#"{"res_cd":"8133","res\u005fcd":"0000"}"#,
        r#"{"res_cd":"0000","res_cd":{}}"#,
        r#"{"res_cd":[],"res_cd":"0000"}"#,
        r#"{"res_cd":[],"res_cd":[]}"#,
        r#"{"res_cd":null,"res_cd":"0000"}"#,
    ] {
        let error = refused(text).unwrap();
        assert_eq!(
            (error.field().as_str(), error.reason()),
            ("res_cd", Reason::Repeated),
            "{text}"
        );
    }
    // Names differ by case, as KCP's own do.
    assert_eq!(fields(r#"{"code":"1","Code":"2"}"#).len(), 2);
}

#[test]
fn what_is_no_field_is_passed_over() {
    let text = r#"{"a b":1,"":2,"a b":3,"카드":"x","list":[1,{"res_cd":"0000"},[]],"o":{"p":{}},"res_cd":"8133"}"#;
    assert_eq!(fields(text), [("res_cd".to_owned(), "8133".to_owned())]);
}

#[test]
fn nesting_ends_somewhere_and_takes_no_stack() {
    let nested = |depth: usize| {
        let open: String = repeat_n('[', depth).collect();
        let close: String = repeat_n(']', depth).collect();
        format!(r#"{{"res_cd":"0000","a":{open}{close}}}"#)
    };
    assert_eq!(fields(&nested(32)).len(), 1);
    assert_eq!(refused(nested(33)), None);
    assert_eq!(refused(nested(10_000)), None);
    assert_eq!(refused(repeat_n("{\"a\":", 10_000).collect::<String>()), None);
    assert_eq!(refused(repeat_n('[', 250_000).collect::<String>()), None);
}

#[test]
fn two_hundred_fields_and_not_one_more() {
    let object = |len: usize, value: &str| {
        let members: Vec<_> = (0..len).map(|at| format!(r#""f{at}":{value}"#)).collect();
        format!("{{{}}}", members.join(","))
    };
    assert_eq!(fields(&object(200, "1")).len(), 200);
    for value in ["1", "{}"] {
        let error = refused(object(201, value)).unwrap();
        assert_eq!(error.reason(), Reason::TooMany { max: 200 });
    }
}

#[test]
fn a_value_of_64_kib_and_not_one_byte_more() {
    let object = |len| format!(r#"{{"a":"{}"}}"#, repeat_n('x', len).collect::<String>());
    assert_eq!(value(&object(65_536)).len(), 65_536);
    assert_eq!(
        refused(object(65_537)).unwrap().reason(),
        Reason::TooLong { len: 65_537, max: 65_536 }
    );
}

#[test]
fn korean_text_in_the_old_charset_is_read_and_broken_text_is_not() {
    let reply = Reply::parse(b"{\"res_msg\":\"\xc1\xa4\xbb\xf3\xc3\xb3\xb8\xae\"}").unwrap();
    assert_eq!(reply.fields.get(Name::from_static("res_msg")), Some("정상처리".as_bytes()));
    for body in [&b"{\"a\":\"\xc1\"}"[..], b"{\"a\":\"\xff\xfe\"}", b"\xff\xfe{\0}\0"] {
        assert!(matches!(refused(body).unwrap().reason(), Reason::Undecodable { .. }));
    }
}

#[test]
fn the_code_is_found_under_both_names() {
    let code = |text: &str| Reply::parse(text.as_bytes()).unwrap().code();
    assert_eq!(code(r#"{"res_cd":"V000"}"#), Some(*b"V000"));
    assert_eq!(code(r#"{"Code":"0000"}"#), Some(*b"0000"));
    assert_eq!(code(r#"{"res_cd":"00\n0"}"#), None);
    assert_eq!(code("{}"), None);
}

proptest! {
    #[test]
    fn any_object_of_text_comes_through(map in btree_map("[A-Za-z0-9_]{1,32}", any::<String>(), 0..20)) {
        let body = serde_json::to_vec(&map).unwrap();
        let reply = Reply::parse(&body).unwrap();
        let read: std::collections::BTreeMap<_, _> = reply
            .fields
            .iter()
            .map(|(name, value)| (name.to_string(), str::from_utf8(value).unwrap().to_owned()))
            .collect();
        prop_assert_eq!(read, map);
    }

    #[test]
    fn any_bytes_end_the_same(bytes in any::<Vec<u8>>()) {
        crate::fuzzing::read_api_reply(&bytes);
    }

    /// Text that is nearly JSON, against an independent reader.
    #[test]
    fn an_independent_reader_takes_whatever_is_taken(
        text in r#"\{("[a-c]{1,2}":("[a-c\\nu0d/]{0,7}"|-?[0-9.eE+]{1,5}|true|null|\[[1,]{0,3}\]|\{\}),?){0,4}\}?"#
    ) {
        crate::fuzzing::read_api_reply(text.as_bytes());
        let theirs = serde_json::from_str::<serde_json::Value>(&text);
        match Reply::parse(text.as_bytes()) {
            Ok(reply) => {
                // Two names for a number too large for a float, which is refused there and text here.
                if let Ok(theirs) = theirs {
                    for (name, value) in reply.fields.iter() {
                        let value = str::from_utf8(value).unwrap();
                        let their = &theirs[name.as_str()];
                        let same = match their {
                            serde_json::Value::String(text) => text == value,
                            serde_json::Value::Null => value.is_empty(),
                            other => *other == json!(serde_json::from_str::<serde_json::Value>(value).unwrap()),
                        };
                        prop_assert!(same, "{name} in {text}");
                    }
                } else {
                    prop_assert!(theirs.unwrap_err().to_string().contains("number out of range"));
                }
            }
            Err(error) => {
                let repeated = std::error::Error::source(&error).is_some();
                prop_assert!(repeated || theirs.is_err(), "refused: {text}");
            }
        }
    }
}
