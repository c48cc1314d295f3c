//! Which type an expression has, or what is wrong with it (`checker/checker.go` of `cel-go` 0.28.1).

use cel::IdedExpr;
use cel::common::ast::{CallExpr, EntryExpr, Expr, ListExpr, LiteralValue, MapExpr};

use super::dialect::Dialect;
use super::functions;
use super::macros::macro_form;
use super::syntax::{Rejection, Syntax};
use super::types::{Signature, Simple, Type};
use super::unify::{Bindings, most_general};
use super::variables::Variables;

/// Chains of operators that are longer are not judged.
const MAX_DEPTH: usize = 150;

pub(super) type TypeResult = Result<Type, Rejection>;

/// Checks one expression.
pub(super) struct Checker<'a> {
    pub(super) syntax: &'a Syntax<'a>,
    pub(super) bindings: Bindings,
    pub(super) dialect: &'a Dialect,
    variables: &'a Variables,
    /// The names that macros bind, the outermost first.
    bound: Vec<(String, Type)>,
    /// Whether there was a macro: behind one, `cel-go` compares numbers of two types.
    behind_macro: bool,
    depth: usize,
}

impl<'a> Checker<'a> {
    pub(super) fn new(syntax: &'a Syntax<'a>, dialect: &'a Dialect, variables: &'a Variables) -> Self {
        let bindings = Bindings::default();
        Self { syntax, bindings, dialect, variables, bound: Vec::new(), behind_macro: false, depth: 0 }
    }

    /// The type of a whole expression.
    pub(super) fn root(mut self, expression: &IdedExpr) -> TypeResult {
        match self.expression(expression) {
            // What was compared last was not compared to the end.
            Ok(_) | Err(Rejection::Wrong(_)) if self.bindings.is_exhausted() => self.too_large(expression),
            typed => typed.map(|found| self.bindings.resolve(&found)),
        }
    }

    /// The type of an expression.
    pub(super) fn expression(&mut self, expression: &IdedExpr) -> TypeResult {
        self.depth += 1;
        if self.depth > MAX_DEPTH || self.bindings.is_exhausted() {
            return self.too_large(expression);
        }
        let checked = match &expression.expr {
            Expr::Literal(literal) => Ok(of_literal(literal)),
            Expr::Ident(name) => self.name(expression, name),
            Expr::Select(select) => self.selection(expression, &select.operand, &select.field),
            Expr::Call(call) => self.call(expression, call),
            Expr::List(list) => self.list(list),
            Expr::Map(map) => self.map(expression, map),
            // Messages of Protocol Buffers, which nobody needs here.
            Expr::Struct(_) | Expr::Comprehension(_) | Expr::Unspecified => self.unjudged(expression),
        };
        self.depth -= 1;
        checked
    }

    /// The type of what stands where a name means something.
    pub(super) fn where_bound(&mut self, name: &str, to: Type, expression: &IdedExpr) -> TypeResult {
        self.bound.push((name.to_owned(), to));
        self.behind_macro = true;
        let checked = self.expression(expression);
        self.bound.pop();
        checked
    }

    pub(super) fn wrong<T>(&self, expression: &IdedExpr, message: String) -> Result<T, Rejection> {
        Err(Rejection::Wrong(self.syntax.mistake(expression, message)))
    }

    /// What `cel-go` knows and this checker does not.
    pub(super) fn unjudged<T>(&self, expression: &IdedExpr) -> Result<T, Rejection> {
        let message = "messages of Protocol Buffers cannot be used here".to_owned();
        Err(Rejection::Unjudged(self.syntax.mistake(expression, message)))
    }

    fn too_large<T>(&self, expression: &IdedExpr) -> Result<T, Rejection> {
        Err(Rejection::Unjudged(self.syntax.mistake(expression, "this expression is too long a chain".to_owned())))
    }

    fn name(&mut self, expression: &IdedExpr, name: &str) -> TypeResult {
        if let Some((_, bound)) = self.bound.iter().rev().find(|(bound, _)| bound == name) {
            let bound = bound.clone();
            return self.must_be_no_type(expression, bound);
        }
        let name = name.trim_start_matches('.');
        match self.variables.get(name) {
            Some(known) => Ok(known),
            None if Type::is_named(name) => Ok(Type::Itself),
            None => self.unknown_name(expression, name),
        }
    }

    fn unknown_name(&self, expression: &IdedExpr, name: &str) -> TypeResult {
        let what = self.dialect.name;
        if let Some(help) = self.variables.instead_of(name) {
            let mistake = self.syntax.mistake(expression, format!("there is no {what} `{name}` here"));
            return Err(Rejection::Wrong(mistake.help(help.to_owned())));
        }
        if self.variables.may_be_more {
            return Ok(Type::Dynamic);
        }
        let bound = self.bound.iter().map(|(name, _)| name.as_str());
        let known = bound.chain(self.variables.names());
        Err(Rejection::Wrong(self.syntax.missing(expression, what, name, known)))
    }

