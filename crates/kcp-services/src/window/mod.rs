//! The payment window: registering the trade, the forms that open it, the options of those forms, what it posts back
//! (`seed 002`, `seed 003`). Values, never HTML: whoever renders them escapes them.

mod form;
mod method;
pub mod options;
mod register;
mod returned;
mod texts;

pub use form::{AxHubForm, MobileForm, PageCharset, PcForm};
pub use method::WindowMethod;
pub use register::{DeviceSystem, RegisterTrade, Registered};
pub use returned::{NotAReturn, Returned};
pub use texts::{CustomField, GoodsCode, HubGoodsName, ShopName, ShopUser, WindowTitle};
