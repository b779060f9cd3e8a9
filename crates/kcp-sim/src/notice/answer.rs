//! Reading what a shop answers to a notice: a page with a hidden input, or JSON.

use serde_json::Value;

use super::NoticeAnswer;

/// What an answer says.
///
/// Two forms are taken: a page with `<input type="hidden" name="result" value="0000">` (`seed 002 §6`), and a JSON
/// object with `result` or `res_cd` (`https.md §10`). That a status outside 200 to 299 accepts nothing is a guess.
pub(super) fn read(status: u16, body: &[u8]) -> NoticeAnswer {
    let result = result(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii());
    match result {
        Some(result) if result == b"0000" && (200..300).contains(&status) => NoticeAnswer::Accepted,
        result => {
            let result = result.unwrap_or_default();
            let result = result.get(..40).unwrap_or(&result).escape_ascii().to_string();
            NoticeAnswer::Refused { status, result }
        }
    }
}

fn result(body: &[u8]) -> Option<Vec<u8>> {
    if body.starts_with(b"{") {
        let object: Value = serde_json::from_slice(body).ok()?;
        let result = object.get("result").or_else(|| object.get("res_cd"))?;
        return result.as_str().map(|text| text.as_bytes().to_vec());
    }
    let mut rest = body;
    while let Some(at) = rest.windows(6).position(|tag| tag.eq_ignore_ascii_case(b"<input")) {
        rest = rest.get(at + 6..)?;
        let mut input = Input::default();
        rest = input.read(rest);
        if input.hidden && input.name == b"result" {
            return Some(input.value);
        }
    }
    None
}

/// The attributes of an input that matter.
#[derive(Default)]
struct Input {
    hidden: bool,
    name: Vec<u8>,
    value: Vec<u8>,
}

impl Input {
    /// Reads attributes up to `>`, and gives what stands behind it.
    fn read<'a>(&mut self, mut rest: &'a [u8]) -> &'a [u8] {
        loop {
            rest = rest.trim_ascii_start();
            match rest {
                [] => return rest,
                [b'>', rest @ ..] => return rest,
                [b'/', after @ ..] => rest = after,
                _ => rest = self.attribute(rest),
            }
        }
    }

    fn attribute<'a>(&mut self, text: &'a [u8]) -> &'a [u8] {
        let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'>' | b'/');
        let (name, rest) = cut(text, ends);
        // A lone `=` is no name, and must not be read forever.
        let rest = if name.is_empty() { rest.get(1..).unwrap_or_default() } else { rest };
        let Some(rest) = rest.trim_ascii_start().strip_prefix(b"=") else { return rest };
        let (value, rest) = match rest.trim_ascii_start() {
            [quote @ (b'"' | b'\''), inside @ ..] => {
                let (value, rest) = cut(inside, |byte| byte == quote);
                (value, rest.get(1..).unwrap_or_default())
            }
            bare => cut(bare, |byte| byte.is_ascii_whitespace() || *byte == b'>'),
        };
        match name.to_ascii_lowercase().as_slice() {
            b"name" => self.name = value.to_vec(),
            b"type" => self.hidden = value.eq_ignore_ascii_case(b"hidden"),
            b"value" => self.value = value.to_vec(),
            _ => {}
        }
        rest
    }
}

fn cut(bytes: &[u8], ends: impl Fn(&u8) -> bool) -> (&[u8], &[u8]) {
    let at = bytes.iter().position(ends).unwrap_or(bytes.len());
    bytes.split_at_checked(at).unwrap_or((bytes, &[]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refused(result: &str) -> NoticeAnswer {
        NoticeAnswer::Refused { status: 200, result: result.to_owned() }
    }

    #[test]
    fn every_known_form_accepts() {
        for body in [
            // The body of a shop in public use (`legacy.md §5`).
            r#"<html><body><form><input type="hidden" name="result" value="0000"></form></body></html>"#,
            "<INPUT VALUE='0000' NAME=result TYPE=HIDDEN />",
            "<input type=hidden name=result value=0000>",
            "<p a=\"<input\"><input type=\"text\" name=\"x\"><input type = hidden name= \"result\" value =\"0000\">",
            "\n <input\ttype=\"hidden\"\nname=\"result\"\r\nvalue=\"0000\">\n",
            r#"{"result":"0000"}"#,
            " {\"res_cd\" : \"0000\", \"res_msg\":\"\"}\r\n",
            "\u{feff}{\"result\":\"0000\"}",
        ] {
            assert_eq!(read(200, body.as_bytes()), NoticeAnswer::Accepted, "{body}");
        }
    }

    #[test]
    fn anything_else_refuses_with_what_it_says() {
        for (body, result) in [
            ("", ""),
            ("0000", ""),
            ("result=0000", ""),
            (r#"<input type="text" name="result" value="0000">"#, ""),
            (r#"<input name="result" value="0000">"#, ""),
            (r#"<input type="hidden" name="Result" value="0000">"#, ""),
            (r#"<input type="hidden" name="result" value=" 0000">"#, " 0000"),
            (r#"<input type="hidden" name="result" value="9999">"#, "9999"),
            (r#"<input type="hidden" name="result">"#, ""),
            (r#"{"result":0}"#, ""),
            (r#"{"result":"0001","res_cd":"0000"}"#, "0001"),
            (r#"{"Result":"0000"}"#, ""),
            (r#"{"result":"0000""#, ""),
            (r#"["0000"]"#, ""),
        ] {
            assert_eq!(read(200, body.as_bytes()), refused(result), "{body}");
        }
        let page = br#"<input type="hidden" name="result" value="0000">"#;
        assert_eq!(
            read(500, page),
            NoticeAnswer::Refused { status: 500, result: "0000".to_owned() }
        );
        let long = format!(r#"{{"result":"{}"}}"#, "9".repeat(41));
        assert_eq!(read(200, long.as_bytes()), refused(&"9".repeat(40)));
    }

    proptest! {
        #[test]
        fn no_answer_panics_or_hangs(body in "(<input|[ =/>\"'a]|type|hidden|name|result|value|0000|\\{|\\}){0,40}") {
            let _ = read(200, body.as_bytes());
        }

        #[test]
        fn no_bytes_panic(body: Vec<u8>) {
            let _ = read(200, &body);
        }
    }
}
