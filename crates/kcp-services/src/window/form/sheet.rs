//! What every form is made of: its channel, its amount, and its inputs.

use std::fmt;

use kcp_codec::{Charset, Field, FieldError, Name, Reason};

use crate::window::options::Price;

/// Which window a form opens.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Channel {
    AxHub,
    Mobile,
    Pc,
}

/// A form before it is handed out.
#[derive(Clone, Debug)]
pub(crate) struct Sheet<M> {
    pub(crate) channel: Channel,
    pub(crate) amount: M,
    inputs: Inputs,
}

/// The inputs of a form, in the order in which they were first set. A name stands once: the last value counts.
///
/// Prints names only: a buyer stands among the values.
#[derive(Clone, Default)]
struct Inputs(Vec<(&'static str, String)>);

impl<M: Price> Sheet<M> {
    pub(crate) fn new(channel: Channel, amount: M) -> Self {
        Self { channel, amount, inputs: Inputs::default() }
    }

    /// Sets `name` to a field's wire bytes as text. What exists as a field decodes.
    pub(crate) fn field(&mut self, name: &'static str, value: &impl Field) {
        let mut bytes = Vec::new();
        value.write(&mut bytes);
        let text = Charset::Cp949.decode(Name::from_static(name), &bytes).unwrap_or_default();
        self.text(name, &text);
    }

    /// Sets `name` to what `value` prints as.
    pub(crate) fn text(&mut self, name: &'static str, value: &(impl fmt::Display + ?Sized)) {
        let text = value.to_string();
        match self.inputs.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, value)) => *value = text,
            None => self.inputs.0.push((name, text)),
        }
    }

    /// Sets `name` if there is something to set it to.
    pub(crate) fn some(&mut self, name: &'static str, value: Option<impl fmt::Display>) {
        if let Some(value) = value {
            self.text(name, &value);
        }
    }

    /// Takes each name off the form: options that are given again replace what the first ones said.
    pub(crate) fn forget(&mut self, names: &[&'static str]) {
        self.inputs.0.retain(|(known, _)| !names.contains(known));
    }

    /// Sets each name to nothing, for the window's script to fill in.
    pub(crate) fn leave_empty(&mut self, names: &[&'static str]) {
        names.iter().for_each(|name| self.text(name, ""));
    }

    /// Refuses `field` where it was asked for and this is none of its channels.
    pub(crate) fn only_on(
        &self,
        channels: &[Channel],
        asked: bool,
        field: Name,
    ) -> Result<(), FieldError> {
        if asked && !channels.contains(&self.channel) {
            Err(FieldError::new(field, Reason::NotHere))
        } else {
            Ok(())
        }
    }
}

impl<M> Sheet<M> {
    /// The value of `name`, if it is set.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.fields().iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn fields(&self) -> &[(&'static str, String)] {
        &self.inputs.0
    }
}

impl fmt::Debug for Inputs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use kcp_codec::{OrderId, Won};

    use super::*;

    fn sheet() -> Sheet<Won> {
        Sheet::new(Channel::Pc, Won::new(1_004).unwrap())
    }

    #[test]
    fn an_input_that_is_set_again_stands_once_with_its_last_value() {
        let mut sheet = sheet();
        sheet.text("buyr_name", "first");
        sheet.text("currency", "410");
        sheet.field("buyr_name", &OrderId::parse("LAST").unwrap());
        let expected = [("buyr_name", "LAST".to_owned()), ("currency", "410".to_owned())];
        assert_eq!(sheet.fields(), expected);
    }

    #[test]
    fn a_buyer_is_not_printed() {
        let mut sheet = sheet();
        sheet.text("buyr_name", "Hong Gildong");
        let printed = format!("{sheet:?}");
        assert!(printed.contains("buyr_name") && !printed.contains("Gildong"), "{printed}");
    }
}
