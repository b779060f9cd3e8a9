//! Reads the variables out of a guide's text: one reader per guide, since each prints its tables in its own way.

use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::inventory::{GUIDES, Variable};

/// The variables of the four guides, whose texts are in `folder` under names that begin with the guide's number.
pub(super) fn read(folder: &Path) -> Result<Vec<Variable>> {
    let mut variables = Vec::new();
    for guide in GUIDES {
        let text = text_of(folder, guide)?;
        let found = match guide {
            "000" => account_verification(&text),
            "002" => ax_hub(&text),
            "003" => standard_payment(&text),
            _ => benepia(&text),
        };
        variables.extend(found.with_context(|| format!("guide {guide}"))?);
    }
    Ok(variables)
}

fn text_of(folder: &Path, guide: &str) -> Result<String> {
    let here = || folder.display().to_string();
    for entry in std::fs::read_dir(folder).with_context(here)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(&format!("{guide}-")) {
            return std::fs::read_to_string(entry.path()).with_context(here);
        }
    }
    bail!("no text of guide {guide} in {}", folder.display())
}

/// Rows of cells between tabs (number, name, type, length, mark), below `### 4.1.1 ...`; the first rows of a table
/// have a blank behind the number.
fn account_verification(text: &str) -> Result<Vec<Variable>> {
    let (mut section, mut table, mut found) = (String::new(), "", Vec::new());
    for line in text.lines() {
        if let Some(heading) = line.trim_start_matches('#').strip_prefix(' ') {
            heading.split(' ').next().unwrap_or_default().clone_into(&mut section);
            table = "";
        } else if line.ends_with("리턴 파라미터") {
            table = line;
        }
        let cells: Vec<&str> = line.splitn(5, '\t').collect();
        let (name, rest) = match cells.as_slice() {
            [number, name, rest @ ..] if is_number(number) => (*name, rest),
            [both, rest @ ..] => match both.split_once(' ') {
                Some((number, name)) if is_number(number) => (name, rest),
                _ => continue,
            },
            [] => continue,
        };
        let [kind @ ("String" | "Number"), bytes, mark, ..] = rest else {
            continue;
        };
        let (operation, direction) = match (section.as_str(), table.contains("실패")) {
            ("3.1.1", _) => ("config_account", "setting"),
            ("4.1.1", _) => ("account_verify", "request"),
            ("5.1.1", true) => ("account_verify_refusal", "answer"),
            ("5.1.1", false) => ("account_verify_answer", "answer"),
            _ => bail!("a table in section {section}, where there was none"),
        };
        found.push(Variable {
            guide: "000",
            section: section.clone(),
            table: table.to_owned(),
            operation: operation.to_owned(),
            direction,
            variable: name.to_owned(),
            kind: (*kind).to_owned(),
            bytes: (*bytes).to_owned(),
            mark: mark.split('\t').next().unwrap_or_default().to_owned(),
        });
    }
    Ok(found)
}

/// `name 항목명 AN 40 ○ example`, broken over lines anywhere, between two headings. The tables count their sections.
fn ax_hub(text: &str) -> Result<Vec<Variable>> {
    let (mut section, mut table, mut inside) = (0, "", false);
    let mut entries: Vec<(usize, &str, String)> = Vec::new();
    for line in text.lines().map(str::trim) {
        if line == "변수명 항목명 종류 길이" {
            (section, table, inside) = (section + 1, "", true);
        } else if line == "변수명 상세설명" || line.starts_with("항목 URL") {
            inside = false;
        } else if inside && line.starts_with('[') {
            table = line.split_inclusive(']').next().unwrap_or_default();
        } else if inside {
            let word = line.split_whitespace().next().unwrap_or_default();
            let begins = word.starts_with(|ch: char| ch.is_ascii_lowercase())
                && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            if begins {
                entries.push((section, table, line.to_owned()));
            } else if let Some((_, _, entry)) = entries.last_mut() {
                *entry += &format!(" {line}");
            }
        }
    }
    entries.iter().map(|(section, table, entry)| ax_hub_row(*section, table, entry)).collect()
}

