//! Whether an expression holds: three-valued, so that what is unknown decides nothing, and within a budget.

use std::ops::Range;
use std::sync::Arc;

use crate::config::view::View;

use super::expression::{ExpressionNode, Fold, What};

/// How much work a policy may make over one configuration.
const MAX_STEPS: usize = 20_000_000;

/// Why an expression has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluationError {
    /// The bytes of the expression that it is about.
    pub range: Range<usize>,
    /// What happened.
    pub message: &'static str,
}

/// The work that a policy may still make.
#[derive(Debug)]
pub(super) struct Budget(usize);

impl Default for Budget {
    fn default() -> Self {
        Self(MAX_STEPS)
    }
}

/// Evaluates one expression.
pub(super) struct Evaluator<'a> {
    pub(super) client: &'a View,
    pub(super) configuration: &'a View,
    pub(super) budget: &'a mut Budget,
    bound: Vec<View>,
}

type Evaluated = Result<View, EvaluationError>;

impl<'a> Evaluator<'a> {
    pub(super) const fn new(client: &'a View, configuration: &'a View, budget: &'a mut Budget) -> Self {
        Self { client, configuration, budget, bound: Vec::new() }
    }

    /// Whether an expression is true. Returns `None` if that cannot be known.
    pub(super) fn holds(&mut self, node: &ExpressionNode) -> Result<Option<bool>, EvaluationError> {
        Ok(match self.value(node)? {
            View::Bool(value) => Some(value),
            _ => None,
        })
    }

    fn spend(&mut self, node: &ExpressionNode, work: usize) -> Result<(), EvaluationError> {
        let message = "this takes too much work";
        self.budget.0 =
            self.budget.0.checked_sub(work).ok_or(EvaluationError { range: node.range.clone(), message })?;
        Ok(())
    }

    /// The value; what is not there is unknown.
    fn value(&mut self, node: &ExpressionNode) -> Evaluated {
        Ok(match self.found(node)? {
            View::Absent => View::Unknown,
            view => view,
        })
    }

    /// The value, or that it is absent.
    fn found(&mut self, node: &ExpressionNode) -> Evaluated {
        self.spend(node, 1)?;
        Ok(match &node.what {
            What::Literal(view) => view.clone(),
            What::Client => self.client.clone(),
            What::Configuration => self.configuration.clone(),
            What::Bound(index) => self.bound.get(*index).cloned().unwrap_or(View::Unknown),
            What::Field(of, name) => match self.found(of)? {
                View::Unknown => View::Unknown,
                section => section.get(name).cloned().unwrap_or(View::Absent),
            },
            What::Has(option) => match self.found(option)? {
                View::Unknown => View::Unknown,
                option => View::Bool(!is_empty(&option)),
            },
            What::Index(list, index) => {
                let (list, index) = (self.value(list)?, self.value(index)?);
                at(&list, &index)
            }
            What::Not(inner) => match self.holds(inner)? {
                Some(value) => View::Bool(!value),
                None => View::Unknown,
            },
            What::And(left, right) => self.either(left, right, false)?,
            What::Or(left, right) => self.either(left, right, true)?,
            What::If(condition, yes, no) => self.choice(condition, yes, no)?,
            What::Equal(one, other) => {
                let (one, other) = (self.value(one)?, self.value(other)?);
                self.spend(node, size(&one).min(size(&other)))?;
                truth(equal(&one, &other))
            }
            What::In(item, list) => {
                let (item, list) = (self.value(item)?, self.value(list)?);
                self.spend(node, size(&list))?;
                truth(contains(&list, &item))
            }
            What::List(items) => {
                let items: Result<Vec<View>, EvaluationError> = items.iter().map(|item| self.value(item)).collect();
                View::List(Arc::new(items?))
            }
            What::Matches(text, regex) => match self.value(text)? {
                View::Text(text) => {
                    self.spend(node, text.len())?;
                    View::Bool(regex.is_match(&text))
                }
                _ => View::Unknown,
            },
            What::Call(function, args) => {
                let values: Result<Vec<View>, EvaluationError> = args.iter().map(|arg| self.value(arg)).collect();
                let values = values?;
                self.spend(node, values.iter().map(size).sum())?;
                if values.contains(&View::Unknown) {
                    return Ok(View::Unknown);
                }
                function.apply(&values).unwrap_or(View::Unknown)
            }
            What::Fold(fold, list, body) => {
                let list = self.value(list)?;
                self.fold(*fold, &list, body)?
            }
        })
    }

    /// `&&` and `||`: one side that is `decisive` decides, whatever the other one is.
    fn either(&mut self, left: &ExpressionNode, right: &ExpressionNode, decisive: bool) -> Evaluated {
        let left = self.holds(left)?;
        if left == Some(decisive) {
            return Ok(View::Bool(decisive));
        }
        let right = self.holds(right)?;
        Ok(match (left, right) {
            (_, Some(right)) if right == decisive => View::Bool(decisive),
            (Some(_), Some(_)) => View::Bool(!decisive),
            _ => View::Unknown,
        })
    }