    /// What a name stands for that a macro binds. `cel-go` takes that for the name of a type where it is one, and finds none.
    pub(super) fn must_be_no_type(&mut self, expression: &IdedExpr, bound: Type) -> TypeResult {
        if self.bindings.resolve(&bound) == Type::Itself {
            return self.wrong(expression, "a name cannot stand for a type".to_owned());
        }
        Ok(bound)
    }

    fn selection(&mut self, expression: &IdedExpr, operand: &IdedExpr, field: &str) -> TypeResult {
        if let Some(qualified) = self.qualified(expression) {
            if qualified.starts_with("google.") {
                return self.unjudged(expression);
            }
            if let Some(known) = self.variables.get(&qualified) {
                return Ok(known);
            }
        }
        self.field(expression, operand, field)
    }

    /// The names of a chain of selections, unless a macro binds the first.
    fn qualified(&self, expression: &IdedExpr) -> Option<String> {
        match &expression.expr {
            Expr::Ident(name) if self.bound.iter().any(|(bound, _)| bound == name) => None,
            Expr::Ident(name) => Some(name.trim_start_matches('.').to_owned()),
            Expr::Select(select) => Some(format!("{}.{}", self.qualified(&select.operand)?, select.field)),
            _ => None,
        }
    }

    /// The type of a field of something, which is selected in `selection`.
    pub(super) fn field(&mut self, selection: &IdedExpr, operand: &IdedExpr, field: &str) -> TypeResult {
        let found = self.expression(operand)?;
        let found = self.bindings.resolve(&found);
        let (target, is_optional) = found.unwrapped();
        let value = match target {
            Type::Map(entries) => entries.1.clone(),
            Type::Section(fields) => {
                let Some((_, value)) = fields.iter().find(|(name, _)| *name == field) else {
                    let known = fields.iter().map(|(name, _)| *name);
                    return Err(Rejection::Wrong(self.syntax.missing(selection, "option", field, known)));
                };
                value.clone()
            }
            Type::Dynamic => Type::Dynamic,
            Type::Variable(_) => {
                self.bindings.unify([(&Type::Dynamic, target)]);
                Type::Dynamic
            }
            other => {
                return self.wrong(operand, format!("this is {}, which has no field `{field}`", other.with_article()));
            }
        };
        Ok(if is_optional { Type::optional(value) } else { value })
    }

    fn call(&mut self, expression: &IdedExpr, call: &CallExpr) -> TypeResult {
        if let Some(checked) = self.macro_call(call) {
            return checked;
        }
        let name = call.func_name.as_str();
        if matches!(name, "_&&_" | "_||_") {
            for operand in &call.args {
                let found = self.expression(operand)?;
                self.must_be_bool(operand, &found)?;
            }
            return Ok(Type::BOOL);
        }
        let qualified = call.target.as_ref().and_then(|target| self.qualified(target));
        let qualified = qualified.map(|prefix| format!("{prefix}.{name}"));
        if qualified.as_ref().is_some_and(|name| name.starts_with("google.")) {
            return self.unjudged(expression);
        }
        let in_namespace = qualified.filter(|name| self.dialect.functions.signatures(name).is_some());
        let target = call.target.as_deref().filter(|_| in_namespace.is_none());
        self.function(expression, in_namespace.as_deref().unwrap_or(name), target, &call.args)
    }

    fn function(
        &mut self,
        expression: &IdedExpr,
        name: &str,
        target: Option<&IdedExpr>,
        arguments: &[IdedExpr],
    ) -> TypeResult {
        let Some(ways) = self.dialect.functions.signatures(name) else {
            return self.unknown_function(expression, name);
        };
        let mut found = Vec::with_capacity(arguments.len() + 1);
        for argument in target.into_iter().chain(arguments) {
            found.push(self.expression(argument)?);
        }
        let is_method = target.is_some();
        if let Some(result) = self.resolve_call(name, ways, is_method, &found) {
            return Ok(result);
        }
        let found: Vec<Type> = found.iter().map(|argument| self.bindings.resolve(argument)).collect();
        let mistake =
            self.syntax.mistake(expression, format!("there is no `{}`", functions::call(name, is_method, &found)));
        Err(Rejection::Wrong(mistake.help(functions::ways(name, ways, &found))))
    }

    fn unknown_function(&self, expression: &IdedExpr, name: &str) -> TypeResult {
        let Dialect { functions, macros, .. } = self.dialect;
        if let Some(form) = macro_form(name).filter(|_| macros.contains(&name)) {
            return self.wrong(expression, format!("`{name}` is written as `{form}`"));
        }
        let known = functions.names().chain(macros.iter().copied());
        Err(Rejection::Wrong(self.syntax.missing(expression, "function", name, known)))
    }

