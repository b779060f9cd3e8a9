//! Reading one flat JSON object (RFC 8259), strictly: what is not understood is refused, never guessed.

use zeroize::Zeroizing;

/// Not JSON, or not JSON that is read here.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Bad;

/// The value of a member.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Value<'a> {
    /// An array or an object. It was checked and passed over.
    Nested,
    /// The content of a string, the text of a number as it stands, `true` or `false`; nothing for `null`.
    Text(&'a str),
}

/// Deepest nesting. KCP's answers have none.
const DEPTH: usize = 32;

/// Calls `member` with each key and value of the object that `text` is, in order.
pub(super) fn object<E: From<Bad>>(
    text: &str,
    mut member: impl FnMut(&str, Value<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut reader = Reader { text, at: 0 };
    // For strings with an escape in them; the others are read where they stand.
    let mut unescaped_key = String::new();
    let mut unescaped_value = Zeroizing::new(String::new());
    reader.blanks();
    reader.byte(b'{')?;
    reader.list(b'}', |reader| {
        let key = reader.key(&mut unescaped_key)?;
        let value = reader.value(&mut unescaped_value)?;
        member(key, value)
    })?;
    reader.blanks();
    if reader.at == text.len() { Ok(()) } else { Err(Bad.into()) }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn next(&mut self) -> Result<u8, Bad> {
        let byte = self.peek().ok_or(Bad)?;
        self.at += 1;
        Ok(byte)
    }

    fn byte(&mut self, want: u8) -> Result<(), Bad> {
        if self.next()? == want { Ok(()) } else { Err(Bad) }
    }

    fn take(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    /// What was read since `start`.
    fn since(&self, start: usize) -> Result<&'a str, Bad> {
        self.text.get(start..self.at).ok_or(Bad)
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// The items behind an opening bracket, up to and with the closing one.
    fn list<E: From<Bad>>(
        &mut self,
        close: u8,
        mut item: impl FnMut(&mut Self) -> Result<(), E>,
    ) -> Result<(), E> {
        self.blanks();
        if self.take(close) {
            return Ok(());
        }
        loop {
            self.blanks();
            item(self)?;
            self.blanks();
            match self.next()? {
                b',' => {}
                byte if byte == close => return Ok(()),
                _ => return Err(Bad.into()),
            }
        }
    }

    /// A key with its colon.
    fn key<'o>(&mut self, unescaped: &'o mut String) -> Result<&'o str, Bad>
    where
        'a: 'o,
    {
        self.byte(b'"')?;
        let key = self.string(unescaped)?;
        self.blanks();
        self.byte(b':')?;
        self.blanks();
        Ok(key)
    }

    fn value<'o>(&mut self, unescaped: &'o mut String) -> Result<Value<'o>, Bad>
    where
        'a: 'o,
    {
        Ok(Value::Text(match self.peek() {
            Some(b'"') => {
                self.at += 1;
                self.string(unescaped)?
            }
            Some(b'{' | b'[') => {
                self.skip(unescaped, DEPTH)?;
                return Ok(Value::Nested);
            }
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => match self.word()? {
                "null" => "",
                word => word,
            },
        }))
    }

    /// Passes over any value; recursion ends at `depth`.
    fn skip(&mut self, scratch: &mut String, depth: usize) -> Result<(), Bad> {
        let close = match self.peek() {
            Some(b'{') => b'}',
            Some(b'[') => b']',
            _ => return self.value(scratch).map(|_| ()),
        };
        let depth = depth.checked_sub(1).ok_or(Bad)?;
        self.at += 1;
        self.list(close, |reader| {
            if close == b'}' {
                reader.key(scratch)?;
            }
            reader.skip(scratch, depth)
        })
    }

    /// The text of a number. No value is made of it, so nothing is rounded.
    fn number(&mut self) -> Result<&'a str, Bad> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        self.since(start)
    }

    fn digits(&mut self) -> Result<(), Bad> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err(Bad) }
    }

    fn word(&mut self) -> Result<&'a str, Bad> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_lowercase()) {
            self.at += 1;
        }
        match self.since(start)? {
            word @ ("true" | "false" | "null") => Ok(word),
            _ => Err(Bad),
        }
    }

    /// The rest of a string behind its opening quote: where it stands, or in `unescaped` if something is to be undone.
    fn string<'o>(&mut self, unescaped: &'o mut String) -> Result<&'o str, Bad>
    where
        'a: 'o,
    {
        let plain = self.plain()?;
        if self.take(b'"') {
            return Ok(plain);
        }
        unescaped.clear();
        // Unescaped text is never longer than it was: with this room, growing leaves no copy behind.
        unescaped.reserve(self.text.len());
        unescaped.push_str(plain);
        loop {
            match self.next()? {
                b'"' => return Ok(unescaped),
                b'\\' => unescaped.push(self.escaped()?),
                _ => return Err(Bad),
            }
            unescaped.push_str(self.plain()?);
        }
    }

    /// Characters up to a quote, a backslash or what may not stand in a string.
    fn plain(&mut self) -> Result<&'a str, Bad> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte >= b' ' && byte != b'"' && byte != b'\\') {
            self.at += 1;
        }
        self.since(start)
    }

    /// The character behind a backslash.
    fn escaped(&mut self) -> Result<char, Bad> {
        Ok(match self.next()? {
            byte @ (b'"' | b'\\' | b'/') => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.unit()?;
                let second = if (0xd800..0xdc00).contains(&first) {
                    self.byte(b'\\')?;
                    self.byte(b'u')?;
                    Some(self.unit()?)
                } else {
                    None
                };
                // Refuses a surrogate without its other half.
                let mut chars = char::decode_utf16([first].into_iter().chain(second));
                match (chars.next(), chars.next()) {
                    (Some(Ok(ch)), None) => ch,
                    _ => return Err(Bad),
                }
            }
            _ => return Err(Bad),
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Result<u16, Bad> {
        let start = self.at;
        for _ in 0..4 {
            if !self.next()?.is_ascii_hexdigit() {
                return Err(Bad);
            }
        }
        u16::from_str_radix(self.since(start)?, 16).map_err(|_| Bad)
    }
}
