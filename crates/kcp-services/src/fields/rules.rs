//! Finding rules: by operation, by name, and as constants.

use kcp_codec::{Charset, FieldError, Name, Reason};

use super::Rule;
use crate::generated::fields::RULES;

/// The rules of one operation, in the guide's order.
#[derive(Clone, Copy, Debug)]
pub struct Rules(&'static [Rule]);

/// The rule of one field.
#[must_use]
#[allow(clippy::indexing_slicing)] // `at` stays below the length
pub const fn rule(operation: &str, wire: &str) -> Option<&'static Rule> {
    let mut at = 0;
    while at < RULES.len() {
        if same(RULES[at].operation, operation) && same(RULES[at].wire, wire) {
            return Some(&RULES[at]);
        }
        at += 1;
    }
    None
}

/// The most bytes of a field, for `Text<{ max_bytes("ax_hub_order", "good_name") }>`.
///
/// ```compile_fail
/// const NONE: usize = kcp_services::fields::max_bytes("ax_hub_order", "no_such_field");
/// ```
///
/// # Panics
/// If there is no such row, or no limit in it. In a constant this is a build error.
#[must_use]
pub const fn max_bytes(operation: &str, wire: &str) -> usize {
    match rule(operation, wire) {
        Some(Rule { max: Some(max), .. }) => *max,
        Some(_) => panic!("the field has no limit"),
        None => panic!("no such field in the table"),
    }
}

/// The most bytes of a text that several operations have, as [`max_bytes`]: operations and wire names.
///
/// ```compile_fail
/// const GOODS: usize = kcp_services::fields::shared_max_bytes(&[("ax_hub_order", "good_name"), ("register", "good_name")]);
/// ```
///
/// # Panics
/// As [`max_bytes`], if the rows have different limits, and if there are none. In a constant this is a build error.
#[must_use]
#[allow(clippy::indexing_slicing)] // `at` stays below the length
pub const fn shared_max_bytes(rows: &[(&str, &str)]) -> usize {
    assert!(!rows.is_empty(), "a limit of no field");
    let max = max_bytes(rows[0].0, rows[0].1);
    let mut at = 1;
    while at < rows.len() {
        assert!(max_bytes(rows[at].0, rows[at].1) == max, "the fields have different limits");
        at += 1;
    }
    max
}

impl Rules {
    /// The rules of an operation written in the source.
    ///
    /// # Panics
    /// If the table has no such operation. In a `const` this is a build error.
    #[must_use]
    #[allow(clippy::indexing_slicing)] // both ends stay within the length
    pub const fn named(operation: &str) -> Self {
        let mut start = 0;
        while start < RULES.len() && !same(RULES[start].operation, operation) {
            start += 1;
        }
        let mut end = start;
        while end < RULES.len() && same(RULES[end].operation, operation) {
            end += 1;
        }
        assert!(start < end, "no such operation in the table");
        Self(RULES.split_at(start).1.split_at(end - start).0)
    }

    /// The rules of an operation.
    #[must_use]
    pub fn of(operation: &str) -> Option<Self> {
        Self::each().find(|rules| rules.operation() == operation)
    }

    /// The rules of each operation of the table.
    pub fn each() -> impl Iterator<Item = Self> {
        RULES.chunk_by(|one, next| one.operation == next.operation).map(Self)
    }

    /// Every rule of the table.
    pub fn all() -> impl Iterator<Item = &'static Rule> {
        RULES.iter()
    }

    /// The operation.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.0.first().map_or("", |rule| rule.operation)
    }

    /// The rules, in order.
    pub fn iter(&self) -> impl Iterator<Item = &'static Rule> + use<> {
        self.0.iter()
    }

    /// The rule of a field.
    #[must_use]
    pub fn get(&self, field: Name) -> Option<&'static Rule> {
        self.0.iter().find(|rule| rule.field == field)
    }

    /// Checks the texts of a whole message: each by its rule, each name once, and what is demanded is there.
    ///
    /// A name that has no rule is let through, without a forbidden character in its value. An empty text counts as
    /// none, as it does on both wires (`legacy.md §1.1`, `https.md §6`).
    ///
    /// # Errors
    /// The first field at fault; [`Reason::Repeated`]; [`Reason::Missing`] of the first one that is not there.
    pub fn check_all<'a>(
        &self,
        charset: Charset,
        fields: impl IntoIterator<Item = (Name, &'a str)>,
    ) -> Result<(), FieldError> {
        self.whole(fields.into_iter().map(|(name, text)| {
            let checked = match (text, self.get(name)) {
                ("", _) => Ok(()),
                (text, Some(rule)) => rule.check(charset, text),
                (text, None) => Rule::check_unknown(name, charset, text),
            };
            (name, text.is_empty(), checked)
        }))
    }

    /// Checks the bytes of a whole message as they stand on the wire, in the encoding of each row: the last look at
    /// what a typed operation wrote, before it is sent. Otherwise as [`Rules::check_all`].
    ///
    /// # Errors
    /// As [`Rules::check_all`], and [`Reason::Undecodable`].
    pub fn gate<'a>(
        &self,
        fields: impl IntoIterator<Item = (Name, &'a [u8])>,
    ) -> Result<(), FieldError> {
        self.whole(fields.into_iter().map(|(name, bytes)| {
            let checked = match (bytes, self.get(name)) {
                ([], _) => Ok(()),
                (bytes, Some(rule)) => rule.check_wire(bytes),
                (bytes, None) => Rule::check_unknown_wire(name, bytes),
            };
            (name, bytes.is_empty(), checked)
        }))
    }

    /// Each field with whether it is empty, and what its own check says.
    fn whole(
        &self,
        fields: impl Iterator<Item = (Name, bool, Result<(), FieldError>)>,
    ) -> Result<(), FieldError> {
        let mut seen: Vec<(Name, bool)> = Vec::new();
        for (name, is_empty, checked) in fields {
            if seen.iter().any(|(known, _)| *known == name) {
                return Err(FieldError::new(name, Reason::Repeated));
            }
            checked?;
            seen.push((name, is_empty));
        }
        let missing = self.0.iter().find(|rule| {
            rule.presence.is_demanded()
                && !seen.iter().any(|(name, is_empty)| *name == rule.field && !is_empty)
        });
        missing.map_or(Ok(()), |rule| Err(FieldError::new(rule.field, Reason::Missing)))
    }
}

/// Whether two texts are the same, in a constant too.
#[allow(clippy::indexing_slicing)] // `at` stays below both lengths
const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_found_by_operation_and_wire_name() {
        const GOODS: usize = max_bytes("ax_hub_order", "good_name");
        assert_eq!(GOODS, 30);
        assert_eq!(max_bytes("approve", "ordr_no"), 40);
        assert!(rule("ax_hub_order", "good_nam").is_none() && rule("no_such", "tno").is_none());
        assert_eq!(rule("points_pay", "good_name").and_then(|rule| rule.max), Some(100));
    }

    #[test]
    fn an_operation_s_rules_are_those_of_its_name_and_no_others() {
        const CANCEL: Rules = Rules::named("cancel");
        assert_eq!(CANCEL.operation(), "cancel");
        assert!(CANCEL.iter().all(|rule| rule.operation == "cancel"));
        for rules in Rules::each() {
            assert_eq!(Rules::named(rules.operation()).0.len(), rules.0.len());
            assert_eq!(
                Rules::of(rules.operation()).map(|rules| rules.0.len()),
                Some(rules.0.len())
            );
        }
        assert_eq!(Rules::each().map(|rules| rules.0.len()).sum::<usize>(), Rules::all().count());
        assert!(Rules::of("canc").is_none());
    }
}
