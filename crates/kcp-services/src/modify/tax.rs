//! The parts of an amount under compound taxation.

use kcp_codec::{FieldError, Fields, Literal, Name, Reason, Won, WonOrZero};

/// What an amount is made of (`tax_flag` `TG03`): the taxed supply, the tax on it, and what is free of tax, in won
/// (`legacy.md §3.4`, `https.md §2`). Rounding is the shop's business; the parts have to add up.
#[doc(alias = "TG03")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TaxParts {
    supply: WonOrZero,
    vat: WonOrZero,
    free: WonOrZero,
}

impl TaxParts {
    /// Supply (`mod_tax_mny`), value-added tax (`mod_vat_mny`), tax-free part (`mod_free_mny`).
    #[must_use]
    pub const fn new(supply: WonOrZero, vat: WonOrZero, free: WonOrZero) -> Self {
        Self { supply, vat, free }
    }

    /// The sum, in won.
    #[must_use]
    pub const fn total(&self) -> u64 {
        // Three amounts of twelve digits fit many times over.
        self.supply.get() + self.vat.get() + self.free.get()
    }

    /// # Errors
    /// [`Reason::OutOfRange`] of `mod_tax_mny` unless the parts add up to `amount`.
    pub(super) fn of_amount(self, amount: Won) -> Result<Self, FieldError> {
        if self.total() == amount.get() {
            Ok(self)
        } else {
            Err(FieldError::new(Name::from_static("mod_tax_mny"), Reason::OutOfRange))
        }
    }

    pub(super) fn onto(self, fields: Fields) -> Fields {
        let [flag, supply, vat, free] = NAMES;
        fields
            .with(flag, &COMPOUND)
            .with(supply, &self.supply)
            .with(vat, &self.vat)
            .with(free, &self.free)
    }
}

const COMPOUND: Literal = Literal::new("TG03");

const NAMES: [Name; 4] = [
    Name::from_static("tax_flag"),
    Name::from_static("mod_tax_mny"),
    Name::from_static("mod_vat_mny"),
    Name::from_static("mod_free_mny"),
];
