//! What a Nix expression is, as far as its text alone tells: literals, sets and lists; everything else is unknown.
//!
//! Nothing is evaluated but names that are bound in sight, `//`, `++`, and the functions of nixpkgs that pass on what they
//! are given. The module system may add to whatever is defined, and decides between definitions.

use std::collections::HashMap;

use rnix::ast::{self, AstToken as _, Attr, BinOpKind, Expr, HasEntry, InterpolPart, LiteralKind, UnaryOpKind};
use rnix::{SyntaxNode, TextRange};
use rowan::ast::AstNode as _;

use crate::document::{Filters, Kind, Node, NodeId, Style, Tree, mask, partly_known};
use crate::text::{SourceId, Span, UNKNOWN};

use super::draft::{AttributeName, Draft, concatenated, node, unknown};
use super::scopes::{NameBinding, Scopes, static_name};

/// Expressions that are nested deeper are unknown: each level takes stack.
const MAX_DEPTH: usize = 120;

/// A text that is put together becomes no longer than this, in bytes: each interpolation may double it.
const MAX_LENGTH: usize = 1 << 16;

/// Reads expressions into a tree.
pub(super) struct NixReader<'a> {
    pub(super) tree: &'a mut Tree,
    source: SourceId,
    filters: Filters,
    depth: usize,
    /// What was read for the definition of an attribute; nothing while it is being read.
    done: HashMap<SyntaxNode, Option<NodeId>>,
    scopes: Scopes,
    /// Values that are bound to names, or given to something unknown: what they become is not known, what they are is.
    pub(super) beside: Vec<NodeId>,
}

impl<'a> NixReader<'a> {
    pub(super) fn new(tree: &'a mut Tree, source: SourceId, filters: Filters) -> Self {
        let (done, scopes) = (HashMap::new(), Scopes::new());
        Self { tree, source, filters, depth: 0, done, scopes, beside: Vec::new() }
    }

    pub(super) fn span(&self, syntax: &SyntaxNode) -> Span {
        span(self.source, syntax.text_range())
    }

    pub(super) fn unknown(&mut self, syntax: &SyntaxNode) -> NodeId {
        let span = self.span(syntax);
        unknown(self.tree, span)
    }

    fn push(&mut self, kind: Kind, syntax: &SyntaxNode) -> NodeId {
        let span = self.span(syntax);
        self.tree.push(node(kind, span))
    }

    /// What an expression is.
    pub(super) fn value(&mut self, expr: &Expr) -> NodeId {
        if self.depth > MAX_DEPTH {
            return self.unknown(expr.syntax());
        }
        self.depth += 1;
        let value = self.read(expr);
        self.depth -= 1;
        value
    }

    fn maybe(&mut self, expr: Option<Expr>, around: &SyntaxNode) -> NodeId {
        match expr {
            Some(expr) => self.value(&expr),
            None => self.unknown(around),
        }
    }

    fn read(&mut self, expr: &Expr) -> NodeId {
        let syntax = expr.syntax();
        match expr {
            Expr::Root(it) => self.maybe(it.expr(), syntax),
            Expr::Paren(it) => self.maybe(it.expr(), syntax),
            Expr::Assert(it) => self.maybe(it.body(), syntax),
            Expr::With(it) => self.maybe(it.body(), syntax),
            Expr::Lambda(it) => self.maybe(it.body(), syntax),
            Expr::LetIn(it) => {
                for definition in it.attrpath_values().filter_map(|it| it.value()) {
                    let value = self.once(&definition);
                    self.beside.push(value);
                }
                self.maybe(it.body(), syntax)
            }
            Expr::AttrSet(it) => {
                let draft = self.attributes(it);
                let span = self.span(syntax);
                draft.finish(self.tree, span)
            }
            Expr::List(it) => {
                let items = it.items().map(|item| self.value(&item)).collect();
                self.push(Kind::Sequence { items, flow: true }, syntax)
            }
            Expr::Str(it) => self.text(it),
            Expr::Literal(it) => self.literal(it),
            Expr::UnaryOp(it) if it.operator() == Some(UnaryOpKind::Negate) => self.negated(it),
            Expr::Ident(it) => self.name(it),
            Expr::Select(it) => self.selected(it),
            Expr::BinOp(it) => self.operation(it),
            Expr::Apply(it) => self.application(it),
            _ => {
                // What stands within is known if it is chosen at all.
                for part in syntax.children().filter_map(Expr::cast) {
                    self.keep(&part);
                }
                self.unknown(syntax)
            }
        }
    }

