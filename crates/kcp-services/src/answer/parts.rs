//! What an amount was paid with: parts that inform, beside the total that counts.

use kcp_codec::{Fields, Name, Won, WonOrZero};

/// The parts of an approved amount that an answer states (`seed 003 §8`), in won.
///
/// The approval's amount is the only total that counts; it was compared with what was asked. The parts inform, and
/// parts that do not add up to it are a warning and never a refusal.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Parts {
    total: Won,
    parts: Vec<Part>,
}

/// A part of an amount.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Part {
    /// What it was paid with.
    pub kind: PartKind,
    /// How much, in won; it may be zero.
    pub amount: WonOrZero,
}

/// What a part was paid with.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum PartKind {
    /// A card (`card_mny`).
    Card,
    /// A coupon, or Payco's points (`coupon_mny`).
    Coupon,
    /// A gift certificate (`tk_mny`).
    Gift,
    /// Payco's points (`payco_point_mny`). They may stand in the coupon's part too.
    PaycoPoints,
    /// Points (`pnt_amount`).
    Points,
    /// A bank transfer (`bk_mny`).
    Transfer,
    /// A wallet's own money or points (`easypoint_mny`).
    WalletMoney,
}

/// Whether parts and total agree.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[allow(clippy::exhaustive_enums)] // complete by definition: yes, no, or nothing to compare
pub enum Agreement {
    /// The parts are the total.
    AddUp,
    /// They are not. The total still is what was asked and approved; look the payment up when there is time.
    Differ,
    /// The answer states no part.
    NotStated,
}

impl Parts {
    pub(crate) fn read(fields: &Fields, total: Won) -> Self {
        let stated = |name| fields.optional(Name::from_static(name)).ok().flatten();
        let parts = NAMES
            .into_iter()
            .filter_map(|(kind, names)| {
                let amount = names.iter().find_map(|name| stated(name))?;
                Some(Part { kind, amount })
            })
            .collect();
        Self { total, parts }
    }

    /// The total that they should add up to.
    #[must_use]
    pub const fn total(&self) -> Won {
        self.total
    }

    /// The parts that the answer states, zeros among them.
    #[must_use]
    pub fn as_slice(&self) -> &[Part] {
        &self.parts
    }

    /// The part that was paid with `kind`, if the answer states it.
    #[must_use]
    pub fn get(&self, kind: PartKind) -> Option<WonOrZero> {
        self.parts.iter().find(|part| part.kind == kind).map(|part| part.amount)
    }

    /// Whether the parts add up to the total. Payco's points are counted once where they stand twice, as a part of
    /// their own and in the coupon's.
    #[must_use]
    pub fn agreement(&self) -> Agreement {
        if self.parts.is_empty() {
            return Agreement::NotStated;
        }
        // Seven amounts of twelve digits fit many times over.
        let sum: u64 = self.parts.iter().map(|part| part.amount.get()).sum();
        let twice = match (self.get(PartKind::PaycoPoints), self.get(PartKind::Coupon)) {
            (Some(points), Some(coupon)) if points <= coupon => points.get(),
            _ => 0,
        };
        if sum == self.total.get() || sum - twice == self.total.get() {
            Agreement::AddUp
        } else {
            Agreement::Differ
        }
    }
}

const NAMES: [(PartKind, &[&str]); 7] = [
    (PartKind::Card, &["card_mny"]),
    (PartKind::Coupon, &["coupon_mny"]),
    (PartKind::Gift, &["tk_mny"]),
    (PartKind::PaycoPoints, &["payco_point_mny", "payco_poinf_mny"]),
    (PartKind::Points, &["pnt_amount"]),
    (PartKind::Transfer, &["bk_mny"]),
    (PartKind::WalletMoney, &["easypoint_mny"]),
];

#[cfg(test)]
mod tests {
    use kcp_codec::Separator;
    use proptest::prelude::*;

    use super::*;

    fn parts(text: &str, total: u64) -> Parts {
        Parts::read(
            &Fields::read(text.as_bytes(), Separator::Unit).unwrap(),
            Won::new(total).unwrap(),
        )
    }

    #[test]
    fn the_guide_s_coupon_adds_up_and_a_missing_won_does_not() {
        let paid = parts("card_mny=8000\x1fcoupon_mny=2000", 10_000);
        assert_eq!(paid.agreement(), Agreement::AddUp);
        assert_eq!(paid.get(PartKind::Coupon).unwrap().get(), 2_000);
        assert_eq!(
            parts("card_mny=8000\x1fcoupon_mny=1999", 10_000).agreement(),
            Agreement::Differ
        );
        assert_eq!(parts("card_mny=0\x1fcoupon_mny=500", 500).agreement(), Agreement::AddUp);
        assert_eq!(parts("card_no=x", 500).agreement(), Agreement::NotStated);
    }

    #[test]
    fn payco_s_points_may_stand_in_the_coupon_s_part_or_beside_it() {
        for text in [
            "card_mny=8000\x1fcoupon_mny=2000\x1fpayco_point_mny=2000",
            "card_mny=8000\x1fcoupon_mny=2000\x1fpayco_poinf_mny=500",
            "card_mny=8000\x1fcoupon_mny=0\x1fpayco_point_mny=2000",
            "card_mny=8000\x1fpayco_point_mny=2000",
        ] {
            assert_eq!(parts(text, 10_000).agreement(), Agreement::AddUp, "{text}");
        }
    }

    proptest! {
        #[test]
        fn parts_add_up_exactly_when_their_sum_is_the_total(
            amounts in prop::collection::vec(0..1_000_000_u64, 5), total in 1..5_000_000_u64, exact: bool,
        ) {
            let names = ["card_mny", "coupon_mny", "tk_mny", "pnt_amount", "bk_mny"];
            let text: Vec<_> =
                names.iter().zip(&amounts).map(|(name, amount)| format!("{name}={amount}")).collect();
            let sum: u64 = amounts.iter().sum();
            let total = if exact { sum.max(1) } else { total };
            let want = if sum == total { Agreement::AddUp } else { Agreement::Differ };
            prop_assert_eq!(parts(&text.join("\x1f"), total).agreement(), want);
        }

        #[test]
        fn points_inside_the_coupon_are_not_counted_twice(
            card in 0..1_000_000_u64, coupon in 1..1_000_000_u64, share in 0..=100_u64,
        ) {
            let points = coupon * share / 100;
            let text = format!("card_mny={card}\x1fcoupon_mny={coupon}\x1fpayco_point_mny={points}");
            prop_assert_eq!(parts(&text, card + coupon).agreement(), Agreement::AddUp);
            prop_assert_eq!(parts(&text, card + coupon + points).agreement(), Agreement::AddUp);
        }
    }
}
