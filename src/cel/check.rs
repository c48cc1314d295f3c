//! Which type an expression has, or what is wrong with it (`checker/checker.go` of `cel-go` 0.28.1).

use cel::IdedExpr;
use cel::common::ast::{CallExpr, EntryExpr, Expr, ListExpr, LiteralValue, MapExpr};

use super::functions::{self, signatures};
use super::macros::macro_form;
use crate::text::Mistake;

use super::syntax::Syntax;
use super::types::{Signature, Simple, Type};
use super::unify::{Bindings, most_general};
use super::variables::Variables;

/// Chains of operators that are longer are not judged.
const MAX_DEPTH: usize = 150;

/// Why an expression has no type.
#[derive(Debug)]
pub(super) enum NoType {
    Wrong(Mistake),
    /// It is not known whether anything is wrong.
    Unjudged,
}

pub(super) type Checked = Result<Type, NoType>;

/// Checks one expression.
pub(super) struct Checker<'a> {
    pub(super) syntax: &'a Syntax<'a>,
    pub(super) bindings: Bindings,
    variables: &'a Variables,
    /// The names that macros bind, the outermost first.
    bound: Vec<(String, Type)>,
    /// Whether there was a macro: behind one, `cel-go` compares numbers of two types.
    behind_macro: bool,
    depth: usize,
}

impl<'a> Checker<'a> {
    pub(super) fn new(syntax: &'a Syntax<'a>, variables: &'a Variables) -> Self {
        let bindings = Bindings::default();
        Self { syntax, bindings, variables, bound: Vec::new(), behind_macro: false, depth: 0 }
    }

    /// The type of an expression.
    pub(super) fn expression(&mut self, expression: &IdedExpr) -> Checked {
        self.depth += 1;
        if self.depth > MAX_DEPTH || self.bindings.is_exhausted() {
            return Err(NoType::Unjudged);
        }
        let checked = match &expression.expr {
            Expr::Literal(literal) => Ok(of_literal(literal)),
            Expr::Ident(name) => self.name(expression, name),
            Expr::Select(select) => self.selection(expression, &select.operand, &select.field),
            Expr::Call(call) => self.call(expression, call),
            Expr::List(list) => self.list(list),
            Expr::Map(map) => self.map(map),
            // Messages of Protocol Buffers, which nobody needs here.
            Expr::Struct(_) | Expr::Comprehension(_) | Expr::Unspecified => Err(NoType::Unjudged),
        };
        self.depth -= 1;
        checked
    }

    /// The type of what stands where a name means something.
    pub(super) fn where_bound(&mut self, name: &str, to: Type, expression: &IdedExpr) -> Checked {
        self.bound.push((name.to_owned(), to));
        self.behind_macro = true;
        let checked = self.expression(expression);
        self.bound.pop();
        checked
    }

    pub(super) fn wrong<T>(&self, expression: &IdedExpr, message: String) -> Result<T, NoType> {
        Err(NoType::Wrong(self.syntax.mistake(expression, message)))
    }

    fn name(&mut self, expression: &IdedExpr, name: &str) -> Checked {
        if let Some((_, bound)) = self.bound.iter().rev().find(|(bound, _)| bound == name) {
            let bound = bound.clone();
            return self.must_be_no_type(expression, bound);
        }
        let name = name.trim_start_matches('.');
        match self.variables.get(name) {
            Some(known) => Ok(known),
            None if Type::is_named(name) => Ok(Type::Itself),
            None if self.variables.is_out_of_reach(name) => {
                let help = "an expression sees what the authentication backend delivers, and no other definition";
                Err(NoType::Wrong(
                    self.syntax
                        .mistake(expression, format!("there is no attribute `{name}` here"))
                        .help(help.to_owned()),
                ))
            }
            None if self.variables.may_be_more => Ok(Type::Dynamic),
            None => Err(NoType::Wrong(self.syntax.missing(expression, "attribute", name, self.variables.names()))),
        }
    }

    /// What a name stands for that a macro binds. `cel-go` takes that for the name of a type where it is one, and finds none.
    pub(super) fn must_be_no_type(&mut self, expression: &IdedExpr, bound: Type) -> Checked {
        if self.bindings.resolve(&bound) == Type::Itself {
            return self.wrong(expression, "a name cannot stand for a type".to_owned());
        }
        Ok(bound)
    }

