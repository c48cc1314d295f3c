//! What the crate `cel` reads of an expression, and where its parts stand.

use std::ops::Range;

use cel::common::ast::{EntryExpr, Expr, SourceInfo};
use cel::{Env, IdedExpr};

use crate::text::Mistake;
use crate::text::suggestion::nearest;

/// No expression of more bytes is read.
const MAX_LENGTH: usize = 4096;

/// No expression is nested deeper than this.
const MAX_DEPTH: u16 = 32;

/// Why an expression is not taken.
#[derive(Debug)]
pub enum Rejection {
    /// Something is wrong with it.
    Wrong(Mistake),
    /// It is beyond a limit, or uses what is not judged here.
    Unjudged(Mistake),
}

impl From<Rejection> for Mistake {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::Wrong(mistake) | Rejection::Unjudged(mistake) => mistake,
        }
    }
}

/// An expression as it is written.
pub struct Syntax<'a> {
    text: &'a str,
    places: SourceInfo,
}

impl<'a> Syntax<'a> {
    /// Reads an expression, with optional values (`a.?b`, `[?a]`) or without. Macros such as `all` stay calls.
    ///
    /// # Errors
    /// Where it is not an expression, or beyond a limit.
    pub fn read(text: &'a str, optional: bool) -> Result<(Self, IdedExpr), Rejection> {
        if text.len() > MAX_LENGTH {
            let message = format!("this expression is longer than {MAX_LENGTH} bytes");
            return Err(Rejection::Unjudged(Mistake::new(0..0, message)));
        }
        let parser = Env::default().with_optional_support(optional).parser().max_recursion_depth(MAX_DEPTH);
        match parser.parse_with_source_info(text) {
            Ok((root, places)) => Ok((Self { text, places }, root)),
            Err(errors) => {
                let first = errors.errors.first();
                let (line, column) = first.map_or((1, 1), |error| error.pos);
                let at = offset(text, line, column);
                let wrong = |message: String| Mistake::new(at..next(text, at), message);
                if errors.errors.iter().any(|error| error.msg.contains("Recursion limit")) {
                    return Err(Rejection::Unjudged(wrong(format!(
                        "this expression is nested deeper than {MAX_DEPTH}"
                    ))));
                }
                let message = first.map_or_else(String::new, |error| words(&error.msg));
                Err(Rejection::Wrong(wrong(format!("this is not a CEL expression: {message}"))))
            }
        }
    }

    /// Something wrong with an expression.
    #[must_use]
    pub fn mistake(&self, expression: &IdedExpr, message: String) -> Mistake {
        Mistake::new(self.range(expression), message)
    }

    /// Something that does not exist, and what was most likely meant.
    #[must_use]
    pub fn missing<'n>(
        &self,
        expression: &IdedExpr,
        what: &str,
        name: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) -> Mistake {
        let help = nearest(name, known).map(|nearest| format!("did you mean `{nearest}`?"));
        Mistake { help, ..Mistake::new(self.token(expression), format!("there is no {what} `{name}`")) }
    }

    /// Where an expression stands, all that it is made of included.
    #[must_use]
    pub fn range(&self, root: &IdedExpr) -> Range<usize> {
        let mut range: Option<Range<usize>> = None;
        let mut waiting = vec![root];
        while let Some(expression) = waiting.pop() {
            let own = self.token(expression);
            range = Some(range.map_or_else(|| own.clone(), |all| all.start.min(own.start)..all.end.max(own.end)));
            match &expression.expr {
                Expr::Call(call) => waiting.extend(call.target.as_deref().into_iter().chain(&call.args)),
                Expr::Select(select) => waiting.push(&select.operand),
                Expr::List(list) => waiting.extend(&list.elements),
                Expr::Map(map) => waiting.extend(map.entries.iter().flat_map(|entry| parts(&entry.expr))),
                _ => {}
            }
        }
        range.unwrap_or(0..0)
    }

    /// Where the word stands that an expression is known by: a name, an operator, the field that is selected.
    #[must_use]
    pub fn token(&self, expression: &IdedExpr) -> Range<usize> {
        let (start, end) = self.places.offset_for(expression.id).unwrap_or_default();
        let start = self.byte(start);
        let end = next(self.text, self.byte(end));
        match &expression.expr {
            // The place of a selection is its dot, that of a call the parenthesis behind its name.
            Expr::Select(select) => self.word(start + 1, &select.field).unwrap_or(start..end),
            Expr::Call(call) => {
                let from = start.checked_sub(call.func_name.len());
                let word = from.and_then(|from| self.word(from, &call.func_name));
                word.unwrap_or(start..end)
            }
            _ => start..end.max(start),
        }
    }

    fn word(&self, start: usize, word: &str) -> Option<Range<usize>> {
        let range = start..start + word.len();
        (self.text.get(range.clone()) == Some(word)).then_some(range)
    }

    /// The start of the character that an offset of the parser, which counts bytes, lies in.
    fn byte(&self, offset: u32) -> usize {
        self.text.floor_char_boundary(offset as usize)
    }
}

/// What an entry of a mapping is made of.
fn parts(entry: &EntryExpr) -> Vec<&IdedExpr> {
    match entry {
        EntryExpr::MapEntry(entry) => vec![&entry.key, &entry.value],
        EntryExpr::StructField(field) => vec![&field.value],
    }
}

/// The byte at a line and a column, both from 1.
fn offset(text: &str, line: isize, column: isize) -> usize {
    let index = |number: isize| usize::try_from(number - 1).unwrap_or(0);
    let before: usize = text.split_inclusive('\n').take(index(line)).map(str::len).sum();
    let line = text.get(before..).unwrap_or_default();
    before + line.char_indices().nth(index(column)).map_or(line.trim_end().len(), |(at, _)| at)
}

/// The end of the character that starts at a byte.
fn next(text: &str, at: usize) -> usize {
    at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
}

/// What the parser says, without what only its author understands.
fn words(message: &str) -> String {
    let message = message.trim_start_matches("Syntax error: ");
    let message = message.split(" expecting {").next().unwrap_or(message);
    if message.starts_with("mismatched input '<EOF>'") {
        return "it ends too early".to_owned();
    }
    message.split(" expecting <EOF>").next().unwrap_or(message).to_owned()
}
