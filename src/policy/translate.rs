//! From an expression whose names and types are right to what is evaluated.

use cel::IdedExpr;
use cel::common::ast::{CallExpr, Expr, LiteralValue};
use regex::RegexBuilder;

use crate::cel::Syntax;
use crate::config::view::View;
use crate::text::Mistake;

use super::expression::{ExpressionNode, Fold, What};
use super::function::Function;

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

type Translated = Result<ExpressionNode, Mistake>;

/// Translates one expression. What the language of policies lacks, although CEL's grammar has it, is a mistake.
pub(super) struct Translator<'a> {
    syntax: &'a Syntax<'a>,
    /// The names that folds bind, the outermost first.
    bound: Vec<&'a str>,
    pub(super) sees_configuration: bool,
}

impl<'a> Translator<'a> {
    pub(super) const fn new(syntax: &'a Syntax<'a>) -> Self {
        Self { syntax, bound: Vec::new(), sees_configuration: false }
    }

    /// Translates an expression and all that it is made of.
    pub(super) fn node(&mut self, expression: &'a IdedExpr) -> Translated {
        let what = match &expression.expr {
            Expr::Literal(literal) => self.literal(expression, literal)?,
            Expr::Ident(name) => self.name(expression, name)?,
            Expr::Select(select) => What::Field(self.boxed(&select.operand)?, select.field.as_str().into()),
            Expr::Call(call) => self.call(expression, call)?,
            Expr::List(list) => What::List(self.nodes(&list.elements)?),
            _ => return self.lacks(expression, "policies know no mappings or structures of their own"),
        };
        Ok(ExpressionNode { range: self.syntax.range(expression), what })
    }

    fn boxed(&mut self, expression: &'a IdedExpr) -> Result<Box<ExpressionNode>, Mistake> {
        self.node(expression).map(Box::new)
    }

    fn nodes(&mut self, expressions: impl IntoIterator<Item = &'a IdedExpr>) -> Result<Vec<ExpressionNode>, Mistake> {
        expressions.into_iter().map(|expression| self.node(expression)).collect()
    }

    fn lacks<T>(&self, expression: &IdedExpr, message: &str) -> Result<T, Mistake> {
        Err(self.syntax.mistake(expression, message.to_owned()))
    }

    fn literal(&self, expression: &IdedExpr, literal: &LiteralValue) -> Result<What, Mistake> {
        Ok(What::Literal(match literal {
            LiteralValue::Boolean(value) => View::Bool(*value.inner()),
            LiteralValue::Int(number) => View::Int(*number.inner()),
            LiteralValue::String(text) => View::text(text.inner()),
            _ => {
                let message = "policies know texts, whole numbers, booleans and lists; `has(…)` tells what is there";
                return self.lacks(expression, message);
            }
        }))
    }

    fn name(&mut self, expression: &IdedExpr, name: &str) -> Result<What, Mistake> {
        if let Some(index) = self.bound.iter().rposition(|bound| *bound == name) {
            return Ok(What::Bound(index));
        }
        match name {
            "client" => Ok(What::Client),
            "config" => {
                self.sees_configuration = true;
                Ok(What::Configuration)
            }
            _ => self.lacks(expression, "policies know no types as values"),
        }
    }

    fn call(&mut self, expression: &'a IdedExpr, call: &'a CallExpr) -> Result<What, Mistake> {
        let name = call.func_name.as_str();
        let parts: Vec<&IdedExpr> = call.target.as_deref().into_iter().chain(&call.args).collect();
        Ok(match (name, parts.as_slice()) {
            ("has", [option]) => What::Has(self.boxed(option)?),
            ("!_", [operand]) => What::Not(self.boxed(operand)?),
            ("_&&_", [left, right]) => What::And(self.boxed(left)?, self.boxed(right)?),
            ("_||_", [left, right]) => What::Or(self.boxed(left)?, self.boxed(right)?),
            ("_?_:_", [condition, yes, no]) => What::If(self.boxed(condition)?, self.boxed(yes)?, self.boxed(no)?),
            ("_==_", [left, right]) => self.equal(left, right)?,
            ("_!=_", [left, right]) => {
                let range = self.syntax.range(expression);
                What::Not(Box::new(ExpressionNode { range, what: self.equal(left, right)? }))
            }
            ("@in", [item, list]) => What::In(self.boxed(item)?, self.boxed(list)?),
            ("_[_]", [list, index]) => What::Index(self.boxed(list)?, self.boxed(index)?),
            ("matches", [text, pattern]) => self.matches(text, pattern)?,
            (_, parts) => match (fold(name), parts) {
                (Some(fold), [list, variable, body]) => {
                    let list = self.boxed(list)?;
                    self.fold(fold, list, variable, body)?
                }
                (Some(fold), [list, variable, holds, body]) => {
                    let range = self.syntax.range(expression);
                    let list = self.boxed(list)?;
                    let kept = self.fold(Fold::Filter, list, variable, holds)?;
                    self.fold(fold, Box::new(ExpressionNode { range, what: kept }), variable, body)?
                }
                _ => match Function::named(name) {
                    Some(function) => What::Call(function, self.nodes(parts.iter().copied())?),
                    None => return self.lacks(expression, "policies do not know this operator"),
                },
            },
        })
    }

    fn equal(&mut self, left: &'a IdedExpr, right: &'a IdedExpr) -> Result<What, Mistake> {
        Ok(What::Equal(self.boxed(left)?, self.boxed(right)?))
    }

    fn matches(&mut self, text: &'a IdedExpr, pattern: &IdedExpr) -> Result<What, Mistake> {
        let Expr::Literal(LiteralValue::String(written)) = &pattern.expr else {
            return self.lacks(pattern, "the pattern must be written as a text");
        };
        match RegexBuilder::new(written.inner()).size_limit(MAX_PATTERN).build() {
            Ok(regex) => Ok(What::Matches(self.boxed(text)?, regex)),
            Err(error) => {
                let reason = error.to_string();
                let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ");
                self.lacks(pattern, &format!("this is not a regular expression: {reason}"))
            }
        }
    }

    /// What is made of each item of a list, which `body` calls `variable`.
    fn fold(
        &mut self,
        fold: Fold,
        list: Box<ExpressionNode>,
        variable: &'a IdedExpr,
        body: &'a IdedExpr,
    ) -> Result<What, Mistake> {
        let Expr::Ident(name) = &variable.expr else {
            return self.lacks(variable, "this must be a name, which stands for each item");
        };
        self.bound.push(name);
        let body = self.boxed(body);
        self.bound.pop();
        Ok(What::Fold(fold, list, body?))
    }
}

fn fold(name: &str) -> Option<Fold> {
    FOLDS.iter().find(|(known, _)| *known == name).map(|(_, fold)| *fold)
}