    /// Reads what is given to something unknown.
    pub(super) fn keep(&mut self, expr: &Expr) {
        let value = self.value(expr);
        self.beside.push(value);
    }

    /// The value of a definition, which is read once however often its name is used.
    fn once(&mut self, definition: &Expr) -> NodeId {
        match self.done.get(definition.syntax()) {
            Some(Some(value)) => *value,
            // It is defined by itself.
            Some(None) => self.unknown(definition.syntax()),
            None => {
                self.done.insert(definition.syntax().clone(), None);
                let value = self.value(definition);
                self.done.insert(definition.syntax().clone(), Some(value));
                value
            }
        }
    }

    fn attributes(&mut self, set: &impl HasEntry) -> Draft {
        let mut draft = Draft::default();
        for entry in set.entries() {
            match entry {
                ast::Entry::AttrpathValue(it) => {
                    let (Some(path), Some(definition)) = (it.attrpath(), it.value()) else { continue };
                    let value = self.once(&definition);
                    let names: Vec<AttributeName> = path.attrs().map_while(|attr| self.static_name(&attr)).collect();
                    if names.len() == path.attrs().count() {
                        draft.add(self.tree, &names, value);
                        continue;
                    }
                    self.beside.push(value);
                    match names.as_slice() {
                        [] => draft.open = true,
                        names => {
                            let some = Draft::unknown().finish(self.tree, names[0].span);
                            draft.add(self.tree, names, some);
                        }
                    }
                }
                ast::Entry::Inherit(it) => {
                    for attr in it.attrs() {
                        let Some(name) = self.static_name(&attr) else { continue };
                        let value = match it.from().and_then(|from| from.expr()) {
                            Some(from) => {
                                let from = self.value(&from);
                                self.attribute(from, &name.text, name.span)
                            }
                            None => self.look_up(&name.text, set.syntax().parent().as_ref(), name.span),
                        };
                        draft.add(self.tree, &[name], value);
                    }
                }
            }
        }
        draft
    }

    /// A name of an attribute that is written out.
    fn static_name(&self, attr: &Attr) -> Option<AttributeName> {
        Some(AttributeName { text: static_name(attr)?, span: self.span(attr.syntax()) })
    }

    fn literal(&mut self, literal: &ast::Literal) -> NodeId {
        let number = |kind| Node { style: Style::Plain, ..node(kind, self.span(literal.syntax())) };
        let number = match literal.kind() {
            LiteralKind::Integer(it) => it.value().ok().map(|value| number(Kind::Int(value))),
            LiteralKind::Float(it) => it.value().ok().map(|value| number(Kind::Float(value))),
            LiteralKind::Uri(it) => Some(node(Kind::Text(it.syntax().text().to_owned()), self.span(literal.syntax()))),
        };
        match number {
            Some(node) => self.tree.push(node),
            None => self.unknown(literal.syntax()),
        }
    }

    fn negated(&mut self, operation: &ast::UnaryOp) -> NodeId {
        let value = self.maybe(operation.expr(), operation.syntax());
        let kind = match &self.tree[value].kind {
            Kind::Int(value) => Kind::Int(value.wrapping_neg()),
            Kind::Float(value) => Kind::Float(-value),
            _ => return self.unknown(operation.syntax()),
        };
        self.push(kind, operation.syntax())
    }

    /// A string. Of one on a single line the rest is known where something is inserted; one on several lines may be a
    /// text of its own, and keeps the letters of what is inserted.
    fn text(&mut self, string: &ast::Str) -> NodeId {
        let parts = string.normalized_parts();
        let has_lines = parts.iter().any(|part| matches!(part, InterpolPart::Literal(text) if text.contains('\n')));
        let mut text = String::new();
        let mut is_unknown = false;
        for part in parts {
            match part {
                InterpolPart::Literal(literal) => text.push_str(&literal),
                InterpolPart::Interpolation(it) if has_lines => {
                    text.push_str(&it.syntax().text().to_string());
                    is_unknown = true;
                }
                InterpolPart::Interpolation(it) => {
                    let value = self.maybe(it.expr(), string.syntax());
                    match known_text(self.tree, value).filter(|known| text.len() + known.len() <= MAX_LENGTH) {
                        Some(known) => text.push_str(known),
                        None => text.push(UNKNOWN),
                    }
                }
            }
        }
        self.push_text(text, is_unknown, self.span(string.syntax()))
    }

