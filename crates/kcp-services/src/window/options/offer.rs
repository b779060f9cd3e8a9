//! A method that a window offers, with what the window asks for when it does.

use kcp_codec::{CorporationCode, FieldError, Literal, Name, OperatorCode, Reason};

use super::HubMethod;
use crate::window::{
    ShopUser, WindowMethod,
    form::{Channel, Price, Sheet},
};

/// A method of the standard window, with what that method requires: so a form without it does not exist.
///
/// The shop's own name of the buyer is up to 20 bytes: `shop_user_id` (`seed 003 §8`), and `tk_shop_id` for gift
/// certificates in the AX-HUB window (`seed 002 §2`).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Offer {
    /// Card.
    Card,
    /// Gift certificates.
    Gift(GiftOptions),
    /// Phone bill, with the shop's own name of the buyer (`shop_user_id`). The carriers ask for it.
    Mobile(ShopUser),
    /// Points.
    Points(PointsOptions),
    /// Bank transfer.
    Transfer,
    /// Virtual account.
    VirtualAccount,
}

/// What gift certificates require.
#[derive(Clone, Debug)]
pub struct GiftOptions {
    operator: OperatorCode,
    user: ShopUser,
}

/// What points require.
#[derive(Clone, Debug)]
pub struct PointsOptions {
    operator: OperatorCode,
    corporation: Option<CorporationCode>,
    alone: bool,
}

impl Offer {
    /// The method.
    #[must_use]
    pub const fn method(&self) -> WindowMethod {
        match self {
            Self::Card => WindowMethod::Card,
            Self::Gift(_) => WindowMethod::Gift,
            Self::Mobile(_) => WindowMethod::Mobile,
            Self::Points(_) => WindowMethod::Points,
            Self::Transfer => WindowMethod::Transfer,
            Self::VirtualAccount => WindowMethod::VirtualAccount,
        }
    }

    /// The shop's own name of the buyer, where the method requires it.
    pub(crate) const fn shop_user(&self) -> Option<&ShopUser> {
        match self {
            Self::Gift(gift) => Some(&gift.user),
            Self::Mobile(user) => Some(user),
            _ => None,
        }
    }

    /// The operator, where the method has one.
    pub(crate) const fn operator(&self) -> Option<OperatorCode> {
        match self {
            Self::Gift(gift) => Some(gift.operator),
            Self::Points(points) => Some(points.operator),
            _ => None,
        }
    }

    /// Puts what the method requires on a form. The form itself names the method.
    pub(crate) fn put<M: Price>(&self, sheet: &mut Sheet<M>) {
        match (sheet.channel, self.shop_user()) {
            (Channel::AxHub, Some(user)) if matches!(self, Self::Gift(_)) => {
                sheet.field("tk_shop_id", user);
            }
            (Channel::AxHub, _) | (_, None) => {}
            (_, Some(user)) => sheet.field("shop_user_id", user),
        }
        if let (Channel::Mobile, Some(operator)) = (sheet.channel, self.operator()) {
            sheet.field("van_code", &operator);
        }
        if let Self::Points(points) = self {
            // Seed 002 does not name the corporation; KCP's later samples of its window send it.
            if let Some(corporation) = &points.corporation {
                sheet.field("pt_memcorp_cd", corporation);
            }
            if points.alone {
                sheet.field("complex_pnt_yn", &Literal::new("N"));
            }
        }
    }
}

impl TryFrom<WindowMethod> for Offer {
    type Error = FieldError;

    /// A method that requires nothing: card, bank transfer, virtual account.
    ///
    /// # Errors
    /// [`Reason::Missing`] at what another one requires first: `van_code` or `shop_user_id`.
    fn try_from(method: WindowMethod) -> Result<Self, FieldError> {
        match method {
            WindowMethod::Card => Ok(Self::Card),
            WindowMethod::Transfer => Ok(Self::Transfer),
            WindowMethod::VirtualAccount => Ok(Self::VirtualAccount),
            WindowMethod::Gift | WindowMethod::Points => {
                Err(FieldError::new(OperatorCode::NAME, Reason::Missing))
            }
            WindowMethod::Mobile => {
                Err(FieldError::new(Name::from_static("shop_user_id"), Reason::Missing))
            }
        }
    }
}

