//! Tables for people: columns that are as wide as their longest cell.

use unicode_width::UnicodeWidthStr;

/// The space between two columns.
const GAP: usize = 2;

/// Lines of a table, each row of which has one or several lines in each cell. Empty columns are left out.
#[must_use]
pub fn render(head: &[&str], rows: &[Vec<Vec<String>>]) -> String {
    let is_used = |column: usize| rows.iter().any(|row| row[column].iter().any(|line| !line.is_empty()));
    let used: Vec<usize> = (0..head.len()).filter(|column| is_used(*column)).collect();
    let width = |column: usize| {
        let cells = rows.iter().flat_map(|row| &row[column]).map(String::as_str);
        cells.chain([head[column]]).map(UnicodeWidthStr::width).max().unwrap_or_default()
    };
    let widths: Vec<usize> = used.iter().map(|column| width(*column)).collect();
    let mut text = line(used.iter().map(|column| head[*column]), &widths);
    for row in rows {
        let height = used.iter().map(|column| row[*column].len()).max().unwrap_or_default();
        for number in 0..height {
            let cells = used.iter().map(|column| row[*column].get(number).map_or("", String::as_str));
            text.push_str(&line(cells, &widths));
        }
    }
    text
}

fn line<'a>(cells: impl Iterator<Item = &'a str>, widths: &[usize]) -> String {
    let mut line = String::new();
    for (cell, width) in cells.zip(widths) {
        line.push_str(cell);
        line.push_str(&" ".repeat(width.saturating_sub(cell.width()) + GAP));
    }
    format!("{}\n", line.trim_end())
}
