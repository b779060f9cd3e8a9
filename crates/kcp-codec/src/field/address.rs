//! The address of the machine that asks.

use alloc::vec::Vec;
use core::{fmt, net::Ipv4Addr};

use crate::{
    Decode, Field, FieldError, Name, Reason,
    field::{print, sealed::Sealed},
};

/// An IPv4 address (`cust_ip`, `mod_ip`) in dotted decimal form, at most 15 bytes (`legacy.md §3.4`).
#[doc(alias = "cust_ip")]
#[doc(alias = "mod_ip")]
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub struct ClientAddress(Ipv4Addr);

impl ClientAddress {
    /// The wire name under which errors report it.
    pub const NAME: Name = Name::from_static("cust_ip");

    /// Any IPv4 address.
    #[must_use]
    pub const fn new(address: Ipv4Addr) -> Self {
        Self(address)
    }

    /// Reads four decimal octets without leading zeros.
    ///
    /// # Errors
    /// [`Reason::Empty`], or [`Reason::BadByte`] at the first byte that is no digit and no dot, and at 0 if the
    /// text as a whole is no address.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        Self::decode(Self::NAME, text.as_bytes())
    }

    /// The address.
    #[must_use]
    pub const fn get(self) -> Ipv4Addr {
        self.0
    }
}

impl Decode for ClientAddress {
    fn decode(field: Name, bytes: &[u8]) -> Result<Self, FieldError> {
        let refuse = |reason| FieldError::new(field, reason);
        if bytes.is_empty() {
            return Err(refuse(Reason::Empty));
        }
        let at =
            bytes.iter().position(|byte| !(byte.is_ascii_digit() || *byte == b'.')).unwrap_or(0);
        let text = core::str::from_utf8(bytes).ok();
        text.and_then(|text| text.parse().ok())
            .map(Self)
            .ok_or_else(|| refuse(Reason::BadByte { at }))
    }
}

impl Sealed for ClientAddress {
    fn room(&self) -> usize {
        39 // an IPv6 address, eight groups of four digits
    }
}

impl Field for ClientAddress {
    fn write(&self, out: &mut Vec<u8>) {
        print(out, format_args!("{}", self.0));
    }
}

impl fmt::Debug for ClientAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClientAddress({})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_address_is_taken() {
        assert_eq!(ClientAddress::parse("10.0.0.1").unwrap().get(), Ipv4Addr::new(10, 0, 0, 1));
        for text in ["256.0.0.1", "10.0.0", "010.0.0.1", "::1", "10.0.0.1\n", "localhost"] {
            assert!(
                matches!(ClientAddress::parse(text).unwrap_err().reason(), Reason::BadByte { .. }),
                "{text}"
            );
        }
        assert_eq!(ClientAddress::parse("").unwrap_err().reason(), Reason::Empty);
    }
}
