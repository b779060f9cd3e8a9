//! Tab-separated tables: a header line, comments behind `#`, and an error that names its line.

use anyhow::{Result, bail};

/// A row's line number, counted from one, and its cells.
pub(crate) type Row<'a, const N: usize> = (usize, [&'a str; N]);

/// Reads the rows of a table whose header is `header`. Cells are trimmed.
pub(crate) fn rows<'a, const N: usize>(
    text: &'a str,
    header: [&str; N],
) -> Result<Vec<Row<'a, N>>> {
    let mut rows = (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|(number, line)| Ok((number, cells(number, line)?)));
    match rows.next().transpose()? {
        Some((_, first)) if first == header => rows.collect(),
        Some((number, _)) => bail!("line {number}: the header is not {}", header.join(", ")),
        None => bail!("no header line"),
    }
}

/// Reads the rows of a table whose header has columns of several kinds; every row has as many cells as the header.
pub(super) fn table<'a>(text: &'a str, header: &[&str]) -> Result<Vec<(usize, Vec<&'a str>)>> {
    let mut rows = Vec::new();
    let mut head = false;
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        if !head {
            if cells != header {
                bail!("line {number}: the header is not {}", header.join(", "));
            }
            head = true;
        } else if cells.len() == header.len() {
            rows.push((number, cells));
        } else {
            bail!("line {number}: {} columns instead of {}", cells.len(), header.len());
        }
    }
    if head { Ok(rows) } else { bail!("no header line") }
}

/// `card_limit` to `CardLimit`; nothing for anything else.
pub(super) fn camel_case(snake: &str) -> Option<String> {
    snake.split('_').map(capitalised).collect()
}

fn capitalised(word: &str) -> Option<String> {
    let mut chars = word.chars();
    let first = chars.next().filter(char::is_ascii_lowercase)?;
    let rest = chars.as_str();
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    rest.bytes().all(fits).then(|| format!("{}{rest}", first.to_ascii_uppercase()))
}

fn cells<const N: usize>(number: usize, line: &str) -> Result<[&str; N]> {
    let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
    let found = cells.len();
    match <[&str; N]>::try_from(cells) {
        Ok(cells) => Ok(cells),
        Err(_) => bail!("line {number}: {found} columns instead of {N}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Row<'_, 2>>> {
        rows(text, ["code", "text"])
    }

    #[test]
    fn comments_and_empty_lines_count_as_lines_and_hold_nothing() {
        let text = "# a comment\ncode\ttext\n\n# another\n01\t하나\n02\t\n";
        assert_eq!(read(text).unwrap(), [(5, ["01", "하나"]), (6, ["02", ""])]);
    }

    #[test]
    fn a_line_with_a_column_more_or_less_is_named() {
        let error = read("code\ttext\n01\n").unwrap_err();
        assert_eq!(error.to_string(), "line 2: 1 columns instead of 2");
        let error = read("code\ttext\n\n01\tone\tmore\n").unwrap_err();
        assert_eq!(error.to_string(), "line 3: 3 columns instead of 2");
    }

    #[test]
    fn a_table_of_any_width_keeps_every_row_as_wide_as_its_header() {
        let read = |text| table(text, &["code", "text"]).map_err(|error| error.to_string());
        let text = "# a comment\ncode\ttext\n\n01\t하나\n02\t\n";
        assert_eq!(read(text), Ok(vec![(4, vec!["01", "하나"]), (5, vec!["02", ""])]));
        assert_eq!(read("code\ttext\n01\n").unwrap_err(), "line 2: 1 columns instead of 2");
        assert_eq!(read("text\tcode\n").unwrap_err(), "line 1: the header is not code, text");
        assert_eq!(read("# only this\n").unwrap_err(), "no header line");
    }

    #[test]
    fn another_header_is_refused() {
        assert_eq!(
            read("text\tcode\n").unwrap_err().to_string(),
            "line 1: the header is not code, text"
        );
        assert_eq!(read("# only this\n").unwrap_err().to_string(), "no header line");
    }
}
