//! The options that all three forms have, and those of the two windows on a desktop.

/// The parts that every form has, on top of its `sheet`.
macro_rules! common_options {
    ($form:ident) => {
        impl<M: Price> $form<M> {
            /// With the buyer's name (`buyr_name`), up to 30 bytes.
            #[must_use]
            pub fn with_buyer_name(mut self, name: &BuyerName) -> Self {
                self.sheet.field("buyr_name", name);
                self
            }

            /// With the buyer's mobile phone (`buyr_tel2`), up to 20 bytes, with hyphens or without.
            #[must_use]
            pub fn with_buyer_mobile(mut self, number: &BuyerPhone) -> Self {
                self.sheet.field("buyr_tel2", number);
                self
            }

            /// With the buyer's mail address (`buyr_mail`), up to 50 bytes. KCP mails the result there.
            #[must_use]
            pub fn with_buyer_mail(mut self, address: &BuyerMail) -> Self {
                self.sheet.field("buyr_mail", address);
                self
            }

            /// With options of cards, in the place of those that the form has.
            ///
            /// # Errors
            /// [`Reason::OutOfRange`](kcp_codec::Reason::OutOfRange) at `quotaopt`, `fix_inst` or `kcp_noint_quota`
            /// for instalments below 50,000 won or in dollars; [`Reason::NotHere`](kcp_codec::Reason::NotHere) at an
            /// option that this form does not have.
            pub fn with_card_options(mut self, options: &CardOptions) -> Result<Self, FieldError> {
                options.put(&mut self.sheet)?;
                Ok(self)
            }

            /// With options of virtual accounts, in the place of those that the form has.
            ///
            /// # Errors
            /// [`Reason::NotHere`](kcp_codec::Reason::NotHere) at a deadline in the words of another form;
            /// [`Reason::TooLong`](kcp_codec::Reason::TooLong) at `used_bank` for more banks than it takes.
            pub fn with_virtual_account_options(
                mut self,
                options: &VirtualAccountOptions,
            ) -> Result<Self, FieldError> {
                options.put(&mut self.sheet)?;
                Ok(self)
            }

            /// With options of phone bills, in the place of those that the form has.
            #[must_use]
            pub fn with_mobile_options(mut self, options: MobileOptions) -> Self {
                options.put(&mut self.sheet);
                self
            }

            /// With another look, in the place of the one that the form has.
            ///
            /// # Errors
            /// [`Reason::NotHere`](kcp_codec::Reason::NotHere) at a part that this form does not have.
            pub fn with_look(mut self, look: &Look) -> Result<Self, FieldError> {
                look.put(&mut self.sheet)?;
                Ok(self)
            }

            /// With or without the question for a cash receipt (`disp_tax_yn`), after a bank transfer or for a virtual
            /// account. Seed 002 has it; seed 003 does not list it, and public integrations send it there too.
            #[must_use]
            pub fn with_receipt(mut self, ask: Flag) -> Self {
                self.sheet.text("disp_tax_yn", &ask);
                self
            }

            /// With payment through escrow.
            #[must_use]
            pub fn with_escrow(mut self, options: EscrowOptions) -> Self {
                options.put(&mut self.sheet);
                self
            }

            /// Names and values, in order. Escape them as the page asks: a value is text, not HTML.
            #[must_use]
            pub fn fields(&self) -> &[(&'static str, String)] {
                self.sheet.fields()
            }
        }

        impl $form<Won> {
            /// With the parts of the amount under compound taxation (`tax_flag` `TG03`).
            ///
            /// # Errors
            /// [`Reason::OutOfRange`](kcp_codec::Reason::OutOfRange) at `comm_tax_mny` for parts of another amount.
            pub fn with_compound_tax(mut self, tax: &CompoundTax) -> Result<Self, FieldError> {
                tax.put(&mut self.sheet)?;
                Ok(self)
            }
        }
    };
}

pub(super) use common_options;

/// The parts that the forms of the AX-HUB and of the PC window have besides.
macro_rules! desktop_options {
    ($form:ident) => {
        impl<M: Price> $form<M> {
            /// With the shop's name (`site_name`), up to 20 bytes; English is advised.
            #[must_use]
            pub fn with_site_name(mut self, name: &ShopName) -> Self {
                self.sheet.field("site_name", name);
                self
            }

            /// With the period for which something is provided (`good_expr`).
            #[must_use]
            pub fn with_period(mut self, period: ServicePeriod) -> Self {
                self.sheet.text("good_expr", &period);
                self
            }

            /// With the shop's own code of the goods (`good_cd`), up to 20 bytes.
            #[must_use]
            pub fn with_goods_code(mut self, code: &GoodsCode) -> Self {
                self.sheet.field("good_cd", code);
                self
            }

            /// The methods that the window offers.
            #[must_use]
            pub const fn methods(&self) -> MethodMask {
                self.methods
            }
        }
    };
}

pub(super) use desktop_options;
