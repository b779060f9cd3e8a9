//! The forms that open a window, as names and values in order (`seed 002 §2`, `seed 003 §4`, `§8`).
//!
//! Values, never HTML: whoever writes them into a page escapes them there, `&`, `<`, `>` and quotes at least. The
//! forbidden characters of the guides never stand in free text, but addresses and the list of plans without interest
//! have grammars of their own with `&`, `;` or a comma in them.
//!
//! Limits of Korean text are bytes in EUC-KR, also on a page in UTF-8: that is what the window keeps the text in. No
//! form holds the site key. Seed 002's own sample page does, and seed 000 §2.4.1 forbids it: what is in a page is
//! known to every buyer, and the key is needed on the server only.

mod ax_hub;
mod common;
mod mobile;
mod pc;
mod sheet;

pub use ax_hub::AxHubForm;
pub use mobile::MobileForm;
pub use pc::PcForm;

pub(crate) use crate::window::options::Price;
pub(crate) use sheet::{Channel, Sheet};

use kcp_codec::{FieldError, Name, Reason};

use super::options::{MethodMask, Offer};

/// The charset of the shop's page. The mobile window is EUC-KR unless it is told otherwise (`https.md §7`).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum PageCharset {
    /// The page is EUC-KR.
    EucKr,
    /// The page is UTF-8.
    #[default]
    Utf8,
}

/// Whether a further method fits a form: it is not there yet, and it is for the same buyer.
fn fits<M>(
    sheet: &Sheet<M>,
    known: MethodMask,
    further: MethodMask,
    offer: Option<&Offer>,
) -> Result<(), FieldError> {
    let refuse = |field| Err(FieldError::new(Name::from_static(field), Reason::Repeated));
    if further.methods().any(|method| known.offers(method)) {
        return refuse("pay_method");
    }
    let user = offer.and_then(Offer::shop_user).and_then(|user| {
        user.decoded(Name::from_static("shop_user_id"), kcp_codec::Charset::Cp949).ok()
    });
    match (user, sheet.get("shop_user_id")) {
        (Some(user), Some(before)) if user != before => refuse("shop_user_id"),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
