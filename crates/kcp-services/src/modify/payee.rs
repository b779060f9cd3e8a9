//! The account that money goes back to, and how KCP checks it.

use kcp_codec::{AccountNumber, BankCode, Fields, Literal, Name, OwnerName, OwnerNumber};

/// Bank, number and owner of an account. Every part of it is personal; only the bank is printed.
#[derive(Clone, Debug)]
pub(crate) struct Payee {
    bank: BankCode,
    account: AccountNumber,
    owner: OwnerName,
}

/// What KCP checks before it registers a refund (`mod_comp_type`).
#[derive(Clone, Debug)]
pub(crate) enum Check {
    /// `MDCP01`: that the account is the owner's.
    Account,
    /// `MDCP02`: that, and that the owner's number belongs to the name.
    RealName { number: OwnerNumber, name: OwnerName },
}

impl Payee {
    pub(crate) const fn new(bank: BankCode, account: AccountNumber, owner: OwnerName) -> Self {
        Self { bank, account, owner }
    }

    /// The names of a refund.
    pub(crate) fn onto(&self, fields: Fields) -> Fields {
        fields
            .with(Name::from_static("mod_bankcode"), &self.bank.prefixed())
            .with(Name::from_static("mod_account"), &self.account)
            .with(Name::from_static("mod_depositor"), &self.owner)
    }

    /// The names of an escrow cancel.
    pub(crate) fn onto_escrow(&self, fields: Fields) -> Fields {
        fields
            .with(Name::from_static("refund_account"), &self.account)
            .with(Name::from_static("refund_nm"), &self.owner)
            .with(Name::from_static("bank_code"), &self.bank.prefixed())
    }
}

impl Check {
    pub(crate) fn onto(&self, fields: Fields) -> Fields {
        let kind = Name::from_static("mod_comp_type");
        match self {
            Self::Account => fields.with(kind, &Literal::new("MDCP01")),
            Self::RealName { number, name } => fields
                .with(kind, &Literal::new("MDCP02"))
                .with(OwnerNumber::NAME, number)
                .with(Name::from_static("mod_socname"), name),
        }
    }
}
