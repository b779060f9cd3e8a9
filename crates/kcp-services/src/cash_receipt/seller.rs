//! A seller on somebody's marketplace, who a cash receipt is made out by.

use kcp_codec::{FieldError, Fields, Literal, Name, Reason, Text};

use super::{SellerAddress, SellerName, SellerOwner, SellerPhone};
use crate::fields::shared_max_bytes;

/// A business's registration number: ten digits, without hyphens.
#[doc(alias = "corp_tax_no")]
#[doc(alias = "corp_sell_tax_no")]
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BusinessNumber(
    Text<
        {
            shared_max_bytes(&[
                ("cash_receipt_register", "corp_tax_no"),
                ("cash_receipt_register", "corp_sell_tax_no"),
                ("cash_receipt_socket", "corp_tax_no"),
                ("cash_receipt_socket", "corp_sell_tax_no"),
            ])
        },
    >,
);

impl BusinessNumber {
    /// The wire name under which errors report it.
    pub const NAME: Name = Name::from_static("corp_tax_no");

    /// Checks `text`.
    ///
    /// # Errors
    /// Anything but ten digits.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let refuse = |reason| FieldError::new(Self::NAME, reason);
        if let Some(at) = text.bytes().position(|byte| !byte.is_ascii_digit()) {
            return Err(refuse(Reason::BadByte { at }));
        }
        if text.len() != 10 {
            return Err(refuse(Reason::WrongLength { len: text.len(), want: 10 }));
        }
        Text::new(Self::NAME, kcp_codec::Charset::Ksx1001, text).map(Self)
    }
}

/// How a seller is taxed (`corp_tax_type`). The two codes are public integrations'; no guide names them.
#[doc(alias = "corp_tax_type")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum SellerTax {
    /// `TG02`: free of value-added tax.
    Free,
    /// `TG01`: taxed.
    Taxed,
}

/// A seller on the merchant's marketplace (`corp_type` `1`, `legacy.md §3.6`). A merchant who sells by himself
/// (`corp_type` `0`) needs none. The byte limits are this library's; no source gives KCP's.
#[doc(alias = "corp_type")]
#[doc(alias = "corp_data")]
#[derive(Clone, Debug)]
pub struct Seller {
    tax: SellerTax,
    issuer: BusinessNumber,
    seller: BusinessNumber,
    name: SellerName,
    owner: SellerOwner,
    address: SellerAddress,
    phone: SellerPhone,
}

impl Seller {
    /// A seller by number (`corp_tax_no` and `corp_sell_tax_no`), business name (`corp_nm`), owner's name
    /// (`corp_owner_nm`), address (`corp_addr`) and telephone (`corp_telno`).
    #[must_use]
    pub fn new(
        tax: SellerTax,
        number: BusinessNumber,
        name: SellerName,
        owner: SellerOwner,
        address: SellerAddress,
        phone: SellerPhone,
    ) -> Self {
        let (issuer, seller) = (number.clone(), number);
        Self { tax, issuer, seller, name, owner, address, phone }
    }

    /// With another number for who sells (`corp_sell_tax_no`) than for who issues the receipt (`corp_tax_no`).
    #[must_use]
    pub fn with_selling_number(self, seller: BusinessNumber) -> Self {
        Self { seller, ..self }
    }

    pub(super) fn onto(&self, fields: Fields) -> Fields {
        let tax = match self.tax {
            SellerTax::Free => Literal::new("TG02"),
            SellerTax::Taxed => Literal::new("TG01"),
        };
        fields
            .with(CORP_TYPE, &Literal::new("1"))
            .with(Name::from_static("corp_tax_type"), &tax)
            .with(BusinessNumber::NAME, &self.issuer.0)
            .with(Name::from_static("corp_sell_tax_no"), &self.seller.0)
            .with(Name::from_static("corp_nm"), &self.name)
            .with(Name::from_static("corp_owner_nm"), &self.owner)
            .with(Name::from_static("corp_addr"), &self.address)
            .with(Name::from_static("corp_telno"), &self.phone)
    }

    /// The merchant himself.
    pub(super) fn nobody_else(fields: Fields) -> Fields {
        fields.with(CORP_TYPE, &Literal::new("0"))
    }
}

const CORP_TYPE: Name = Name::from_static("corp_type");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_business_number_is_ten_digits_and_never_printed() {
        let number = BusinessNumber::parse("1234567890").unwrap();
        assert!(!format!("{number:?}").contains("1234567890"));
        for (text, reason) in [
            ("123456789", Reason::WrongLength { len: 9, want: 10 }),
            ("123-45-67890", Reason::BadByte { at: 3 }),
            ("", Reason::WrongLength { len: 0, want: 10 }),
        ] {
            assert_eq!(BusinessNumber::parse(text).unwrap_err().reason(), reason, "{text}");
        }
    }
}
