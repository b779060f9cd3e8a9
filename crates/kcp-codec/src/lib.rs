//! NHN KCP's wire text: EUC-KR, validated fields, records and groups, ENC2 and form bodies.
//!
//! Bytes in, typed fields out, and back. Nothing here opens a socket, reads a clock, draws randomness or logs.
//! No character is ever replaced, no value is ever cut, no charset is ever guessed.
//!
//! ```
//! use kcp_codec::{Fields, Name, Separator, TransactionId, Won};
//!
//! let answer = Fields::read(b"res_cd=0000\x1ftno=20261121000001\x1famount=1004\x1f", Separator::Unit)?;
//! let tno: TransactionId = answer.required(Name::from_static("tno"))?;
//! let amount: Won = answer.required(Name::from_static("amount"))?;
//! assert_eq!((tno.as_str(), amount.get()), ("20261121000001", 1_004));
//! # Ok::<(), kcp_codec::FieldError>(())
//! ```
//!
//! Layout of a request, outermost first (`legacy.md §1`):
//!
//! ```text
//! group  FS group FS ...            ordr_data=ordr_mony=1004 US good_name=... US
//! record RS record RS ...           payx_data=common=amount=1004 US currency=410 US RS card=... RS
//! field  US field US ...            name=value, split at the first '='
//! ```
//!
//! Start at [`Fields`] and [`Group`]; every validated field type is in [`field`].

#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;

pub mod charset;
pub mod enc2;
mod error;
pub mod field;
pub mod form;
mod name;
pub mod record;
mod scan;
pub mod text;
pub mod trace_no;

pub use charset::Charset;
pub use error::{FieldError, Reason};
pub use field::{
    AccountNumber, BankCode, BatchKey, CardCode, CarrierCode, Cents, ClientAddress,
    CorporationCode, Decode, Field, GroupId, Instalments, KstDateTime, Literal, MemberId,
    MemberPassword, OperatorCode, OrderId, OwnerName, OwnerNumber, SiteCode, SiteKey, StateCode,
    Text, TransactionId, VanCode, WebUrl, WindowText, Won, WonOrZero, Word,
};
pub use name::Name;
pub use record::{Fields, FieldsRef, Group, GroupKind, Groups, Separator, SubRecords};
pub use scan::{FORBIDDEN, is_forbidden};
pub use trace_no::TraceNo;

/// Entry points for the fuzz targets and the corpus replay test. Not a stable interface.
#[doc(hidden)]
pub mod fuzzing {
    pub use crate::{charset::fuzz_diff as diff_euckr, record::fuzz_groups as decode_groups};
}
