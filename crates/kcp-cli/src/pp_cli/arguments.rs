//! The value of `-h`: `key=value,key=value`, split at every comma (`legacy.md §2.1`).

use std::fmt;

use kcp_codec::GroupKind;

use super::text::is_separator;

/// The keys that the vendor's module knows, in its order.
const KEYS: [&str; 19] = [
    "home",
    "site_cd",
    "site_key",
    "tx_cd",
    "pa_url",
    "pa_port",
    "ordr_idxx",
    "payx_data",
    "ordr_data",
    "rcvr_data",
    "escw_data",
    "modx_data",
    "enc_data",
    "enc_info",
    "trace_no",
    "cust_ip",
    "log_path",
    "log_level",
    "opt",
];

/// The keys whose value is a group's text.
pub(super) const GROUPS: [(&str, GroupKind); 5] = [
    ("payx_data", GroupKind::Payment),
    ("ordr_data", GroupKind::Order),
    ("rcvr_data", GroupKind::Receiver),
    ("escw_data", GroupKind::Escrow),
    ("modx_data", GroupKind::Modify),
];

/// The arguments, as far as they are known. A key that was not given has an empty value.
#[derive(Default)]
pub(super) struct Arguments<'a> {
    values: Vec<(&'static str, &'a [u8])>,
    group: Option<&'static str>,
    open: Option<&'static str>,
    refusal: Option<Refusal>,
    ignored: usize,
}

/// Why arguments cannot be what the shop meant.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Refusal {
    /// The value of this key was cut at a comma within it.
    Cut(&'static str),
    /// This key came a second time, behind a group: a comma within a value may have made a key of it.
    Again(&'static str),
    /// A separator byte stands where no group is.
    Stray,
}

impl<'a> Arguments<'a> {
    /// Reads the values of all `-h` options.
    pub(super) fn read(lists: &[&'a [u8]]) -> Self {
        let mut arguments = Self::default();
        for list in lists {
            for piece in list.split(|byte| *byte == b',') {
                if !piece.is_empty() {
                    arguments.take(piece);
                }
            }
        }
        arguments
    }

    /// One piece between commas.
    ///
    /// Behind a group, a piece that is no known key is the rest of the group's text, and a key that was there before
    /// may be one. A separator byte outside of a group's own text can have come from nowhere else.
    fn take(&mut self, piece: &'a [u8]) {
        let mut halves = piece.splitn(2, |byte| *byte == b'=');
        let name = halves.next().unwrap_or_default();
        let value = halves.next().unwrap_or_default();
        let Some(key) = KEYS.into_iter().find(|key| key.as_bytes() == name) else {
            match (self.open, piece.iter().any(|byte| is_separator(*byte))) {
                (Some(group), _) => self.refuse(Refusal::Cut(group)),
                (None, true) => self.stray(),
                (None, false) => self.ignored += 1,
            }
            return;
        };
        let is_group = GROUPS.iter().any(|(group, _)| *group == key);
        if !is_group && value.iter().any(|byte| is_separator(*byte)) {
            self.stray();
        }
        match self.values.iter_mut().find(|(known, _)| *known == key) {
            Some(_) if self.group.is_some() => self.refuse(Refusal::Again(key)),
            Some((_, old)) => *old = value,
            None => self.values.push((key, value)),
        }
        self.open = is_group.then_some(key);
        self.group = self.open.or(self.group);
    }

    fn stray(&mut self) {
        self.refuse(self.group.map_or(Refusal::Stray, Refusal::Cut));
    }

    /// The first reason stays.
    fn refuse(&mut self, refusal: Refusal) {
        self.refusal.get_or_insert(refusal);
    }

    /// The value of a key, empty if it was not given.
    pub(super) fn get(&self, key: &str) -> &'a [u8] {
        self.values.iter().find(|(known, _)| *known == key).map_or(b"", |(_, value)| value)
    }

    /// Whether nothing was given that the module knows or had to look at.
    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty() && self.refusal.is_none() && self.ignored == 0
    }

    /// Why these arguments must not be used.
    pub(super) const fn refusal(&self) -> Option<Refusal> {
        self.refusal
    }

    /// How many pieces were no known key and were passed over.
    pub(super) const fn ignored(&self) -> usize {
        self.ignored
    }
}

