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
    fn another_header_is_refused() {
        assert_eq!(
            read("text\tcode\n").unwrap_err().to_string(),
            "line 1: the header is not code, text"
        );
        assert_eq!(read("# only this\n").unwrap_err().to_string(), "no header line");
    }
}
