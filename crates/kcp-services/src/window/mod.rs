//! The payment window of the standard payment: registering the trade, the forms that open it, what it posts back
//! (`seed 003`). Values, never HTML: whoever renders them escapes them.

mod form;
mod method;
mod register;
mod returned;

pub use form::{MobileForm, PageCharset, PcForm};
pub use method::WindowMethod;
pub use register::{RegisterTrade, Registered};
pub use returned::{NotAReturn, Returned};
