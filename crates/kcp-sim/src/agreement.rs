//! What a customer does in the window: pays, or registers a card for later charges.

use kcp_codec::{GroupId, OrderId, SiteCode, Won, WonOrZero};

use crate::Authentication;

/// What a customer does in the window.
///
/// Made from an [`Authentication`] or a [`CardRegistration`]:
///
/// ```
/// # use kcp_codec::{Instalments, OrderId, SiteCode, Won};
/// use kcp_sim::{Agreement, Authentication, EasyPay, PayMethod};
///
/// # let (site, order) = (SiteCode::parse("T0000")?, OrderId::parse("ORDER1")?);
/// let pays = Authentication {
///     site,
///     order,
///     amount: Won::new(1_004)?,
///     method: PayMethod::Card,
///     instalments: Instalments::NONE,
/// };
/// let with_kakao = Agreement::from(pays).with_easy_pay(EasyPay::Kakao).with_coupon(Won::new(4)?);
/// # let _ = with_kakao;
/// # Ok::<(), kcp_codec::FieldError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Agreement {
    pub(crate) deed: Deed,
    pub(crate) extras: Extras,
}

/// Which of the two it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Deed {
    Pay(Authentication),
    Register(CardRegistration),
}

impl Agreement {
    /// Part of the amount is a coupon's: `card_mny` is so much smaller than `amount`. A card payment only.
    #[must_use]
    pub fn with_coupon(mut self, coupon: Won) -> Self {
        self.extras.coupon = coupon.into();
        self
    }

    /// The card is one that a wallet holds (`card_other_pay_type`). A card payment only.
    #[must_use]
    pub const fn with_easy_pay(mut self, wallet: EasyPay) -> Self {
        self.extras.easy_pay = Some(wallet);
        self
    }

    pub(crate) const fn site(&self) -> SiteCode {
        match self.deed {
            Deed::Pay(Authentication { site, .. })
            | Deed::Register(CardRegistration { site, .. }) => site,
        }
    }
}

impl From<Authentication> for Agreement {
    fn from(authentication: Authentication) -> Self {
        Self { deed: Deed::Pay(authentication), extras: Extras::default() }
    }
}

impl From<CardRegistration> for Agreement {
    fn from(registration: CardRegistration) -> Self {
        Self { deed: Deed::Register(registration), extras: Extras::default() }
    }
}

/// A card that is to be charged later without a window (auto payment): its approval issues a batch key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[allow(clippy::exhaustive_structs)] // written out by tests; a new part must stop them from building
pub struct CardRegistration {
    /// The shop.
    pub site: SiteCode,
    /// The shop's order number.
    pub order: OrderId,
    /// The shop's group of cards (`kcp_group_id`, `bt_group_id`).
    pub group: GroupId,
}

/// What a card payment has besides its amount.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Extras {
    /// Part of the amount that a coupon pays (`coupon_mny`).
    pub coupon: WonOrZero,
    /// The wallet that holds the card.
    pub easy_pay: Option<EasyPay>,
}

/// A wallet (`card_other_pay_type`; `https.md §2`).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum EasyPay {
    /// `OT21`.
    Apple,
    /// `OT13`.
    Kakao,
    /// `OT11`.
    LPay,
    /// `OT16`.
    Naver,
    /// `OT12`.
    Payco,
    /// `OT01`.
    Samsung,
    /// `OT03`.
    Ssg,
    /// `OT23`.
    Toss,
}

impl EasyPay {
    /// KCP's word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Apple => "OT21",
            Self::Kakao => "OT13",
            Self::LPay => "OT11",
            Self::Naver => "OT16",
            Self::Payco => "OT12",
            Self::Samsung => "OT01",
            Self::Ssg => "OT03",
            Self::Toss => "OT23",
        }
    }
}
