//! From what was read of an expression to one whose names and types are right.

use std::rc::Rc;
use std::sync::Arc;

use cel::IdedExpr;
use cel::common::ast::{CallExpr, Expr, LiteralValue};
use regex::RegexBuilder;

use crate::cel::Syntax;
use crate::config::view::View;
use crate::config::{Client, Config};
use crate::text::Mistake;

use super::Scope;
use super::expression::{Fold, Node, What};
use super::function::{Function, METHODS, operator};
use super::kind::Kind;

/// Chains of operators are not longer than this.
const MAX_DEPTH: usize = 200;

/// What a pattern may take in memory, in bytes.
const MAX_PATTERN: usize = 1 << 20;

/// The folds by name.
const FOLDS: &[(&str, Fold)] = &[
    ("all", Fold::All),
    ("exists", Fold::Exists),
    ("exists_one", Fold::ExistsOne),
    ("filter", Fold::Filter),
    ("map", Fold::Map),
];

type Checked = Result<(Node, Kind), Mistake>;

/// Checks names and types.
pub(super) struct Compiler<'a> {
    syntax: &'a Syntax<'a>,
    scope: Scope,
    /// The names that folds bind, the outermost first.
    bound: Vec<(String, Kind)>,
    depth: usize,
    pub(super) sees_configuration: bool,
}

impl<'a> Compiler<'a> {
    pub(super) const fn new(syntax: &'a Syntax<'a>, scope: Scope) -> Self {
        Self { syntax, scope, bound: Vec::new(), depth: 0, sees_configuration: false }
    }

