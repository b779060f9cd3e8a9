//! What of an answer may stand in a log: harmless fields with their value, everything else by name and length.

use std::fmt::Write as _;

use kcp_codec::Name;

use super::text::readable;

/// Fields that say nothing about a person and open no door: codes, amounts, times, numbers of the transaction.
const HARMLESS: [&str; 53] = [
    "acqu_cd",
    "acqu_name",
    "amount",
    "app_no",
    "app_time",
    "bank_code",
    "bankcode",
    "bankname",
    "bk_mny",
    "ca_order_id",
    "canc_gubn",
    "canc_time",
    "card_bin_bank_cd",
    "card_bin_type_01",
    "card_bin_type_02",
    "card_cd",
    "card_mny",
    "card_name",
    "coupon_mny",
    "escw_yn",
    "hp_app_time",
    "join_cd",
    "mod_bankcode",
    "mod_comp_type",
    "mod_mny",
    "mod_pcan_seq_no",
    "mod_seq_no",
    "mod_sub_type",
    "mod_time",
    "mod_type",
    "noinf",
    "order_no",
    "panc_card_mod_mny",
    "panc_coupon_mod_mny",
    "panc_mod_mny",
    "panc_rem_mny",
    "partcanc_yn",
    "pay_method",
    "quota",
    "rem_mny",
    "res_cd",
    "res_en_msg",
    "res_free_mny",
    "res_msg",
    "res_tax_flag",
    "res_tax_mny",
    "res_vat_mny",
    "tk_app_time",
    "tno",
    "trace_no",
    "va_date",
    "van_apptime",
    "van_cd",
];

/// Most characters of one value.
const LONGEST: usize = 120;

/// Most fields of one answer.
const MOST: usize = 200;

/// An answer's fields for the log.
pub(super) fn fields(answer: &[u8]) -> String {
    let mut out = String::new();
    for piece in answer.split(|byte| *byte == 0x1f).filter(|piece| !piece.is_empty()).take(MOST) {
        let mut halves = piece.splitn(2, |byte| *byte == b'=');
        let name = halves.next().and_then(Name::from_bytes).filter(is_a_name);
        let separator = if out.is_empty() { "" } else { " " };
        let _ = match (name, halves.next()) {
            (Some(name), Some(value)) => write!(out, "{separator}{name}={}", value_of(name, value)),
            _ => write!(out, "{separator}<{} bytes>", piece.len()),
        };
    }
    out
}

/// A name that looks like one: a value that slipped into its place is not printed.
pub(super) fn is_a_name(name: &Name) -> bool {
    let digits = name.as_bytes().iter().filter(|byte| byte.is_ascii_digit()).count();
    digits <= 4 && name.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
}

fn value_of(name: Name, value: &[u8]) -> String {
    let unsaid = || format!("<{} bytes>", value.len());
    if name.as_str() == "card_no" {
        return card(value).unwrap_or_else(unsaid);
    }
    if !HARMLESS.contains(&name.as_str()) {
        return unsaid();
    }
    let (text, _) = readable(value);
    let text: String = text.chars().take(LONGEST).collect();
    let number = matches!(name.as_str(), "ca_order_id" | "order_no" | "tno");
    let time = name.as_str().ends_with("time");
    // Quoted and escaped: a value looks like no other field, and ends no line.
    format!("{:?}", if number || time { text } else { without_long_numbers(&text) })
}

/// A card number with at most its first six and last four digits.
fn card(value: &[u8]) -> Option<String> {
    let digits = (13..=19).contains(&value.len())
        && value.iter().all(|byte| byte.is_ascii_digit() || *byte == b'*');
    let (head, tail) = (value.get(..6)?, value.get(value.len().saturating_sub(4)..)?);
    let hidden = "*".repeat(value.len().saturating_sub(10));
    digits.then(|| {
        format!("{}{hidden}{}", String::from_utf8_lossy(head), String::from_utf8_lossy(tail))
    })
}

/// Hides numbers as long as a card's, blanks and hyphens within them included.
fn without_long_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for character in text.chars().chain(['\0']) {
        if character.is_ascii_digit() || (!run.is_empty() && matches!(character, ' ' | '-')) {
            run.push(character);
            continue;
        }
        let digits = run.chars().filter(char::is_ascii_digit).count();
        if digits >= 13 {
            let _ = write!(out, "<{digits} digits>");
        } else {
            out.push_str(&run);
        }
        run.clear();
        out.push(character);
    }
    out.pop();
    out
}

/// Text as part of one line: nothing that ends a line, moves the cursor or turns the direction of writing.
pub(super) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        let moves = matches!(
            character,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        );
        if moves || character.is_control() {
            out.extend(character.escape_default());
        } else {
            out.push(character);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn harmless_fields_are_said_and_others_counted() {
        let answer =
            b"res_cd=0000\x1fres_msg=\xc1\xa4\xbb\xf3\xc3\xb3\xb8\xae\x1ftno=20261121000001\x1f\
            card_no=4673090000000032\x1fbuyr_name=Canary\x1faccount=1234567890123\x1fmod_account=9";
        assert_eq!(
            fields(answer),
            "res_cd=\"0000\" res_msg=\"정상처리\" tno=\"20261121000001\" card_no=467309******0032 \
             buyr_name=<6 bytes> account=<13 bytes> mod_account=<1 bytes>"
        );
    }

    #[test]
    fn a_card_number_hides_wherever_it_stands() {
        for answer in [
            "card_no=4673091234567890",
            "card_no= 4673091234567890",
            "card_no=467309123456789012345",
            "res_msg=card 4673091234567890 refused",
            "res_msg=card 4673-0912-3456-7890",
            "card_name=4673 0912 3456 7890",
            "4673091234567890=1",
            "4673091234567890",
        ] {
            let line = fields(answer.as_bytes());
            let digits: String = line.chars().filter(char::is_ascii_digit).collect();
            assert!(!digits.contains("09123456"), "{line}");
        }
        assert_eq!(fields(b"res_msg=1 of 100-200"), "res_msg=\"1 of 100-200\"");
    }

    #[test]
    fn a_value_ends_neither_its_line_nor_its_quotes() {
        assert_eq!(
            fields(b"res_msg=a\r\n\x1b[2J\" tno=\"1"),
            r#"res_msg="a\r\n\u{1b}[2J\" tno=\"1""#
        );
        assert_eq!(one_line("a\u{202e}b\n\u{2028}"), r"a\u{202e}b\n\u{2028}");
    }

    #[test]
    fn the_list_is_sorted_and_holds_no_person() {
        assert!(HARMLESS.is_sorted());
        for name in [
            "buyr_name",
            "depositor",
            "account",
            "mod_depositor",
            "batch_key",
            "remitter",
            "phone_no",
        ] {
            assert!(!HARMLESS.contains(&name));
        }
    }

    proptest! {
        #[test]
        fn any_answer_is_one_line(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let line = one_line(&fields(&bytes));
            prop_assert!(!line.chars().any(char::is_control));
        }

        #[test]
        fn no_card_number_is_ever_said(number in "[1-9][0-9]{15}", name in "[a-z_]{1,10}", around in "[a-z ]{0,5}") {
            // Numbers and times of the transaction are said in full.
            prop_assume!(!name.ends_with("time") && name != "tno" && name != "order_no" && name != "ca_order_id");
            let line = fields(format!("{name}={around}{number}{around}").as_bytes());
            prop_assert!(!line.contains(&number[6..12]));
        }
    }
}
