//! The parts of an amount under compound taxation, as an approval tells them.

use kcp_codec::{Name, WonOrZero};

use super::Answer;

/// What the approved amount is made of (`legacy.md §2.3`, `https.md §2`), in won. Informs only.
#[doc(alias = "res_tax_flag")]
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct TaxAnswer {
    /// The kind of taxation (`res_tax_flag`), as it came: `TG03` for compound taxation.
    pub kind: Option<String>,
    /// The taxed supply (`res_tax_mny`).
    pub supply: Option<WonOrZero>,
    /// Value-added tax (`res_vat_mny`).
    pub vat: Option<WonOrZero>,
    /// The part that is free of tax (`res_free_mny`).
    pub free: Option<WonOrZero>,
    /// The deposit on a cup or bottle (`res_green_deposit_mny`).
    pub deposit: Option<WonOrZero>,
}

impl TaxAnswer {
    /// `None` if the answer says nothing of taxes.
    pub(crate) fn read(answer: &Answer) -> Option<Self> {
        let names = NAMES.map(Name::from_static);
        let [kind, supply, vat, free, deposit] = names;
        names.into_iter().any(|name| answer.states(name)).then(|| Self {
            kind: answer.text(kind),
            supply: answer.info(supply),
            vat: answer.info(vat),
            free: answer.info(free),
            deposit: answer.info(deposit),
        })
    }
}

const NAMES: [&str; 5] =
    ["res_tax_flag", "res_tax_mny", "res_vat_mny", "res_free_mny", "res_green_deposit_mny"];