    /// What a function gives for some arguments. Returns `None` if it does not take them.
    pub(super) fn resolve_call(
        &mut self,
        name: &str,
        ways: &[Signature],
        is_method: bool,
        arguments: &[Type],
    ) -> Option<Type> {
        let further = if self.behind_macro { self.dialect.functions.behind_macros(name) } else { &[] };
        let fitting = |way: &&Signature| way.is_method == is_method && way.arguments.len() == arguments.len();
        let mut result: Option<Type> = None;
        for way in ways.iter().chain(further).filter(fitting) {
            let fresh: Vec<Type> = (0..way.variables).map(|_| self.bindings.open()).collect();
            let asked: Vec<Type> = way.arguments.iter().map(|argument| instance(argument, &fresh)).collect();
            if !self.bindings.unify(arguments.iter().zip(&asked)) {
                continue;
            }
            let one = self.bindings.resolve(&instance(&way.result, &fresh));
            result = Some(match result {
                Some(earlier) if earlier != one => Type::Dynamic,
                _ => one,
            });
        }
        result
    }

    pub(super) fn must_be_bool(&mut self, expression: &IdedExpr, found: &Type) -> Result<(), Rejection> {
        if self.bindings.unify([(found, &Type::BOOL)]) {
            return Ok(());
        }
        let found = self.bindings.resolve(found);
        self.wrong(expression, format!("this must be true or false, and it is {}", found.with_article()))
    }

    fn list(&mut self, list: &ListExpr) -> TypeResult {
        let mut items: Option<Type> = None;
        for (index, item) in list.elements.iter().enumerate() {
            let found = self.expression(item)?;
            let found = self.item(item, found, list.optional_indices.contains(&index))?;
            items = Some(self.joined(items, item, found)?);
        }
        Ok(Type::list(items.unwrap_or_else(|| self.bindings.open())))
    }

    fn map(&mut self, expression: &IdedExpr, map: &MapExpr) -> TypeResult {
        let (mut keys, mut values): (Option<Type>, Option<Type>) = (None, None);
        for entry in &map.entries {
            let EntryExpr::MapEntry(entry) = &entry.expr else { return self.unjudged(expression) };
            let key = self.expression(&entry.key)?;
            keys = Some(self.joined(keys, &entry.key, key)?);
            let value = self.expression(&entry.value)?;
            let value = self.item(&entry.value, value, entry.optional)?;
            values = Some(self.joined(values, &entry.value, value)?);
        }
        let keys = keys.unwrap_or_else(|| self.bindings.open());
        Ok(Type::map(keys, values.unwrap_or_else(|| self.bindings.open())))
    }

    /// What an item of a literal is, one behind `?` without its optional value.
    fn item(&self, expression: &IdedExpr, found: Type, optional: bool) -> TypeResult {
        match found {
            found if !optional => Ok(found),
            Type::Optional(value) => Ok((*value).clone()),
            Type::Dynamic => Ok(Type::Dynamic),
            other => self.wrong(
                expression,
                format!("behind `?` stands an optional value, and this is {}", other.with_article()),
            ),
        }
    }

    /// The type of what is of one type or another, with `next` the type of `expression`.
    fn joined(&mut self, before: Option<Type>, expression: &IdedExpr, next: Type) -> TypeResult {
        match before {
            None => Ok(next),
            Some(before) if self.bindings.unify([(&before, &next)]) => Ok(most_general(before, next)),
            Some(_) if self.dialect.mixed_lists => Ok(Type::Dynamic),
            Some(before) => {
                let (before, next) = (self.bindings.resolve(&before), self.bindings.resolve(&next));
                let (before, next) = (before.with_article(), next.with_article());
                self.wrong(expression, format!("this is {next}, and what stands before it is {before}"))
            }
        }
    }
}

fn of_literal(literal: &LiteralValue) -> Type {
    Type::Simple(match literal {
        LiteralValue::Boolean(_) => Simple::Bool,
        LiteralValue::Bytes(_) => Simple::Bytes,
        LiteralValue::Double(_) => Simple::Double,
        LiteralValue::Int(_) => Simple::Int,
        LiteralValue::Null => Simple::Null,
        LiteralValue::String(_) => Simple::String,
        LiteralValue::UInt(_) => Simple::Uint,
    })
}

/// A type of a signature with open types in place of its variables.
fn instance(of: &Type, fresh: &[Type]) -> Type {
    match of {
        Type::Variable(variable) => fresh[*variable].clone(),
        Type::List(items) => Type::list(instance(items, fresh)),
        Type::Optional(value) => Type::optional(instance(value, fresh)),
        Type::Map(entries) => Type::map(instance(&entries.0, fresh), instance(&entries.1, fresh)),
        Type::Dynamic | Type::Simple(_) | Type::Section(_) | Type::Itself => of.clone(),
    }
}
