//! What the window looks like: skin, logo, language, title.

use std::fmt;

use kcp_codec::{Decode, FieldError, Name, Reason, WebUrl};

use super::{Flag, GrammarError, grammar::Reader};
use crate::window::{
    WindowTitle,
    form::{Channel, Price, Sheet},
};

/// The window's skin (`skin_indx`): 1 to 7 (`seed 002 §2`, `seed 003 §8`). KCP shows the first for any other number.
#[doc(alias = "skin_indx")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Skin(u8);

impl Skin {
    /// The wire name under which errors report it.
    pub const NAME: Name = Name::from_static("skin_indx");

    /// A skin by its number.
    ///
    /// # Errors
    /// [`Reason::OutOfRange`] outside 1 to 7.
    pub fn new(number: u8) -> Result<Self, FieldError> {
        if (1..=7).contains(&number) {
            Ok(Self(number))
        } else {
            Err(FieldError::new(Self::NAME, Reason::OutOfRange))
        }
    }

    /// Reads one digit.
    ///
    /// # Errors
    /// [`GrammarError`] for anything but `1` to `7`.
    pub fn parse(text: &str) -> Result<Self, GrammarError> {
        let mut reader = Reader::new(Self::NAME, text);
        let number = reader.digits(1, 1..=7, "a digit, 1 to 7")?;
        reader.end("nothing after one digit")?;
        Ok(Self(u8::try_from(number).unwrap_or(1)))
    }
}

impl fmt::Display for Skin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The shop's logo in the window (`site_logo`): a web address of up to 256 bytes whose path ends in `gif`, `jpg` or
/// `jpeg` (`seed 002 §2`, `seed 003 §8`). An image of 150 by 50 pixels or more is not shown.
#[doc(alias = "site_logo")]
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LogoUrl(WebUrl);

impl LogoUrl {
    /// The wire name under which errors report it.
    pub const NAME: Name = Name::from_static("site_logo");

    /// Reads an address.
    ///
    /// # Errors
    /// [`GrammarError`] at the first byte that no address has, at byte 256 of a longer one, and at the end of a path
    /// that names another kind of image.
    pub fn parse(text: &str) -> Result<Self, GrammarError> {
        let fault = |at, expected| GrammarError::new(Self::NAME, at, expected);
        let url =
            WebUrl::decode(Self::NAME, text.as_bytes()).map_err(|error| match error.reason() {
                Reason::BadByte { at } => fault(at, "a web address in plain ASCII"),
                Reason::TooLong { max, .. } => fault(max, "256 bytes at most"),
                _ => fault(0, "a web address"),
            })?;
        let path = text.split(['?', '#']).next().unwrap_or_default();
        let ending = path.rsplit('.').next().unwrap_or_default();
        if ["gif", "jpg", "jpeg"].iter().any(|known| ending.eq_ignore_ascii_case(known)) {
            Ok(Self(url))
        } else {
            Err(fault(path.len(), "a path that ends in .gif, .jpg or .jpeg"))
        }
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for LogoUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a form may say about the window's looks. Nothing by default.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Look {
    skin: Option<Skin>,
    logo: Option<LogoUrl>,
    english: Option<Flag>,
    title: Option<WindowTitle>,
}

impl Look {
    /// KCP's own looks, in Korean.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With a skin (`skin_indx`). Of both PC forms.
    #[must_use]
    pub fn with_skin(self, skin: Skin) -> Self {
        Self { skin: Some(skin), ..self }
    }

    /// With the shop's logo (`site_logo`). Of both PC forms.
    #[must_use]
    pub fn with_logo(self, logo: LogoUrl) -> Self {
        Self { logo: Some(logo), ..self }
    }

    /// In English first (`eng_flag` = `Y`). Seed 002 says that card and virtual account have it.
    #[must_use]
    pub fn in_english(self) -> Self {
        Self { english: Some(Flag::Yes), ..self }
    }

    /// With words at the top (`kcp_pay_title`), up to 30 bytes. Of the standard PC form.
    #[must_use]
    pub fn with_title(self, title: WindowTitle) -> Self {
        Self { title: Some(title), ..self }
    }

    /// Puts the looks on a form in the place of those that it has, or names the first that it does not take.
    pub(crate) fn put<M: Price>(&self, sheet: &mut Sheet<M>) -> Result<(), FieldError> {
        let pc = &[Channel::AxHub, Channel::Pc];
        sheet.only_on(pc, self.skin.is_some(), Skin::NAME)?;
        sheet.only_on(pc, self.logo.is_some(), LogoUrl::NAME)?;
        let title = Name::from_static("kcp_pay_title");
        sheet.only_on(&[Channel::Pc], self.title.is_some(), title)?;
        sheet.forget(&["skin_indx", "site_logo", "eng_flag", "kcp_pay_title"]);
        sheet.some("skin_indx", self.skin.as_ref());
        sheet.some("site_logo", self.logo.as_ref());
        sheet.some("eng_flag", self.english.as_ref());
        if let Some(title) = &self.title {
            sheet.field("kcp_pay_title", title);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_skin_is_one_digit_from_one_to_seven() {
        for number in 1..=7 {
            let skin = Skin::new(number).unwrap();
            assert_eq!(Skin::parse(&skin.to_string()), Ok(skin));
        }
        for (text, at) in [("", 0), ("0", 0), ("8", 0), ("12", 1), ("01", 0), ("x", 0)] {
            assert_eq!(Skin::parse(text).unwrap_err().at(), at, "{text}");
        }
        assert!(Skin::new(0).is_err() && Skin::new(8).is_err());
    }

    #[test]
    fn a_logo_is_an_image_that_the_window_can_show() {
        for text in
            ["https://shop.example/a/logo.JPG", "http://x/l.jpeg", "https://x/l.gif?v=1&w=2#top"]
        {
            assert_eq!(LogoUrl::parse(text).unwrap().as_str(), text);
        }
        for (text, at) in [
            ("", 0),
            ("logo.jpg", 0),
            ("https://shop.example/logo.png", 29),
            ("https://shop.example/logo?x=a.jpg", 25),
            ("https://shop.example/\"logo.jpg", 21),
            ("https://shop.example/로고.jpg", 21),
        ] {
            assert_eq!(LogoUrl::parse(text).unwrap_err().at(), at, "{text}");
        }
        let long = format!("https://{}.jpg", "a".repeat(245));
        assert_eq!(LogoUrl::parse(&long).unwrap_err().at(), 256);
    }

    proptest! {
        #[test]
        fn a_logo_is_written_as_it_stood(text in "https?://[a-z.]{1,9}/[ -~]{0,9}\\.(gif|jpe?g|png)") {
            match LogoUrl::parse(&text) {
                Ok(logo) => prop_assert_eq!(logo.to_string(), text),
                Err(error) => prop_assert!(error.at() <= text.len()),
            }
        }
    }
}
