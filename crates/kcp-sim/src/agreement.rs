//! What a customer does in the window: pays, or registers a card for later charges.

use kcp_codec::{GroupId, KstDateTime, OrderId, SiteCode, Won};

use crate::{Authentication, CardKind, EasyPay, Extras, InterestFree, ReceiptUse};

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
    pub(crate) escrow: Escrow,
}

/// Whether the payment goes through escrow.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Escrow {
    /// The shop or the customer did not want it.
    Never,
    /// Wherever the merchant and the method have it.
    WherePossible,
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

    /// What kind of card it is (`card_bin_type_01`, `card_bin_type_02`, `isp_issuer_cd`). A card payment only.
    #[must_use]
    pub const fn with_card(mut self, kind: CardKind) -> Self {
        self.extras.card = kind;
        self
    }

    /// The card is one that a wallet holds (`card_other_pay_type`). A card payment only.
    #[must_use]
    pub const fn with_easy_pay(mut self, wallet: EasyPay) -> Self {
        self.extras.easy_pay = Some(wallet);
        self
    }

    /// The instalments cost the customer nothing (`noinf`, `noinf_type`). A card payment only.
    #[must_use]
    pub const fn with_interest_free(mut self, paid_by: InterestFree) -> Self {
        self.extras.interest_free = Some(paid_by);
        self
    }

    /// Points pay a part, the card the rest (`complex_pnt_yn`; `seed 002` options). A card payment only.
    ///
    /// `amount` stays the total; `card_mny` is so much smaller, and `pnt_amount` says how much.
    #[must_use]
    pub fn with_points(mut self, points: Won) -> Self {
        self.extras.points = points.into();
        self
    }

    /// The customer wants a cash receipt (`disp_tax_yn`; `cash_yn`, `cash_tr_code`). Transfers, virtual accounts and
    /// points only. An account's receipt is registered with its deposit.
    #[must_use]
    pub const fn with_receipt(mut self, usage: ReceiptUse) -> Self {
        self.extras.receipt = Some(usage);
        self
    }

    /// Until when a virtual account waits (`va_date`). Without this, until the end of the seventh day.
    #[must_use]
    pub const fn until(mut self, deadline: KstDateTime) -> Self {
        self.extras.until = Some(deadline);
        self
    }

    /// Without escrow, at a merchant that has it ([`Merchant::with_escrow`](crate::Merchant::with_escrow)).
    #[must_use]
    pub const fn without_escrow(mut self) -> Self {
        self.escrow = Escrow::Never;
        self
    }

    fn of(deed: Deed) -> Self {
        Self { deed, extras: Extras::default(), escrow: Escrow::WherePossible }
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
        Self::of(Deed::Pay(authentication))
    }
}

impl From<CardRegistration> for Agreement {
    fn from(registration: CardRegistration) -> Self {
        Self::of(Deed::Register(registration))
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