fn ax_hub_row(section: usize, table: &str, entry: &str) -> Result<Variable> {
    let words: Vec<&str> = entry.split_whitespace().collect();
    let variable = words.first().copied().unwrap_or_default();
    let Some(at) = words.iter().position(|word| matches!(*word, "A" | "N" | "AN" | "ANS")) else {
        bail!("no type of {variable}");
    };
    let after = words.get(at + 1).copied().unwrap_or_default();
    let mark = words.iter().skip(at).find(|word| matches!(**word, "●" | "○" | "∆"));
    let answer = |method| format!("ax_hub_answer{method}");
    let (operation, direction) = match (section, table) {
        (1, _) => ("config_ax_hub".to_owned(), "setting"),
        (2, _) => ("ax_hub_order".to_owned(), "request"),
        (3, _) => ("capture".to_owned(), "request"),
        (4, _) => ("cancel".to_owned(), "request"),
        (5, "[실패]") if variable == "bSucc" => ("ax_hub_refusal".to_owned(), "setting"),
        (5, "[실패]") => ("ax_hub_refusal".to_owned(), "answer"),
        (5, "[성공]") => (answer(""), "answer"),
        (5, "[신용카드 결제]") => (answer("_card"), "answer"),
        (5, "[계좌이체 결제]") => (answer("_transfer"), "answer"),
        (5, "[가상계좌 결제]") => (answer("_virtual_account"), "answer"),
        (5, "[휴대폰 결제]") => (answer("_mobile"), "answer"),
        (5, "[포인트 결제]") => (answer("_points"), "answer"),
        (5, "[상품권 결제]") => (answer("_gift"), "answer"),
        (5, "[현금영수증정보]") => (answer("_cash_receipt"), "answer"),
        (6, _) if variable == "result" => ("common_return_reply".to_owned(), "reply"),
        (6, _) => ("common_return".to_owned(), "notice"),
        (7, "[현금영수증]") => ("cash_receipt_url".to_owned(), "request"),
        (7, _) => ("receipt_url".to_owned(), "request"),
        _ => bail!("table {section} {table}, which there was not"),
    };
    Ok(Variable {
        guide: "002",
        section: section.to_string(),
        table: table.to_owned(),
        operation,
        direction,
        variable: variable.to_owned(),
        kind: words.get(at).copied().unwrap_or_default().to_owned(),
        bytes: if is_number(after) { after.to_owned() } else { String::new() },
        mark: mark.copied().unwrap_or_default().to_owned(),
    })
}

/// A line `string40`, then `ordr_idxx필수PC / Mobile`, below a heading that is a line of its own; in section 8 alone.
fn standard_payment(text: &str) -> Result<Vec<Variable>> {
    let (mut table, mut found) = ("", Vec::new());
    let mut lines = text.lines().map(str::trim).skip_while(|line| *line != "8파라미터");
    while let Some(line) = lines.next() {
        if let Some((kind, bytes)) = type_line(line) {
            let name = lines.next().context("a type at the end")?;
            found.push(standard_row(table, kind, bytes, name)?);
        } else if is_heading(line) {
            table = line;
        }
    }
    Ok(found)
}

/// `공통 응답` or `승인 요청 파라미터`, and no sentence that ends like one.
fn is_heading(line: &str) -> bool {
    let ends = line.trim_end_matches("(Mobile)");
    !line.starts_with("NHN") && (ends.ends_with("파라미터") || ends.ends_with("응답"))
}

/// `string40` or `number가변`.
fn type_line(line: &str) -> Option<(&'static str, &str)> {
    let (kind, rest) = match (line.strip_prefix("string"), line.strip_prefix("number")) {
        (Some(rest), _) => ("string", rest),
        (_, Some(rest)) => ("number", rest),
        _ => return None,
    };
    if rest == "가변" {
        return Some((kind, ""));
    }
    is_number(rest).then_some((kind, rest))
}