    /// Checks an expression and all that it is made of.
    pub(super) fn node(&mut self, expression: &IdedExpr) -> Checked {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return self.wrong(expression, "this expression is too long a chain".to_owned());
        }
        let checked = match &expression.expr {
            Expr::Literal(literal) => self.literal(expression, literal),
            Expr::Ident(name) => self.name(expression, name),
            Expr::Select(select) => self.field(expression, &select.operand, &select.field),
            Expr::Call(call) => self.call(expression, call),
            Expr::List(list) => self.list(expression, &list.elements),
            _ => self.wrong(expression, "policies know no mappings or structures of their own".to_owned()),
        };
        self.depth -= 1;
        checked
    }

    #[expect(clippy::unnecessary_wraps, reason = "it ends every check that went well")]
    fn made(&self, expression: &IdedExpr, what: What, kind: Kind) -> Checked {
        Ok((Node { range: self.syntax.range(expression), what }, kind))
    }

    fn wrong<T>(&self, expression: &IdedExpr, message: String) -> Result<T, Mistake> {
        Err(self.syntax.mistake(expression, message))
    }

    /// Something that does not exist, and what was most likely meant.
    fn missing<'n, T>(
        &self,
        expression: &IdedExpr,
        what: &str,
        name: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) -> Result<T, Mistake> {
        Err(self.syntax.missing(expression, what, name, known))
    }

    fn literal(&self, expression: &IdedExpr, literal: &LiteralValue) -> Checked {
        let (view, kind) = match literal {
            LiteralValue::Boolean(value) => (View::Bool(*value.inner()), Kind::Bool),
            LiteralValue::Int(number) => (View::Int(*number.inner()), Kind::Int),
            LiteralValue::String(text) => (View::text(text.inner()), Kind::Text),
            _ => {
                let message = "policies know texts, whole numbers, booleans and lists; `has(…)` tells what is there";
                return self.wrong(expression, message.to_owned());
            }
        };
        self.made(expression, What::Literal(view), kind)
    }

    fn name(&mut self, expression: &IdedExpr, name: &str) -> Checked {
        if let Some(index) = self.bound.iter().rposition(|(bound, _)| bound == name) {
            let kind = self.bound[index].1.clone();
            return self.made(expression, What::Bound(index), kind);
        }
        match (name, self.scope) {
            ("config", _) => {
                self.sees_configuration = true;
                self.made(expression, What::Configuration, Kind::of(Config::TYPE))
            }
            ("client", Scope::Client) => self.made(expression, What::Client, Kind::of(Client::TYPE)),
            ("client", Scope::Configuration) => {
                let problem = Mistake::new(self.syntax.token(expression), "there is no `client` in this scope");
                Err(problem.help(Some("write `scope = \"client\"`, or look at `config`".to_owned())))
            }
            _ => {
                let bound = self.bound.iter().map(|(name, _)| name.as_str());
                self.missing(expression, "name", name, bound.chain(["client", "config"]))
            }
        }
    }

    fn field(&mut self, expression: &IdedExpr, of: &IdedExpr, field: &str) -> Checked {
        let (operand, kind) = self.node(of)?;
        let found = match &kind {
            Kind::Map(item) => Some(*item),
            Kind::Section(section) => section.field(field),
            _ => return self.wrong(of, format!("this is {kind}, which has no field `{field}`")),
        };
        match (found, &kind) {
            (Some(found), _) => {
                let what = What::Field(Box::new(operand), Arc::from(field));
                self.made(expression, what, Kind::of(found))
            }
            (None, Kind::Section(section)) => {
                self.missing(expression, "option", field, section.fields().into_iter().map(|(name, _)| name))
            }
            (None, _) => self.missing(expression, "entry", field, []),
        }
    }

    fn list(&mut self, expression: &IdedExpr, elements: &[IdedExpr]) -> Checked {
        let mut items = Vec::new();
        let mut kind = Kind::Nothing;
        for element in elements {
            let (item, item_kind) = self.node(element)?;
            match &kind {
                Kind::List(first) if !first.fits(&item_kind) => {
                    return self.wrong(element, format!("this is {item_kind} in a list that begins with {first}"));
                }
                Kind::List(_) => {}
                _ => kind = Kind::List(Rc::new(item_kind)),
            }
            items.push(item);
        }
        self.made(expression, What::List(items), kind)
    }

    fn call(&mut self, expression: &IdedExpr, call: &CallExpr) -> Checked {
        let args = call.args.as_slice();
        match (call.func_name.as_str(), call.target.as_deref(), args) {
            ("has", None, [arg]) if matches!(arg.expr, Expr::Select(_)) => {
                let (node, _) = self.node(arg)?;
                self.made(expression, What::Has(Box::new(node)), Kind::Bool)
            }
            ("has", None, _) => self.wrong(expression, "`has` takes one option, as `has(client.scopes)`".to_owned()),
            ("!_", None, [arg]) => {
                let what = What::Not(self.boolean(arg)?);
                self.made(expression, what, Kind::Bool)
            }
            (name @ ("_&&_" | "_||_"), None, [left, right]) => {
                let (left, right) = (self.boolean(left)?, self.boolean(right)?);
                let what = if name == "_&&_" { What::And(left, right) } else { What::Or(left, right) };
                self.made(expression, what, Kind::Bool)
            }
            ("_?_:_", None, [condition, yes, no]) => self.choice(expression, condition, yes, no),
            (name @ ("_==_" | "_!=_"), None, [left, right]) => self.equal(expression, name == "_!=_", left, right),
            ("@in", None, [item, list]) => self.contains(expression, item, list),
            ("_[_]", None, [list, index]) => self.index(expression, list, index),
            ("matches", Some(text), [pattern]) | ("matches", None, [text, pattern]) => {
                self.matches(expression, text, pattern)
            }
            (name, target, args) => match (FOLDS.iter().find(|(known, _)| *known == name), target, args) {
                (Some((_, fold)), Some(list), [variable, body]) => self.fold(expression, *fold, list, variable, body),
                _ => self.function(expression, name, target, args),
            },
        }
    }

    fn boolean(&mut self, expression: &IdedExpr) -> Result<Box<Node>, Mistake> {
        match self.node(expression)? {
            (node, Kind::Bool) => Ok(Box::new(node)),
            (_, kind) => self.wrong(expression, format!("this must be true or false, and is {kind}")),
        }
    }

    fn choice(&mut self, all: &IdedExpr, condition: &IdedExpr, yes: &IdedExpr, no: &IdedExpr) -> Checked {
        let condition = self.boolean(condition)?;
        let (yes, kind) = self.node(yes)?;
        let (otherwise, other) = self.node(no)?;
        if !kind.fits(&other) {
            return self.wrong(no, format!("this is {other}, and before the colon stands {kind}"));
        }
        self.made(all, What::If(condition, Box::new(yes), Box::new(otherwise)), kind)
    }

    fn equal(&mut self, all: &IdedExpr, negated: bool, left: &IdedExpr, right: &IdedExpr) -> Checked {
        let (one, kind) = self.node(left)?;
        let (other, other_kind) = self.node(right)?;
        if !kind.fits(&other_kind) || matches!(kind, Kind::Section(_) | Kind::Map(_)) {
            return self.wrong(all, format!("{kind} cannot be compared with {other_kind}"));
        }
        let equal = What::Equal(Box::new(one), Box::new(other));
        let (node, kind) = self.made(all, equal, Kind::Bool)?;
        if negated { self.made(all, What::Not(Box::new(node)), kind) } else { Ok((node, kind)) }
    }

    fn contains(&mut self, all: &IdedExpr, item: &IdedExpr, list: &IdedExpr) -> Checked {
        let (item, kind) = self.node(item)?;
        let (list_node, list_kind) = self.node(list)?;
        match list_kind.item() {
            Some(of) if of == Kind::Nothing || of.fits(&kind) => {
                self.made(all, What::In(Box::new(item), Box::new(list_node)), Kind::Bool)
            }
            Some(of) => self.wrong(all, format!("{kind} is never in a list whose items are each {of}")),
            None => self.wrong(list, format!("behind `in` stands a list, and this is {list_kind}")),
        }
    }

    fn index(&mut self, all: &IdedExpr, list: &IdedExpr, index: &IdedExpr) -> Checked {
        let (list_node, kind) = self.node(list)?;
        let (index_node, index_kind) = self.node(index)?;
        let found = match (&kind, &index_kind) {
            (Kind::List(item), Kind::Int) => (**item).clone(),
            (Kind::Map(item), Kind::Text) => Kind::of(item),
            _ => return self.wrong(all, format!("{kind} has no place that {index_kind} names")),
        };
        self.made(all, What::Index(Box::new(list_node), Box::new(index_node)), found)
    }

    fn matches(&mut self, all: &IdedExpr, text: &IdedExpr, pattern: &IdedExpr) -> Checked {
        let (node, kind) = self.node(text)?;
        if kind != Kind::Text {
            return self.wrong(text, format!("only a text matches a pattern, and this is {kind}"));
        }
        let Expr::Literal(LiteralValue::String(written)) = &pattern.expr else {
            return self.wrong(pattern, "the pattern must be written as a text".to_owned());
        };
        match RegexBuilder::new(written.inner()).size_limit(MAX_PATTERN).build() {
            Ok(regex) => self.made(all, What::Matches(Box::new(node), regex), Kind::Bool),
            Err(error) => {
                let reason = error.to_string();
                let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ");
                self.wrong(pattern, format!("this is not a regular expression: {reason}"))
            }
        }
    }

    fn fold(&mut self, all: &IdedExpr, fold: Fold, list: &IdedExpr, variable: &IdedExpr, body: &IdedExpr) -> Checked {
        let (list_node, kind) = self.node(list)?;
        let Some(item) = kind.item() else {
            return self.wrong(list, format!("this must be a list, and is {kind}"));
        };
        let Expr::Ident(name) = &variable.expr else {
            return self.wrong(variable, "a name for the items must stand here".to_owned());
        };
        self.bound.push((name.clone(), item.clone()));
        let checked = self.node(body);
        self.bound.pop();
        let (body_node, body_kind) = checked?;
        if fold != Fold::Map && body_kind != Kind::Bool {
            return self.wrong(body, format!("this must be true or false, and is {body_kind}"));
        }
        let kind = match fold {
            Fold::All | Fold::Exists | Fold::ExistsOne => Kind::Bool,
            Fold::Filter => Kind::List(Rc::new(item)),
            Fold::Map => Kind::List(Rc::new(body_kind)),
        };
        self.made(all, What::Fold(fold, Box::new(list_node), Box::new(body_node)), kind)
    }

    fn function(&mut self, all: &IdedExpr, name: &str, target: Option<&IdedExpr>, args: &[IdedExpr]) -> Checked {
        let by_name = METHODS.iter().find(|(known, _)| *known == name).map(|(_, function)| *function);
        if by_name.is_none() && name.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphanumeric()) {
            let known = METHODS.iter().map(|(name, _)| *name).chain(FOLDS.iter().map(|(name, _)| *name));
            return self.missing(all, "function", name, known.chain(["has", "matches"]));
        }
        let mut nodes = Vec::new();
        let mut kinds = Vec::new();
        for part in target.into_iter().chain(args) {
            let (node, kind) = self.node(part)?;
            nodes.push(node);
            kinds.push(kind);
        }
        let negate = (name == "-_").then_some(Function::Negate);
        let function = by_name.or(negate).or_else(|| operator(name, kinds.first()?));
        let Some(function) = function else {
            return self.wrong(all, "policies do not know this operator".to_owned());
        };
        if let Some(kind) = function.yields(&kinds) {
            return self.made(all, What::Call(function, nodes), kind);
        }
        let given: Vec<String> = kinds.iter().map(Kind::to_string).collect();
        let name = name.trim_matches('_');
        self.wrong(all, format!("`{name}` does not take {}", given.join(" and ")))
    }
}
