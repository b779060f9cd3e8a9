//! What an answer or a post says, read by hand: names and values as they stand there.

/// Names and values, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Told(Vec<(String, Vec<u8>)>);

impl Told {
    pub(super) fn new(pairs: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        Self(pairs.into_iter().collect())
    }

    /// Fields that end in US; `None` where a piece is no field.
    pub(super) fn record(text: &[u8]) -> Option<Self> {
        let pieces = text.split(|&byte| byte == 0x1f).filter(|piece| !piece.is_empty());
        let pairs = pieces.map(|piece| {
            let equals = piece.iter().position(|&byte| byte == b'=')?;
            let name = String::from_utf8(piece.get(..equals)?.to_vec()).ok()?;
            Some((name, piece.get(equals + 1..)?.to_vec()))
        });
        pairs.collect::<Option<_>>().map(Self)
    }

    /// Fields of a form, names as `names` reads them, values with their escapes undone or, where those are broken, as
    /// they stand.
    pub(super) fn form(body: &[u8], names: fn(&[u8]) -> Option<Vec<u8>>) -> Self {
        let pieces = body.split(|&byte| byte == b'&').filter(|piece| !piece.is_empty());
        Self::new(pieces.map(|piece| {
            let equals = piece.iter().position(|&byte| byte == b'=').unwrap_or(piece.len());
            let (name, value) = piece.split_at(equals);
            let value = value.get(1..).unwrap_or_default();
            let name = names(name).unwrap_or_default();
            let value = Self::unescaped(value).unwrap_or_else(|| value.to_vec());
            (String::from_utf8_lossy(&name).into_owned(), value)
        }))
    }

    /// Text of a form with its escapes undone.
    pub(super) fn unescaped(text: &[u8]) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let mut rest = text;
        while let Some((&byte, behind)) = rest.split_first() {
            rest = behind;
            out.push(match byte {
                b'+' => b' ',
                b'%' => {
                    let (digits, behind) = behind.split_first_chunk::<2>()?;
                    rest = behind;
                    let [high, low] = digits.map(|digit| char::from(digit).to_digit(16));
                    u8::try_from(high? * 16 + low?).ok()?
                }
                byte => byte,
            });
        }
        Some(out)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether a name of KCP's stands twice, by the given rule.
    pub(super) fn repeats(&self, same: impl Fn(&str, &str) -> bool) -> bool {
        let is_name = |name: &str| {
            let letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
            (1..=32).contains(&name.len()) && name.bytes().all(letter)
        };
        let names: Vec<&str> =
            self.0.iter().map(|(name, _)| name.as_str()).filter(|name| is_name(name)).collect();
        names
            .iter()
            .enumerate()
            .any(|(at, name)| names.iter().skip(at + 1).any(|other| same(name, other)))
    }

    /// The value of a name; empty where it does not stand there.
    pub(super) fn get(&self, name: &str) -> &[u8] {
        self.0.iter().find(|(known, _)| known == name).map_or(&[], |(_, value)| value)
    }

    /// Whether the value of a name is this text.
    pub(super) fn is(&self, name: &str, text: &str) -> bool {
        self.get(name) == text.as_bytes()
    }

    /// Whether the value of a name is this text, or nothing.
    pub(super) fn is_if_told(&self, name: &str, text: &str) -> bool {
        self.get(name).is_empty() || self.is(name, text)
    }

    /// Whether the value of a name is one of these texts.
    pub(super) fn is_one_of(&self, name: &str, texts: &[&str]) -> bool {
        texts.iter().any(|text| self.is(name, text))
    }

    /// The value of a name as an amount: up to twelve digits.
    pub(super) fn amount(&self, name: &str) -> Option<u64> {
        let text = str::from_utf8(self.get(name)).ok()?;
        let digits =
            (1..=12).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse().ok())?
    }

    /// Whether the value of a name is that amount, or nothing.
    pub(super) fn amount_if_told(&self, name: &str, won: u64) -> bool {
        self.get(name).is_empty() || self.amount(name) == Some(won)
    }

    /// Whether the value of a name has that many digits and nothing else.
    pub(super) fn has_digits(&self, name: &str, count: std::ops::RangeInclusive<usize>) -> bool {
        let value = self.get(name);
        count.contains(&value.len()) && value.iter().all(u8::is_ascii_digit)
    }
}