impl GiftOptions {
    /// Certificates of an operator (`van_code`; `SCBL`, `SCCL`, `SCHM`), with the shop's own name of the buyer
    /// (`shop_user_id`, `tk_shop_id`), without which Cultureland refuses (`seed 002 §2`). A PC's window shows every
    /// operator, whichever is named here.
    #[must_use]
    pub const fn new(operator: OperatorCode, user: ShopUser) -> Self {
        Self { operator, user }
    }
}

impl PointsOptions {
    /// Benepia's welfare points (`SCWB`), with the member's corporation (`pt_memcorp_cd`), which they require
    /// (`seed 003 §8`).
    #[must_use]
    pub fn benepia(corporation: CorporationCode) -> Self {
        Self { operator: operator(BENEPIA), corporation: Some(corporation), alone: false }
    }

    /// OK Cashbag points (`SCSK`).
    #[must_use]
    pub fn ok_cashbag() -> Self {
        Self { operator: operator(OK_CASHBAG), corporation: None, alone: false }
    }

    /// Points of another operator (`van_code`).
    ///
    /// # Errors
    /// [`Reason::Missing`] at `pt_memcorp_cd` for `SCWB`, which is [`PointsOptions::benepia`].
    pub fn of(operator: OperatorCode) -> Result<Self, FieldError> {
        if operator.as_str() == BENEPIA {
            return Err(FieldError::new(CorporationCode::NAME, Reason::Missing));
        }
        Ok(Self { operator, corporation: None, alone: false })
    }

    /// Without a card for the part that the points do not cover (`complex_pnt_yn` = `N`).
    #[must_use]
    pub fn without_card(self) -> Self {
        Self { alone: true, ..self }
    }
}

/// A method of the AX-HUB window: those of [`Offer`], and three that require nothing.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum HubOffer {
    /// KT phone bill of a land line.
    KtPhoneBill,
    /// Phone bill. This window does not ask for the shop's own name of the buyer.
    Mobile,
    /// A method of the standard window too.
    Standard(Offer),
    /// Tong money (통머니).
    TongMoney,
}

impl HubOffer {
    /// The method.
    #[must_use]
    pub fn method(&self) -> HubMethod {
        match self {
            Self::KtPhoneBill => HubMethod::KtPhoneBill,
            Self::Mobile => HubMethod::Mobile,
            Self::Standard(offer) => offer.method().into(),
            Self::TongMoney => HubMethod::TongMoney,
        }
    }
}

impl From<Offer> for HubOffer {
    fn from(offer: Offer) -> Self {
        Self::Standard(offer)
    }
}

const BENEPIA: &str = "SCWB";
const OK_CASHBAG: &str = "SCSK";

/// A code that stands in this file.
#[allow(clippy::expect_used)] // two constants; the test below makes both
fn operator(code: &'static str) -> OperatorCode {
    OperatorCode::parse(code).expect("four capitals")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_method_requires_is_missed_by_name() {
        let missing = |method: WindowMethod| Offer::try_from(method).unwrap_err().to_string();
        assert_eq!(missing(WindowMethod::Points), "van_code: missing");
        assert_eq!(missing(WindowMethod::Gift), "van_code: missing");
        assert_eq!(missing(WindowMethod::Mobile), "shop_user_id: missing");
        for method in [WindowMethod::Card, WindowMethod::Transfer, WindowMethod::VirtualAccount] {
            assert_eq!(Offer::try_from(method).unwrap().method(), method);
        }
    }

    #[test]
    fn benepia_does_not_go_without_its_corporation() {
        let benepia = PointsOptions::benepia(CorporationCode::parse("5555").unwrap());
        assert_eq!(benepia.operator.as_str(), "SCWB");
        assert_eq!(PointsOptions::ok_cashbag().operator.as_str(), "SCSK");
        let error = PointsOptions::of(benepia.operator).unwrap_err();
        assert_eq!(error.to_string(), "pt_memcorp_cd: missing");
        assert!(PointsOptions::of(OperatorCode::parse("SCXX").unwrap()).is_ok());
    }
}
