//! The outline of a text, and what can be folded in it.

use ls_types::{DocumentSymbol, DocumentSymbolResponse, FoldingRange, SymbolKind, Uri};

use crate::check::api::{self, Symbol};

use super::checked::OpenCheck;
use super::worker::Worker;

pub(super) fn symbols(worker: &mut Worker, uri: &Uri) -> Option<DocumentSymbolResponse> {
    let (checked, symbols) = find(worker, uri)?;
    let symbols = symbols.into_iter().filter_map(|symbol| converted(symbol, checked)).collect();
    Some(DocumentSymbolResponse::Nested(symbols))
}

/// Sections, lists and items of more than one line.
pub(super) fn folds(worker: &mut Worker, uri: &Uri) -> Option<Vec<FoldingRange>> {
    let (_, symbols) = find(worker, uri)?;
    let mut folds = Vec::new();
    let mut waiting = symbols;
    while let Some(symbol) = waiting.pop() {
        let line = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        // What ends at the beginning of a line does not reach into it.
        let end = symbol.place.end.line - usize::from(symbol.place.end.column == 0 && symbol.place.end.line > 0);
        if end > symbol.place.start.line {
            let (start_line, end_line) = (line(symbol.place.start.line), line(end));
            folds.push(FoldingRange { start_line, end_line, ..FoldingRange::default() });
        }
        waiting.extend(symbol.children);
    }
    folds.sort_by_key(|fold| (fold.start_line, fold.end_line));
    Some(folds)
}

fn find<'w>(worker: &'w mut Worker, uri: &Uri) -> Option<(&'w OpenCheck, Vec<Symbol>)> {
    let checked = worker.checked(uri)?;
    let (text, _) = checked.offset(uri, ls_types::Position::default())?;
    Some((checked, checked.analysis.as_ref()?.symbols(text)))
}

#[expect(deprecated, reason = "the field for clients of the time before tags must be filled")]
fn converted(symbol: Symbol, checked: &OpenCheck) -> Option<DocumentSymbol> {
    let (_, range) = checked.location(symbol.place)?;
    let (_, selection_range) = checked.location(symbol.selection)?;
    let children: Vec<_> = symbol.children.into_iter().filter_map(|symbol| converted(symbol, checked)).collect();
    Some(DocumentSymbol {
        name: symbol.name,
        detail: None,
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        range,
        selection_range,
        children: (!children.is_empty()).then_some(children),
    })
}

const fn kind(kind: api::SymbolKind) -> SymbolKind {
    match kind {
        api::SymbolKind::Section => SymbolKind::MODULE,
        api::SymbolKind::List => SymbolKind::ARRAY,
        api::SymbolKind::Item => SymbolKind::OBJECT,
        api::SymbolKind::Option => SymbolKind::PROPERTY,
    }
}
