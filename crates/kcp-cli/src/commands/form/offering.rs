//! Options for what a method requires, and the offer that they make.

use clap::Args;
use kcp_codec::{Charset, CorporationCode, FieldError, Name, OperatorCode, Reason, Text};
use kcp_services::window::{
    WindowMethod,
    options::{GiftOptions, Offer, PointsOptions},
};

/// What methods require.
#[derive(Args)]
pub(in crate::commands) struct Offering {
    /// Operator of points or gift certificates (van_code)
    #[arg(long, value_name = "CODE")]
    operator: Option<String>,
    /// The buyer's corporation at Benepia (pt_memcorp_cd); for points of SCWB
    #[arg(long, value_name = "CODE")]
    corporation: Option<String>,
    /// The shop's own name of the buyer (shop_user_id); for mobile and gift
    #[arg(long, value_name = "ID")]
    shop_user: Option<String>,
    /// Points alone, without a card for what they do not cover (complex_pnt_yn); for points
    #[arg(long)]
    points_only: bool,
}

impl Offering {
    /// A method with what it requires, before anything is sent.
    pub(in crate::commands) fn of(
        &self,
        method: WindowMethod,
        charset: Charset,
    ) -> Result<Offer, FieldError> {
        let missing = |name| FieldError::new(name, Reason::Missing);
        let name = Name::from_static("shop_user_id");
        let user = self.shop_user.as_ref().ok_or_else(|| missing(name));
        let user = || user.and_then(|user| Text::new(name, charset, user));
        let operator = self.operator.as_ref().ok_or_else(|| missing(OperatorCode::NAME));
        let operator = || operator.and_then(|code| OperatorCode::parse(code));
        match method {
            WindowMethod::Mobile => Ok(Offer::Mobile(user()?)),
            WindowMethod::Gift => Ok(Offer::Gift(GiftOptions::new(operator()?, user()?))),
            WindowMethod::Points => {
                let points = match (operator()?, &self.corporation) {
                    (code, Some(corporation)) if code.as_str() == "SCWB" => {
                        PointsOptions::benepia(CorporationCode::parse(corporation)?)
                    }
                    (code, _) => PointsOptions::of(code)?,
                };
                Ok(Offer::Points(if self.points_only { points.without_card() } else { points }))
            }
            method => Offer::try_from(method),
        }
    }
}