    fn selection(&mut self, expression: &IdedExpr, operand: &IdedExpr, field: &str) -> Checked {
        if let Some(qualified) = self.qualified(expression) {
            if qualified.starts_with("google.") {
                return Err(NoType::Unjudged);
            }
            if let Some(known) = self.variables.get(&qualified) {
                return Ok(known);
            }
        }
        self.field(operand, field)
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

    /// The type of a field of something.
    pub(super) fn field(&mut self, operand: &IdedExpr, field: &str) -> Checked {
        let found = self.expression(operand)?;
        let found = self.bindings.resolve(&found);
        let (target, is_optional) = found.unwrapped();
        let value = match target {
            Type::Map(entries) => entries.1.clone(),
            Type::Dynamic => Type::Dynamic,
            Type::Variable(_) => {
                self.bindings.unify([(&Type::Dynamic, target)]);
                Type::Dynamic
            }
            other => return self.wrong(operand, format!("this is {}, which has no field `{field}`", article(other))),
        };
        Ok(if is_optional { Type::optional(value) } else { value })
    }

    fn call(&mut self, expression: &IdedExpr, call: &CallExpr) -> Checked {
        if let Some(checked) = self.macro_call(call) {
            return checked;
        }
        let name = call.func_name.as_str();
        let mut arguments = Vec::with_capacity(call.args.len() + 1);
        for argument in &call.args {
            arguments.push(self.expression(argument)?);
        }
        if matches!(name, "_&&_" | "_||_") {
            for (argument, found) in call.args.iter().zip(&arguments) {
                self.must_be_bool(argument, found)?;
            }
            return Ok(Type::BOOL);
        }
        let Some(target) = &call.target else { return self.function(expression, name, false, &arguments) };
        if let Some(name) = self.qualified(target).map(|prefix| format!("{prefix}.{name}"))
            && signatures(&name).is_some()
        {
            return self.function(expression, &name, false, &arguments);
        }
        arguments.insert(0, self.expression(target)?);
        self.function(expression, name, true, &arguments)
    }

    fn function(&mut self, expression: &IdedExpr, name: &str, is_method: bool, arguments: &[Type]) -> Checked {
        let Some(ways) = signatures(name) else {
            return match macro_form(name) {
                Some(form) => self.wrong(expression, format!("`{name}` is written as `{form}`")),
                None => Err(NoType::Wrong(self.syntax.missing(expression, "function", name, functions::names()))),
            };
        };
        if let Some(result) = self.resolve_call(name, ways, is_method, arguments) {
            return Ok(result);
        }
        let arguments: Vec<Type> = arguments.iter().map(|argument| self.bindings.resolve(argument)).collect();
        let mistake =
            self.syntax.mistake(expression, format!("there is no `{}`", functions::call(name, is_method, &arguments)));
        Err(NoType::Wrong(mistake.help(functions::ways(name, ways, &arguments))))
    }

    /// What a function gives for some arguments. Returns `None` if it does not take them.
    pub(super) fn resolve_call(
        &mut self,
        name: &str,
        ways: &[Signature],
        is_method: bool,
        arguments: &[Type],
    ) -> Option<Type> {
        let further = if self.behind_macro { functions::further(name) } else { &[] };
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

    pub(super) fn must_be_bool(&mut self, expression: &IdedExpr, found: &Type) -> Result<(), NoType> {
        if self.bindings.unify([(found, &Type::BOOL)]) {
            return Ok(());
        }
        let found = self.bindings.resolve(found);
        self.wrong(expression, format!("this must be true or false, and it is {}", article(&found)))
    }

    fn list(&mut self, list: &ListExpr) -> Checked {
        let mut items: Option<Type> = None;
        for (index, item) in list.elements.iter().enumerate() {
            let found = self.expression(item)?;
            let found = self.item(item, found, list.optional_indices.contains(&index))?;
            items = Some(self.joined(items, found));
        }
        Ok(Type::list(items.unwrap_or_else(|| self.bindings.open())))
    }

    fn map(&mut self, map: &MapExpr) -> Checked {
        let (mut keys, mut values): (Option<Type>, Option<Type>) = (None, None);
        for entry in &map.entries {
            let EntryExpr::MapEntry(entry) = &entry.expr else { return Err(NoType::Unjudged) };
            let key = self.expression(&entry.key)?;
            keys = Some(self.joined(keys, key));
            let value = self.expression(&entry.value)?;
            let value = self.item(&entry.value, value, entry.optional)?;
            values = Some(self.joined(values, value));
        }
        let keys = keys.unwrap_or_else(|| self.bindings.open());
        Ok(Type::map(keys, values.unwrap_or_else(|| self.bindings.open())))
    }

    /// What an item of a literal is, one behind `?` without its optional value.
    fn item(&self, expression: &IdedExpr, found: Type, optional: bool) -> Checked {
        match found {
            found if !optional => Ok(found),
            Type::Optional(value) => Ok((*value).clone()),
            Type::Dynamic => Ok(Type::Dynamic),
            other => {
                self.wrong(expression, format!("behind `?` stands an optional value, and this is {}", article(&other)))
            }
        }
    }

    /// The type of what is of one type or another.
    fn joined(&mut self, before: Option<Type>, next: Type) -> Type {
        match before {
            None => next,
            Some(before) if self.bindings.unify([(&before, &next)]) => most_general(before, next),
            Some(_) => Type::Dynamic,
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
        Type::Dynamic | Type::Simple(_) | Type::Itself => of.clone(),
    }
}

pub(super) fn article(of: &Type) -> String {
    let name = of.to_string();
    let article = if name.starts_with(['i', 'o', 'u']) && name != "uint" { "an" } else { "a" };
    format!("{article} `{name}`")
}
