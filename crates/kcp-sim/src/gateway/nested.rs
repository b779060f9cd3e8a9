//! Sets of fields inside the order group, as a cash receipt has them (`legacy.md §1.2`, `§3.6`).

use kcp_codec::{Fields, GroupKind, Name, Separator};

use super::read::split;
use crate::Refusal;

/// The order group of a cash receipt, taken apart.
#[derive(Debug, Default)]
pub(super) struct Nested {
    /// What belongs to no set.
    pub(super) order: Fields,
    /// `rcpt_data`.
    pub(super) receipt: Fields,
    /// `corp_data`.
    pub(super) corporation: Fields,
}

/// Where a field belongs.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Place {
    Corporation,
    Order,
    Receipt,
}

impl Nested {
    /// Takes the order group of `plan` apart. A set begins with its name in front of its first field and ends with a
    /// doubled US; one that does not end is refused, because its last field could be the group's.
    pub(super) fn read(plan: &[u8]) -> Result<Self, Refusal> {
        let mut nested = Self::default();
        let mut groups = plan.split(|byte| *byte == Separator::File.byte());
        let text = groups.find_map(|group| {
            group.strip_prefix(GroupKind::Order.prefix().as_bytes())?.strip_prefix(b"=")
        });
        let text = text.ok_or(Refusal::NO_ORDER)?;
        let unit = Separator::Unit.byte();
        let text = text.strip_suffix(&[unit]).unwrap_or(text);
        let mut place = Place::Order;
        for piece in text.split(|byte| *byte == unit) {
            if piece.is_empty() {
                place = Place::Order;
                continue;
            }
            let (name, value) = split(piece, b'=').ok_or(Refusal::BAD_FRAME)?;
            let begins = match name {
                b"corp_data" => Some(Place::Corporation),
                b"rcpt_data" => Some(Place::Receipt),
                _ => None,
            };
            let (name, value) = match begins {
                Some(_) if place != Place::Order => return Err(Refusal::BAD_FRAME),
                Some(set) => {
                    place = set;
                    split(value, b'=').ok_or(Refusal::BAD_FRAME)?
                }
                None => (name, value),
            };
            let fields = match place {
                Place::Corporation => &mut nested.corporation,
                Place::Order => &mut nested.order,
                Place::Receipt => &mut nested.receipt,
            };
            let name = Name::from_bytes(name).ok_or(Refusal::BAD_FRAME)?;
            fields.push(name, value).map_err(|_| Refusal::BAD_FRAME)?;
        }
        if place == Place::Order { Ok(nested) } else { Err(Refusal::BAD_FRAME) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<Nested, Refusal> {
        Nested::read(text.replace('|', "\x1f").replace(';', "\x1c").as_bytes())
    }

    fn get(fields: &Fields, name: &'static str) -> Option<String> {
        let value = fields.get(Name::from_static(name))?;
        Some(String::from_utf8(value.to_vec()).unwrap())
    }

    #[test]
    fn sets_end_with_a_doubled_separator() {
        let nested = read(
            "escw_data=a=b;ordr_data=ordr_idxx=C1|rcpt_data=user_type=PGNW|tr_code=0||\
             comment=x|corp_data=corp_type=0||;",
        )
        .unwrap();
        assert_eq!(get(&nested.order, "ordr_idxx").as_deref(), Some("C1"));
        assert_eq!(get(&nested.order, "comment").as_deref(), Some("x"));
        assert_eq!(get(&nested.receipt, "user_type").as_deref(), Some("PGNW"));
        assert_eq!(get(&nested.receipt, "tr_code").as_deref(), Some("0"));
        assert_eq!(get(&nested.corporation, "corp_type").as_deref(), Some("0"));
        assert_eq!((nested.order.len(), nested.receipt.len(), nested.corporation.len()), (2, 2, 1));
    }

    #[test]
    fn a_set_that_does_not_end_is_refused() {
        for text in [
            "ordr_data=rcpt_data=a=1|corp_data=b=1||;",
            "ordr_data=corp_data=corp_type=0|;",
            "ordr_data=corp_data=corp_type=0;",
            "ordr_data=rcpt_data=|;",
            "ordr_data=rcpt_data=a||rcpt_data=a=1||;",
            "ordr_data=rcpt_data=a=1||rcpt_data=a=1||;",
            "ordr_data=a|;",
        ] {
            assert_eq!(read(text).err(), Some(Refusal::BAD_FRAME), "{text}");
        }
        assert_eq!(read("").err(), Some(Refusal::NO_ORDER));
    }

    proptest! {
        #[test]
        fn no_plan_panics(plan in "(ordr_data=|rcpt_data=|corp_data=|a=1|[|;]){0,12}") {
            let _ = read(&plan);
        }
    }
}