    fn choice(&mut self, condition: &ExpressionNode, yes: &ExpressionNode, no: &ExpressionNode) -> Evaluated {
        match self.holds(condition)? {
            Some(true) => self.value(yes),
            Some(false) => self.value(no),
            None => {
                // Both ways lead to the same value, or it cannot be known.
                let (yes, no) = (self.value(yes)?, self.value(no)?);
                Ok(if equal(&yes, &no) == Some(true) { yes } else { View::Unknown })
            }
        }
    }

    fn fold(&mut self, fold: Fold, list: &View, body: &ExpressionNode) -> Evaluated {
        let items: Vec<View> = match list {
            View::List(items) => items.to_vec(),
            View::Map(entries) => entries.iter().map(|(name, _)| View::Text(Arc::clone(name))).collect(),
            _ => return Ok(View::Unknown),
        };
        match fold {
            Fold::All => self.quantify(items, body, false),
            Fold::Exists => self.quantify(items, body, true),
            Fold::ExistsOne => {
                let truths = self.truths(&items, body)?;
                let certain = truths.iter().filter(|truth| **truth == Some(true)).count();
                let open = truths.contains(&None);
                Ok(if certain > 1 || !open { View::Bool(certain == 1) } else { View::Unknown })
            }
            Fold::Filter => {
                let truths = self.truths(&items, body)?;
                if truths.contains(&None) {
                    return Ok(View::Unknown);
                }
                let kept = items.into_iter().zip(truths).filter(|(_, kept)| *kept == Some(true));
                Ok(View::List(Arc::new(kept.map(|(item, _)| item).collect())))
            }
            Fold::Map => {
                let values: Result<Vec<View>, EvaluationError> =
                    items.into_iter().map(|item| self.within(item, |inner| inner.value(body))).collect();
                Ok(View::List(Arc::new(values?)))
            }
        }
    }

    /// Whether all items, or some, are as the body says; the first that is `decisive` decides.
    fn quantify(&mut self, items: Vec<View>, body: &ExpressionNode, decisive: bool) -> Evaluated {
        let mut open = false;
        for item in items {
            match self.within(item, |inner| inner.holds(body))? {
                Some(value) if value == decisive => return Ok(View::Bool(decisive)),
                Some(_) => {}
                None => open = true,
            }
        }
        Ok(if open { View::Unknown } else { View::Bool(!decisive) })
    }

    fn truths(&mut self, items: &[View], body: &ExpressionNode) -> Result<Vec<Option<bool>>, EvaluationError> {
        items.iter().map(|item| self.within(item.clone(), |inner| inner.holds(body))).collect()
    }

    /// Evaluates something with one more name bound.
    fn within<T>(&mut self, item: View, evaluate: impl FnOnce(&mut Self) -> T) -> T {
        self.bound.push(item);
        let value = evaluate(self);
        self.bound.pop();
        value
    }
}

fn truth(value: Option<bool>) -> View {
    value.map_or(View::Unknown, View::Bool)
}

/// What is at a place of a list or under a key; what is not there is absent.
fn at(list: &View, index: &View) -> View {
    match (list, index) {
        (View::List(items), View::Int(index)) => {
            usize::try_from(*index).ok().and_then(|index| items.get(index)).cloned().unwrap_or(View::Absent)
        }
        (View::Map(_), View::Text(key)) => list.get(key).cloned().unwrap_or(View::Absent),
        _ => View::Unknown,
    }
}

/// Whether two values are the same. Returns `None` if that cannot be known.
fn equal(one: &View, other: &View) -> Option<bool> {
    match (one, other) {
        (View::Unknown | View::Absent, _) | (_, View::Unknown | View::Absent) => None,
        (View::List(one), View::List(other)) if one.len() != other.len() => Some(false),
        (View::List(one), View::List(other)) => {
            let pairs: Vec<Option<bool>> = one.iter().zip(other.iter()).map(|(one, other)| equal(one, other)).collect();
            if pairs.contains(&Some(false)) { Some(false) } else { (!pairs.contains(&None)).then_some(true) }
        }
        _ => Some(one == other),
    }
}

fn contains(list: &View, item: &View) -> Option<bool> {
    let found: Vec<Option<bool>> = match list {
        View::List(items) => items.iter().map(|other| equal(item, other)).collect(),
        View::Map(_) => return Some(list.get(as_text(item)?).is_some()),
        _ => return None,
    };
    if found.contains(&Some(true)) { Some(true) } else { (!found.contains(&None)).then_some(false) }
}

fn as_text(view: &View) -> Option<&str> {
    match view {
        View::Text(text) => Some(text),
        _ => None,
    }
}

/// Whether there is nothing in an option: as with `has` over Protocol Buffers, its empty value counts as nothing.
fn is_empty(view: &View) -> bool {
    match view {
        View::Absent => true,
        View::Bool(value) => !value,
        View::Int(number) => *number == 0,
        View::Text(text) => text.is_empty(),
        View::List(items) => items.is_empty(),
        View::Unknown | View::Map(_) => false,
    }
}

/// How much work it is to look at a value as a whole.
fn size(view: &View) -> usize {
    match view {
        View::Text(text) => text.len(),
        View::List(items) => {
            items.len()
                + items.iter().map(|item| if let View::Text(text) = item { text.len() } else { 1 }).sum::<usize>()
        }
        View::Map(entries) => entries.len(),
        View::Unknown | View::Absent | View::Bool(_) | View::Int(_) => 1,
    }
}