fn standard_row(table: &str, kind: &str, bytes: &str, line: &str) -> Result<Variable> {
    let (rest, phone, pc) = match line {
        line if line.ends_with("PC / Mobile") => (line.trim_end_matches("PC / Mobile"), true, true),
        line if line.ends_with("Mobile") => {
            (line.strip_suffix("Mobile").unwrap_or(line), true, false)
        }
        line => (line.strip_suffix("PC").context("no PC and no Mobile")?, false, true),
    };
    let rest = rest.trim_end();
    let variable = rest.strip_suffix("필수").unwrap_or(rest).trim_end();
    let form = match (phone, pc) {
        (true, true) => "window_mobile_order|window_pc_order",
        (true, false) => "window_mobile_order",
        _ => "window_pc_order",
    };
    let (operation, direction) = match table {
        "거래등록 요청 파라미터(Mobile)" => ("register", "request"),
        "거래등록 응답 파라미터(Mobile)" => ("register_answer", "answer"),
        "인증 응답 파라미터" => ("window_answer", "answer"),
        "승인 요청 파라미터" => ("approve", "request"),
        "공통 응답" => ("approve_answer", "answer"),
        "신용카드 결제 응답" => ("approve_answer_card", "answer"),
        "계좌이체 결제 응답" => ("approve_answer_transfer", "answer"),
        "가상계좌 발급 응답" => ("approve_answer_virtual_account", "answer"),
        "가상계좌 입금 응답" => ("deposit_notice", "notice"),
        "휴대폰 결제 응답" => ("approve_answer_mobile", "answer"),
        "포인트 결제 응답" => ("approve_answer_points", "answer"),
        "상품권 결제 응답" => ("approve_answer_gift", "answer"),
        "결제수단별 공통 파라미터"
        | "신용카드 전용 옵션파라미터"
        | "가상계좌 발급 추가 설정 파라미터"
        | "휴대폰 추가 설정 파라미터"
        | "포인트 추가 설정 파라미터"
        | "옵션 파라미터" => (form, "request"),
        _ => bail!("{variable} in table {table:?}, which there was not"),
    };
    Ok(Variable {
        guide: "003",
        section: "8".to_owned(),
        table: table.to_owned(),
        operation: operation.to_owned(),
        direction,
        variable: variable.to_owned(),
        kind: kind.to_owned(),
        bytes: bytes.to_owned(),
        mark: line.get(variable.len()..).unwrap_or_default().trim().to_owned(),
    })
}

/// Rows of cells between tabs, below `2.2 ...` and `Request` or `Response`. The scan tore one row's cells away.
fn benepia(text: &str) -> Result<Vec<Variable>> {
    let (mut section, mut answer, mut again, mut found) = ("", false, false, Vec::new());
    for line in text.lines() {
        let whole = line.trim();
        let start = whole.split(' ').next().unwrap_or_default();
        if whole.contains("포인트") && matches!(start, "2.2" | "2.3" | "2.4") {
            (section, answer, again) = (start, false, false);
        }
        match whole {
            "Request" => (answer, again) = (false, false),
            "Response" => (answer, again) = (true, false),
            // The scan cut the word behind this in two.
            _ => again |= whole.starts_with("재승인 Re"),
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let (variable, kind, bytes, mark) = match cells.as_slice() {
            [number, name, kind, bytes, mark, ..] if is_number(number) => {
                (*name, *kind, *bytes, *mark)
            }
            [torn] => match torn.split_once(' ') {
                Some((number, name)) if is_number(number) && name.contains('_') => {
                    (name, "", "", "")
                }
                _ => continue,
            },
            _ => continue,
        };
        if !(kind.is_empty() || matches!(kind, "String" | "Number" | "number" | "Ctring")) {
            continue;
        }
        let (operation, direction) = match (section, answer, again) {
            ("2.2", false, _) => ("points_query", "request"),
            ("2.2", true, _) => ("points_query_answer", "answer"),
            ("2.3", false, _) => ("points_pay", "request"),
            ("2.3", true, _) => ("points_pay_answer", "answer"),
            ("2.4", false, false) => ("api_cancel|points_reapprove", "request"),
            ("2.4", false, true) => ("points_reapprove", "request"),
            ("2.4", true, false) => ("api_cancel_answer|points_reapprove_answer", "answer"),
            ("2.4", true, true) => ("points_reapprove_answer", "answer"),
            _ => bail!("{variable} in section {section:?}, which has no table"),
        };
        found.push(Variable {
            guide: "004",
            section: section.to_owned(),
            table: String::new(),
            operation: operation.to_owned(),
            direction,
            variable: variable.to_owned(),
            kind: kind.to_owned(),
            bytes: bytes.to_owned(),
            // The guide writes a Greek capital for the Latin one here and there.
            mark: mark.replace('Υ', "Y"),
        });
    }
    Ok(found)
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests;
