//! Where the text of an option breaks its grammar, and the reader that finds the place.

use std::fmt;

use kcp_codec::{FieldError, Name, Reason};

/// Text that is not what an option's grammar asks for: the option, the place, and what has to stand there.
///
/// It never holds the text. Whoever has the text renders both with [`GrammarError::pointer`]; options are the shop's
/// own settings and no secret.
///
/// ```
/// use kcp_services::window::options::InterestFreePlans;
///
/// let text = "CCBC-02:03,CCKM-3";
/// let error = InterestFreePlans::parse(text).unwrap_err();
/// assert_eq!(error.to_string(), "kcp_noint_quota: expected two digits, 02 to 12, at byte 17");
/// assert_eq!(error.pointer(text), "CCBC-02:03,CCKM-3\n                 ^");
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct GrammarError {
    field: Name,
    at: usize,
    expected: &'static str,
}

impl GrammarError {
    pub(crate) const fn new(field: Name, at: usize, expected: &'static str) -> Self {
        Self { field, at, expected }
    }

    /// The option, by its wire name.
    #[must_use]
    pub const fn field(&self) -> Name {
        self.field
    }

    /// Offset in bytes of the text as given; its length where the text ends too early.
    #[must_use]
    pub const fn at(&self) -> usize {
        self.at
    }

    /// What has to stand there.
    #[must_use]
    pub const fn expected(&self) -> &'static str {
        self.expected
    }

    /// The line of `text` that holds the fault, and under it a caret at the place.
    ///
    /// Control characters are shown as U+FFFD. Hangul and other wide characters count as two columns, as terminals
    /// show them.
    #[must_use]
    pub fn pointer(&self, text: &str) -> String {
        let at = (0..=self.at.min(text.len())).rev().find(|&at| text.is_char_boundary(at));
        let (before, after) = text.split_at_checked(at.unwrap_or_default()).unwrap_or_default();
        let head = before.rsplit('\n').next().unwrap_or_default();
        let tail = after.split('\n').next().unwrap_or_default();
        let shown = |ch: char| if ch.is_control() { char::REPLACEMENT_CHARACTER } else { ch };
        let columns: usize = head.chars().map(|ch| if ch < '\u{1100}' { 1 } else { 2 }).sum();
        let line: String = head.chars().chain(tail.chars()).map(shown).collect();
        format!("{line}\n{:columns$}^", "")
    }
}

impl fmt::Display for GrammarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}, at byte {}", self.field, self.expected, self.at)
    }
}

impl std::error::Error for GrammarError {}

impl From<GrammarError> for FieldError {
    fn from(error: GrammarError) -> Self {
        Self::new(error.field, Reason::Expected { at: error.at, what: error.expected })
    }
}

/// Reads the text of one option from left to right.
pub(super) struct Reader<'a> {
    field: Name,
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(field: Name, text: &'a str) -> Self {
        Self { field, text, at: 0 }
    }

    pub(super) const fn at(&self) -> usize {
        self.at
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn is_done(&self) -> bool {
        self.rest().is_empty()
    }

    /// The error that `expected` does not stand here.
    pub(super) const fn fault(&self, expected: &'static str) -> GrammarError {
        GrammarError::new(self.field, self.at, expected)
    }

    /// The error that `expected` does not stand at `at`.
    pub(super) const fn fault_at(&self, at: usize, expected: &'static str) -> GrammarError {
        GrammarError::new(self.field, at, expected)
    }

    /// Takes `token` if it is next.
    pub(super) fn take(&mut self, token: &str) -> bool {
        let next = self.rest().starts_with(token);
        if next {
            self.at += token.len();
        }
        next
    }

    /// The text has to end here.
    pub(super) fn end(&self, expected: &'static str) -> Result<(), GrammarError> {
        if self.is_done() { Ok(()) } else { Err(self.fault(expected)) }
    }

    /// The text may have `max` bytes.
    pub(super) fn limit(&self, max: usize, expected: &'static str) -> Result<(), GrammarError> {
        if self.text.len() > max { Err(self.fault_at(max, expected)) } else { Ok(()) }
    }

    /// Takes exactly `count` bytes that `allowed` takes; a fault lies at the first byte that is none.
    pub(super) fn run(
        &mut self,
        count: usize,
        allowed: impl Fn(u8) -> bool,
        expected: &'static str,
    ) -> Result<&'a str, GrammarError> {
        let rest = self.rest();
        let good = rest.bytes().take(count).take_while(|&byte| allowed(byte)).count();
        if good < count {
            return Err(self.fault_at(self.at + good, expected));
        }
        self.at += count;
        // Only ASCII is ever allowed, so this cuts between characters.
        Ok(rest.get(..count).unwrap_or_default())
    }

    /// Takes exactly `count` digits that make a number from `range`; out of range is a fault at their first.
    pub(super) fn digits(
        &mut self,
        count: usize,
        range: std::ops::RangeInclusive<u16>,
        expected: &'static str,
    ) -> Result<u16, GrammarError> {
        let at = self.at;
        let digits = self.run(count, |byte| byte.is_ascii_digit(), expected)?;
        let number = digits.parse().ok().filter(|number| range.contains(number));
        number.ok_or_else(|| self.fault_at(at, expected))
    }

    /// Takes all digits that are next, 1 to `most` of them, as [`Reader::digits`].
    pub(super) fn number(
        &mut self,
        most: usize,
        range: std::ops::RangeInclusive<u16>,
        expected: &'static str,
    ) -> Result<u16, GrammarError> {
        let count = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        if count > most {
            return Err(self.fault_at(self.at + most, expected));
        }
        self.digits(count.max(1), range, expected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: Name = Name::from_static("good_expr");

    #[test]
    fn the_caret_stands_under_the_fault_in_its_line_and_by_columns() {
        let pointer = |at, text| GrammarError::new(NAME, at, "x").pointer(text);
        assert_eq!(pointer(0, ""), "\n^");
        assert_eq!(pointer(2, "ab"), "ab\n  ^");
        assert_eq!(pointer(99, "ab"), "ab\n  ^");
        assert_eq!(pointer(5, "ab\ncdef\ng"), "cdef\n  ^");
        assert_eq!(pointer(3, "가x"), "가x\n  ^");
        assert_eq!(pointer(1, "가x"), "가x\n^");
        assert_eq!(pointer(2, "a\tb"), "a\u{fffd}b\n  ^");
    }

    #[test]
    fn a_grammar_error_is_a_field_error_too() {
        let error = FieldError::from(GrammarError::new(NAME, 3, "a day"));
        assert_eq!(error.to_string(), "good_expr: expected a day, at byte 3");
        assert_eq!(error.reason(), Reason::Expected { at: 3, what: "a day" });
    }
}
