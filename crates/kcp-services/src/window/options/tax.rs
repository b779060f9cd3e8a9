//! The parts of an order's amount under compound taxation.

use kcp_codec::{FieldError, Name, Reason, Won, WonOrZero};

use crate::{modify::TaxParts, window::form::Sheet};

/// What an order's amount is made of (`tax_flag` `TG03`): the taxed supply (`comm_tax_mny`), the tax on it
/// (`comm_vat_mny`) and what is free of tax (`comm_free_mny`), in won (`seed 002 §2`, `seed 003 §8`). For merchants
/// with a contract for it.
///
/// The three add up to `good_mny`; nothing else is refused. The tax is not held to a tenth of the supply: a sale at
/// the rate of zero has none, and tax that was rounded for each good of a basket differs from tax on their sum by more
/// than a won.
#[doc(alias = "TG03")]
#[doc(alias = "comm_tax_mny")]
#[doc(alias = "comm_vat_mny")]
#[doc(alias = "comm_free_mny")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct CompoundTax {
    total: Won,
    supply: WonOrZero,
    vat: WonOrZero,
    free: WonOrZero,
}

impl CompoundTax {
    /// An amount of which `taxed` holds ten percent of tax and `free` none.
    ///
    /// Supply is `taxed` / 1.1 without what is behind the point, tax is the rest: 1,000 is 909 and 91, as the guides
    /// count. So tax is never rounded down, and supply and tax always add up.
    ///
    /// # Errors
    /// [`Reason::Zero`] if both are nothing, [`Reason::TooLong`] if their sum has more than twelve digits.
    pub fn of(taxed: WonOrZero, free: WonOrZero) -> Result<Self, FieldError> {
        // Ten elevenths, in whole numbers: a twelve-digit amount is far from the end of `u64`.
        let supply = taxed.get() * 10 / 11;
        let total = Won::new(taxed.get() + free.get()).map_err(at_supply)?;
        let part = |won| WonOrZero::new(won).map_err(at_supply);
        Ok(Self { total, supply: part(supply)?, vat: part(taxed.get() - supply)?, free })
    }

    /// Parts that the shop counted itself, for an order of `total`.
    ///
    /// # Errors
    /// [`Reason::OutOfRange`] at `comm_tax_mny` if they do not add up to `total`.
    pub fn from_parts(
        total: Won,
        supply: WonOrZero,
        vat: WonOrZero,
        free: WonOrZero,
    ) -> Result<Self, FieldError> {
        if supply.get() + vat.get() + free.get() == total.get() {
            Ok(Self { total, supply, vat, free })
        } else {
            Err(FieldError::new(SUPPLY, Reason::OutOfRange))
        }
    }

    /// The sum (`good_mny`).
    #[must_use]
    pub const fn total(&self) -> Won {
        self.total
    }

    /// The taxed supply, without its tax (`comm_tax_mny`).
    #[must_use]
    pub const fn supply(&self) -> WonOrZero {
        self.supply
    }

    /// The value-added tax (`comm_vat_mny`).
    #[must_use]
    pub const fn vat(&self) -> WonOrZero {
        self.vat
    }

    /// What is free of tax (`comm_free_mny`).
    #[must_use]
    pub const fn free(&self) -> WonOrZero {
        self.free
    }

    /// Puts the parts on a form, which has to be over their sum.
    pub(crate) fn put(&self, sheet: &mut Sheet<Won>) -> Result<(), FieldError> {
        if sheet.amount != self.total {
            return Err(FieldError::new(SUPPLY, Reason::OutOfRange));
        }
        sheet.text("tax_flag", &"TG03");
        sheet.field("comm_tax_mny", &self.supply);
        sheet.field("comm_free_mny", &self.free);
        sheet.field("comm_vat_mny", &self.vat);
        Ok(())
    }
}

impl From<CompoundTax> for TaxParts {
    /// The parts as a cancel names them.
    fn from(tax: CompoundTax) -> Self {
        Self::new(tax.supply, tax.vat, tax.free)
    }
}

const SUPPLY: Name = Name::from_static("comm_tax_mny");

fn at_supply(error: FieldError) -> FieldError {
    FieldError::new(SUPPLY, error.reason())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn zero(won: u64) -> WonOrZero {
        WonOrZero::new(won).unwrap()
    }

    #[test]
    fn the_guide_s_thousand_won_are_909_and_91() {
        let tax = CompoundTax::of(zero(1_000), WonOrZero::ZERO).unwrap();
        assert_eq!((tax.supply().get(), tax.vat().get(), tax.free().get()), (909, 91, 0));
        let tax = CompoundTax::of(zero(19_800), zero(10_000)).unwrap();
        assert_eq!(
            (tax.supply().get(), tax.vat().get(), tax.total().get()),
            (18_000, 1_800, 29_800)
        );
    }

    #[test]
    fn parts_that_do_not_add_up_are_refused() {
        let won = |won| Won::new(won).unwrap();
        for (total, parts) in [(1_000, [909, 91, 1]), (1_000, [909, 90, 0]), (1, [0, 0, 0])] {
            let [supply, vat, free] = parts.map(zero);
            let error = CompoundTax::from_parts(won(total), supply, vat, free).unwrap_err();
            assert_eq!(error.to_string(), "comm_tax_mny: outside what is allowed");
        }
        // Sold at the rate of zero, and an odd basket.
        for parts in [[1_000, 0, 0], [905, 95, 0], [0, 0, 1_000]] {
            let [supply, vat, free] = parts.map(zero);
            assert!(CompoundTax::from_parts(won(1_000), supply, vat, free).is_ok());
        }
        let zero_sum = CompoundTax::of(WonOrZero::ZERO, WonOrZero::ZERO).unwrap_err();
        assert_eq!(zero_sum.reason(), Reason::Zero);
        assert!(CompoundTax::of(zero(999_999_999_999), zero(1)).is_err());
    }

    proptest! {
        #[test]
        fn counted_parts_add_up_and_the_tax_is_a_tenth(taxed in 0..900_000_000_000_u64, free in 1..90_000_000_u64) {
            let tax = CompoundTax::of(zero(taxed), zero(free)).unwrap();
            prop_assert_eq!(tax.supply().get() + tax.vat().get(), taxed);
            prop_assert_eq!(tax.total().get(), taxed + free);
            // Within one won of a tenth, and never below it.
            let tenth = tax.supply().get();
            prop_assert!(tax.vat().get() * 10 >= tenth && tax.vat().get() * 10 <= tenth + 10);
            let parts = CompoundTax::from_parts(tax.total(), tax.supply(), tax.vat(), tax.free());
            prop_assert_eq!(parts, Ok(tax));
        }
    }
}
