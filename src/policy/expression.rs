//! An expression whose names and types are right.

use std::ops::Range;
use std::sync::Arc;

use regex::Regex;

use crate::cel::{self, Type, TypedExpression};
use crate::config::view::View;
use crate::text::Mistake;

use super::Scope;
use super::dialect::{POLICIES, variables};
use super::function::Function;
use super::translate::Translator;

/// An expression that tells whether a policy holds.
#[derive(Debug)]
pub(super) struct Expression {
    pub(super) root: ExpressionNode,
    /// Whether it looks at `config`.
    pub(super) sees_configuration: bool,
}

/// A part of an expression, and where it is in its text.
#[derive(Debug)]
pub(super) struct ExpressionNode {
    pub(super) range: Range<usize>,
    pub(super) what: What,
}

/// What a part of an expression does.
#[derive(Debug)]
pub(super) enum What {
    Literal(View),
    Client,
    Configuration,
    /// A name that a fold binds, counted from the outermost.
    Bound(usize),
    Field(Box<ExpressionNode>, Arc<str>),
    /// Whether something is there and not empty.
    Has(Box<ExpressionNode>),
    Index(Box<ExpressionNode>, Box<ExpressionNode>),
    Not(Box<ExpressionNode>),
    And(Box<ExpressionNode>, Box<ExpressionNode>),
    Or(Box<ExpressionNode>, Box<ExpressionNode>),
    If(Box<ExpressionNode>, Box<ExpressionNode>, Box<ExpressionNode>),
    Equal(Box<ExpressionNode>, Box<ExpressionNode>),
    In(Box<ExpressionNode>, Box<ExpressionNode>),
    List(Vec<ExpressionNode>),
    Call(Function, Vec<ExpressionNode>),
    /// Whether a text matches a pattern.
    Matches(Box<ExpressionNode>, Regex),
    Fold(Fold, Box<ExpressionNode>, Box<ExpressionNode>),
}

/// What is done over the items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fold {
    All,
    Exists,
    ExistsOne,
    Filter,
    Map,
}

impl Expression {
    /// Reads and checks an expression.
    pub(super) fn compile(text: &str, scope: Scope) -> Result<Self, Mistake> {
        let TypedExpression { syntax, root, yields } = cel::check(text, &POLICIES, variables(scope))?;
        if yields != Type::BOOL {
            let message = format!("a policy's expression must be true or false, and this is {}", yields.with_article());
            return Err(syntax.mistake(&root, message));
        }
        let mut translator = Translator::new(&syntax);
        let root = translator.node(&root)?;
        Ok(Self { root, sees_configuration: translator.sees_configuration })
    }
}