    /// A text, in which a template may stand for Authelia's own filter.
    fn push_text(&mut self, text: String, is_unknown: bool, span: Span) -> NodeId {
        let masks = mask(&text, self.filters).1;
        let has_lines = text.contains('\n');
        let unknown = is_unknown || !masks.is_empty() || text.contains(UNKNOWN);
        let text = if has_lines { text } else { partly_known(&text, 0, &masks) };
        let style = if has_lines { Style::Literal } else { Style::DoubleQuoted };
        self.tree.push(Node { style, unknown, ..node(Kind::Text(text), span) })
    }

    fn name(&mut self, ident: &ast::Ident) -> NodeId {
        let syntax = ident.syntax();
        let name = syntax.text().to_string();
        let span = self.span(syntax);
        let kind = match name.as_str() {
            "true" | "false" => Kind::Bool(name == "true"),
            "null" => Kind::Null,
            _ => return self.look_up(&name, syntax.parent().as_ref(), span),
        };
        self.tree.push(Node { style: Style::Plain, ..node(kind, span) })
    }

    /// What a name stands for at a place, if it is bound in sight.
    fn look_up(&mut self, name: &str, place: Option<&SyntaxNode>, span: Span) -> NodeId {
        match self.scopes.binding(name, place) {
            Some(NameBinding::Value(definition)) => {
                let value = self.once(&definition);
                self.alias(value, span)
            }
            Some(NameBinding::From(set)) => {
                let set = self.once(&set);
                self.attribute(set, name, span)
            }
            Some(NameBinding::Outer | NameBinding::Unknown) | None => unknown(self.tree, span),
        }
    }

    /// A reference to a value that is written elsewhere.
    fn alias(&mut self, value: NodeId, span: Span) -> NodeId {
        let target = self.tree.resolve(value);
        if self.tree[target].unknown && known_text(self.tree, target).is_none() && is_blank(&self.tree[target].kind) {
            return unknown(self.tree, span);
        }
        self.tree.push(Node { style: Style::Plain, ..node(Kind::Alias(target), span) })
    }

    /// An attribute of a set.
    fn attribute(&mut self, set: NodeId, name: &str, span: Span) -> NodeId {
        match self.tree.get(set, name) {
            Some(entry) => self.alias(entry.value, span),
            None => unknown(self.tree, span),
        }
    }

    fn selected(&mut self, select: &ast::Select) -> NodeId {
        let span = self.span(select.syntax());
        let (Some(base), Some(path)) = (select.expr(), select.attrpath()) else {
            return unknown(self.tree, span);
        };
        let mut value = self.value(&base);
        for attr in path.attrs() {
            value = match self.static_name(&attr) {
                Some(name) => self.attribute(value, &name.text, span),
                None => unknown(self.tree, span),
            };
        }
        if let Some(default) = select.default_expr() {
            self.keep(&default);
        }
        value
    }

    fn operation(&mut self, operation: &ast::BinOp) -> NodeId {
        let syntax = operation.syntax();
        let span = self.span(syntax);
        let left = self.maybe(operation.lhs(), syntax);
        let right = self.maybe(operation.rhs(), syntax);
        let is =
            |kind: fn(&Kind) -> bool| [left, right].iter().any(|side| kind(&self.tree[self.tree.resolve(*side)].kind));
        match operation.operator() {
            Some(BinOpKind::Update) if is(|kind| matches!(kind, Kind::Mapping { .. })) => {
                let mut draft = Draft::of(self.tree, left);
                draft.update(self.tree, right);
                draft.finish(self.tree, span)
            }
            Some(BinOpKind::Concat) if is(|kind| matches!(kind, Kind::Sequence { .. })) => {
                concatenated(self.tree, left, right, span)
            }
            Some(BinOpKind::Add) if is(|kind| matches!(kind, Kind::Text(text) if !text.is_empty())) => {
                let part = |side| known_text(self.tree, side).map_or(UNKNOWN.to_string(), str::to_owned);
                let text = part(left) + &part(right);
                if text.len() > MAX_LENGTH {
                    return unknown(self.tree, span);
                }
                self.push_text(text, false, span)
            }
            _ => {
                self.beside.extend([left, right]);
                unknown(self.tree, span)
            }
        }
    }
}

/// A text that is known, at least in part.
fn known_text(tree: &Tree, node: NodeId) -> Option<&str> {
    match &tree[tree.resolve(node)] {
        Node { kind: Kind::Text(text), unknown, .. } if !unknown || text.contains(UNKNOWN) => Some(text),
        _ => None,
    }
}

fn is_blank(kind: &Kind) -> bool {
    matches!(kind, Kind::Text(text) if text.is_empty())
}

/// A range of bytes of the text.
pub(super) fn span(source: SourceId, range: TextRange) -> Span {
    Span::new(source, range.start().into(), range.end().into())
}