impl Refusal {
    /// What a shop's developer should know, for the answer's message.
    pub(super) fn detail(self) -> String {
        match self {
            Self::Cut(group) => format!("{group} 값이 쉼표에서 잘림"),
            Self::Again(key) => format!("{key} 중복: 값에 쉼표가 있음"),
            Self::Stray => "그룹 밖에 구분자가 있음".into(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cut(group) => write!(f, "a comma within {group} cut its value"),
            Self::Again(key) => {
                write!(f, "{key} is there twice: a comma within a value made a key of it")
            }
            Self::Stray => f.write_str("a separator byte stands outside of any group"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refusal(list: &str) -> Option<Refusal> {
        Arguments::read(&[list.as_bytes()]).refusal()
    }

    #[test]
    fn keys_come_in_any_order_and_others_are_passed_over() {
        let list = b",opt=1,,ordr_idx=TEST1,site_cd=T0000,key,ordr_data=ordr_data=a=b=c\x1f,home=/h,tx_cd,";
        let arguments = Arguments::read(&[list]);
        assert_eq!(arguments.get("site_cd"), b"T0000");
        assert_eq!(arguments.get("ordr_data"), b"ordr_data=a=b=c\x1f");
        assert_eq!(arguments.get("tx_cd"), b"");
        assert_eq!(arguments.get("site_key"), b"");
        assert_eq!((arguments.refusal(), arguments.ignored()), (None, 2));
    }

    #[test]
    fn the_rest_of_a_cut_group_is_noticed() {
        for (list, group) in [
            ("modx_data=mod_data=mod_desc=a,b", "modx_data"),
            ("modx_data=mod_data=mod_desc=a, b\u{1f},opt=0", "modx_data"),
            ("ordr_data=ordr_data=good_name=a,ordr_mony=1,opt=0", "ordr_data"),
            ("ordr_data=ordr_data=good_name=a,,,b", "ordr_data"),
            // A known key in the middle of a value, and the rest of that value behind it.
            ("ordr_data=ordr_data=good_name=a,pa_url=elsewhere\u{1f}x=1\u{1f}", "ordr_data"),
            ("ordr_data=ordr_data=good_name=a,pa_url=elsewhere,b\u{1f}", "ordr_data"),
            ("ordr_data=a,rcvr_data=rcvr_data=rcvr_name=a,b", "rcvr_data"),
        ] {
            assert_eq!(refusal(list), Some(Refusal::Cut(group)), "{list:?}");
        }
    }

    #[test]
    fn a_key_that_a_value_set_again_is_noticed() {
        assert_eq!(
            refusal("pa_url=gateway,ordr_data=ordr_data=buyr_name=a,pa_url=elsewhere"),
            Some(Refusal::Again("pa_url"))
        );
        assert_eq!(refusal("ordr_data=a,ordr_data=b"), Some(Refusal::Again("ordr_data")));
        // Before any group it is the shop's own doing, and the last one counts.
        let arguments = Arguments::read(&[b"opt=0,opt=1", b"home=/h"]);
        assert_eq!((arguments.get("opt"), arguments.refusal()), (&b"1"[..], None));
    }

    #[test]
    fn a_separator_belongs_to_a_group() {
        assert_eq!(refusal("site_cd=T0\u{1f}00"), Some(Refusal::Stray));
        assert_eq!(refusal("plan_data=ordr_data=a=1\u{1f}"), Some(Refusal::Stray));
        assert_eq!(refusal("escw_data=escw_data=escw_used=Y\u{1d},opt=0"), None);
    }

    #[test]
    fn an_unknown_key_behind_a_plain_one_is_passed_over() {
        assert_eq!(refusal("ordr_data=ordr_data=a=1\u{1f},trace_no=,opt=0,new_key=1"), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(lists in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..200), 0..3)) {
            let lists: Vec<_> = lists.iter().map(Vec::as_slice).collect();
            let arguments = Arguments::read(&lists);
            for (key, _) in GROUPS {
                prop_assert!(!arguments.get(key).contains(&b','));
            }
        }

        /// Any text with a comma in any field of the vendor's form is refused, wherever the comma stands.
        #[test]
        fn no_comma_in_a_group_goes_unseen(text in "[a-z=,]{0,12},[a-z=,]{0,12}", at in 0_usize..5) {
            let (key, kind) = GROUPS[at];
            let (prefix, end) = (kind.prefix(), char::from(kind.separator().byte()));
            let list = format!("home=/h,site_cd=T0000,{key}={prefix}=first=1{end}good_name={text}{end}last=1{end},opt=0");
            prop_assert!(refusal(&list).is_some());
        }
    }
}
