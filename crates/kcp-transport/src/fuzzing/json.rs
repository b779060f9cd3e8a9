//! One flat JSON object once more, character by character: what the strict reader is held to (RFC 8259).

use std::{iter::Peekable, str::Chars};

use kcp_codec::{Charset, Name};

/// Deepest nesting below the object.
const DEPTH: usize = 32;

/// Most members with an array or object for a value.
const NESTED: usize = 200;

/// The members with a KCP name and a flat value; `None` for what is no such object, or has a name twice.
#[must_use]
pub fn flat(body: &[u8]) -> Option<Vec<(String, String)>> {
    let text = match str::from_utf8(body) {
        Ok(text) => text.to_owned(),
        Err(_) => Charset::Cp949.decode(Name::from_static("body"), body).ok()?,
    };
    let mut reader = Reader { rest: text.chars().peekable() };
    let Json::Object(members) = reader.value(DEPTH + 1)? else { return None };
    reader.blanks();
    if reader.rest.next().is_some() {
        return None;
    }
    let is_name = |(key, _): &(String, Json)| Name::from_bytes(key.as_bytes()).is_some();
    let mut known: Vec<(String, Json)> = members.into_iter().filter(is_name).collect();
    let mut names: Vec<&str> = known.iter().map(|(key, _)| key.as_str()).collect();
    names.sort_unstable();
    if names.windows(2).any(|two| matches!(two, [one, other] if one == other)) {
        return None;
    }
    let all = known.len();
    known.retain(|(_, value)| matches!(value, Json::Flat(_)));
    if all - known.len() > NESTED {
        return None;
    }
    let texts = known.into_iter().map(|(key, value)| match value {
        Json::Flat(text) => (key, text),
        Json::Array | Json::Object(_) => (key, String::new()),
    });
    Some(texts.collect())
}

enum Json {
    Array,
    Flat(String),
    Object(Vec<(String, Self)>),
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
}

impl Reader<'_> {
    fn blanks(&mut self) {
        while self.rest.next_if(|ch| " \t\r\n".contains(*ch)).is_some() {}
    }

    fn is(&mut self, want: char) -> Option<()> {
        (self.rest.next()? == want).then_some(())
    }

    /// A value with the blanks before it.
    fn value(&mut self, depth: usize) -> Option<Json> {
        self.blanks();
        match self.rest.peek()? {
            '{' => {
                let mut members = Vec::new();
                self.list('}', |reader| {
                    reader.blanks();
                    reader.is('"')?;
                    let key = reader.string()?;
                    reader.blanks();
                    reader.is(':')?;
                    members.push((key, reader.value(depth.checked_sub(1)?)?));
                    Some(())
                })?;
                depth.checked_sub(1).map(|_| Json::Object(members))
            }
            '[' => {
                self.list(']', |reader| reader.value(depth.checked_sub(1)?).map(|_| ()))?;
                depth.checked_sub(1).map(|_| Json::Array)
            }
            '"' => {
                self.rest.next();
                self.string().map(Json::Flat)
            }
            't' | 'f' | 'n' => self.word(),
            _ => self.number(),
        }
    }

    fn list(&mut self, close: char, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.rest.next();
        self.blanks();
        if self.rest.next_if_eq(&close).is_some() {
            return Some(());
        }
        loop {
            item(self)?;
            self.blanks();
            match self.rest.next()? {
                ',' => {}
                ch => return (ch == close).then_some(()),
            }
        }
    }

    fn word(&mut self) -> Option<Json> {
        let mut word = String::new();
        while let Some(ch) = self.rest.next_if(char::is_ascii_lowercase) {
            word.push(ch);
        }
        match word.as_str() {
            "true" | "false" => Some(Json::Flat(word)),
            "null" => Some(Json::Flat(String::new())),
            _ => None,
        }
    }

    fn number(&mut self) -> Option<Json> {
        let mut text = String::new();
        text.extend(self.rest.next_if_eq(&'-'));
        let first = text.len();
        self.digits(&mut text)?;
        if text.len() > first + 1 && text.get(first..)?.starts_with('0') {
            return None;
        }
        if let Some(point) = self.rest.next_if_eq(&'.') {
            text.push(point);
            self.digits(&mut text)?;
        }
        if let Some(exponent) = self.rest.next_if(|ch| "eE".contains(*ch)) {
            text.push(exponent);
            text.extend(self.rest.next_if(|ch| "+-".contains(*ch)));
            self.digits(&mut text)?;
        }
        Some(Json::Flat(text))
    }

    fn digits(&mut self, text: &mut String) -> Option<()> {
        let before = text.len();
        while let Some(digit) = self.rest.next_if(char::is_ascii_digit) {
            text.push(digit);
        }
        (text.len() > before).then_some(())
    }

    /// The rest of a string, behind its opening quote.
    fn string(&mut self) -> Option<String> {
        let mut units = Vec::new();
        loop {
            match self.rest.next()? {
                '"' => return String::from_utf16(&units).ok(),
                '\\' => units.push(match self.rest.next()? {
                    '"' => 0x22,
                    '\\' => 0x5c,
                    '/' => 0x2f,
                    'b' => 8,
                    'f' => 12,
                    'n' => 10,
                    'r' => 13,
                    't' => 9,
                    'u' => (0..4).try_fold(0, |unit, _| {
                        let digit = self.rest.next()?.to_digit(16)?;
                        Some(unit << 4 | u16::try_from(digit).ok()?)
                    })?,
                    _ => return None,
                }),
                '\0'..='\u{1f}' => return None,
                ch => units.extend_from_slice(ch.encode_utf16(&mut [0; 2])),
            }
        }
    }
}
