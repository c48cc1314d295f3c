//! The macros, each as the types that it asks for and gives: what `cel-go` 0.28.1 makes of them (`parser/macro.go`,
//! `cel/library.go`, `ext/bindings.go`, `ext/lists.go`, `ext/math.go`) comes to the same.

use cel::IdedExpr;
use cel::common::ast::{CallExpr, Expr, LiteralValue};

use super::check::{Checker, TypeResult};
use super::syntax::Rejection;
use super::types::Type;

/// All of them.
pub(super) const ALL: &[&str] = &[
    "has",
    "all",
    "exists",
    "exists_one",
    "filter",
    "map",
    "sortBy",
    "optMap",
    "optFlatMap",
    "_?._",
    "bind",
    "least",
    "greatest",
];

/// How macros are written.
const FORMS: [(&str, &str); 9] = [
    ("has", "has(section.field)"),
    ("all", "list.all(item, condition)"),
    ("exists", "list.exists(item, condition)"),
    ("exists_one", "list.exists_one(item, condition)"),
    ("filter", "list.filter(item, condition)"),
    ("map", "list.map(item, value)"),
    ("sortBy", "list.sortBy(item, key)"),
    ("optMap", "optional.optMap(value, result)"),
    ("optFlatMap", "optional.optFlatMap(value, optional)"),
];

/// How a macro is written. Returns `None` if it is none.
pub(super) fn macro_form(name: &str) -> Option<&'static str> {
    FORMS.iter().find(|(other, _)| *other == name).map(|(_, form)| *form)
}

impl Checker<'_> {
    /// The type of a call that is a macro. Returns `None` if it is none.
    pub(super) fn macro_call(&mut self, call: &CallExpr) -> Option<TypeResult> {
        if !self.dialect.macros.contains(&call.func_name.as_str()) {
            return None;
        }
        let target = call.target.as_deref();
        Some(match (call.func_name.as_str(), target, call.args.as_slice()) {
            ("has", None, [field]) => self.has(field),
            ("_?._", None, [operand, field]) => self.optional_field(operand, field),
            ("all" | "exists" | "exists_one", Some(range), [name, holds]) => self.quantifier(range, name, holds),
            ("filter", Some(range), [name, holds]) => self.list_of(range, name, Some(holds), name),
            ("map", Some(range), [name, item]) => self.list_of(range, name, None, item),
            ("map", Some(range), [name, holds, item]) => self.list_of(range, name, Some(holds), item),
            ("sortBy", Some(list), [name, key]) => self.sort_by(list, name, key),
            ("optMap", Some(optional), [name, value]) => self.optional_map(optional, name, value, Type::optional),
            ("optFlatMap", Some(optional), [name, value]) => self.optional_map(optional, name, value, |value| value),
            ("bind", Some(target), [name, value, result]) if is_name(target, "cel") => self.bind(name, value, result),
            ("least", Some(target), numbers) if is_name(target, "math") => self.extreme(target, "math.@min", numbers),
            ("greatest", Some(target), numbers) if is_name(target, "math") => {
                self.extreme(target, "math.@max", numbers)
            }
            _ => return None,
        })
    }

    fn has(&mut self, field: &IdedExpr) -> TypeResult {
        match &field.expr {
            Expr::Select(select) => self.field(field, &select.operand, &select.field).map(|_| Type::BOOL),
            Expr::Call(inner) if is_has(inner) => self.has(&inner.args[0]),
            _ => self.wrong(field, "`has` asks for a field: `has(section.field)`".to_owned()),
        }
    }

    fn optional_field(&mut self, operand: &IdedExpr, field: &IdedExpr) -> TypeResult {
        let Expr::Literal(LiteralValue::String(name)) = &field.expr else { return self.unjudged(field) };
        let found = self.field(field, operand, name.inner())?;
        Ok(if found.unwrapped().1 { found } else { Type::optional(found) })
    }

    fn quantifier(&mut self, range: &IdedExpr, name: &IdedExpr, holds: &IdedExpr) -> TypeResult {
        let name = self.bound_name(name)?;
        let range_type = self.expression(range)?;
        let item = self.items(range, &range_type)?;
        let found = self.where_bound(name, item, holds)?;
        self.must_be_bool(holds, &found)?;
        Ok(Type::BOOL)
    }

    /// `filter` and `map`: a list of an item for each one where something holds.
    fn list_of(&mut self, range: &IdedExpr, name: &IdedExpr, holds: Option<&IdedExpr>, item: &IdedExpr) -> TypeResult {
        let range_type = self.expression(range)?;
        let element = self.items(range, &range_type)?;
        self.list_of_each(element, name, holds, item)
    }

    fn list_of_each(
        &mut self,
        element: Type,
        name: &IdedExpr,
        holds: Option<&IdedExpr>,
        item: &IdedExpr,
    ) -> TypeResult {
        let name = self.bound_name(name)?;
        if let Some(holds) = holds {
            let found = self.where_bound(name, element.clone(), holds)?;
            self.must_be_bool(holds, &found)?;
        }
        let made = Type::list(self.bindings.open());
        let found = self.where_bound(name, element, item)?;
        let grown = self.resolve_named("_+_", false, &[made.clone(), Type::list(found)]);
        match grown {
            Some(grown) if self.bindings.unify([(&made, &grown)]) => Ok(self.bindings.resolve(&made)),
            _ => self.wrong(item, "items of these types make no list".to_owned()),
        }
    }

    fn sort_by(&mut self, list: &IdedExpr, name: &IdedExpr, key: &IdedExpr) -> TypeResult {
        if matches!(list.expr, Expr::Literal(_) | Expr::Map(_) | Expr::Struct(_)) {
            return self.wrong(list, "`sortBy` sorts lists".to_owned());
        }
        let sorted = self.expression(list)?;
        let element = self.items(list, &sorted)?;
        let keys = self.list_of_each(element, name, None, key)?;
        match self.resolve_named("@sortByAssociatedKeys", true, &[sorted, keys]) {
            Some(result) => Ok(result),
            None => self.wrong(key, "lists are not sorted by values of this type".to_owned()),
        }
    }

    fn optional_map(
        &mut self,
        optional: &IdedExpr,
        name: &IdedExpr,
        value: &IdedExpr,
        result: fn(Type) -> Type,
    ) -> TypeResult {
        let name = self.name_of(name)?;
        let found = self.expression(optional)?;
        let inner = self.bindings.open();
        if !self.bindings.unify([(&found, &Type::optional(inner.clone()))]) {
            let found = self.bindings.resolve(&found);
            return self.wrong(optional, format!("this must be an optional value, and it is {}", found.with_article()));
        }
        let inner = self.bindings.resolve(&inner);
        let inner = self.must_be_no_type(optional, inner)?;
        let made = result(self.where_bound(name, inner, value)?);
        let none = Type::optional(self.bindings.open());
        match self.resolve_named("_?_:_", false, &[Type::BOOL, made, none]) {
            Some(result) => Ok(result),
            None => self.wrong(value, "this must be an optional value".to_owned()),
        }
    }

    fn bind(&mut self, name: &IdedExpr, value: &IdedExpr, result: &IdedExpr) -> TypeResult {
        let name = self.name_of(name)?;
        let bound = self.expression(value)?;
        let bound = self.must_be_no_type(value, bound)?;
        let found = self.where_bound(name, bound, result)?;
        Ok(self.bindings.resolve(&found))
    }

    /// `math.least` and `math.greatest`.
    fn extreme(&mut self, target: &IdedExpr, function: &str, numbers: &[IdedExpr]) -> TypeResult {
        let all = |numbers: &[IdedExpr]| numbers.iter().all(may_be_number);
        let may_be_list =
            |one: &IdedExpr| matches!(&one.expr, Expr::List(list) if !list.elements.is_empty() && all(&list.elements));
        let fit = match numbers {
            [] => false,
            [one] => may_be_list(one) || may_be_number(one),
            _ => all(numbers),
        };
        if !fit {
            return self.wrong(target, "`math.least` and `math.greatest` ask for numbers".to_owned());
        }
        let mut found = Vec::with_capacity(numbers.len());
        for number in numbers {
            found.push(self.expression(number)?);
        }
        if found.len() > 2 {
            let of_one = found.iter().all(|one| *one == found[0]);
            found = vec![Type::list(if of_one { found[0].clone() } else { Type::Dynamic })];
        }
        match self.resolve_named(function, false, &found) {
            Some(result) => Ok(result),
            None => self.wrong(&numbers[0], "`math.least` and `math.greatest` ask for numbers".to_owned()),
        }
    }

    /// What a function gives for some arguments. Returns `None` if it does not take them.
    fn resolve_named(&mut self, name: &str, is_method: bool, arguments: &[Type]) -> Option<Type> {
        let ways = self.dialect.functions.signatures(name)?;
        self.resolve_call(name, ways, is_method, arguments)
    }

    /// What a macro goes through: the items of a list, the keys of a mapping.
    fn items(&mut self, range: &IdedExpr, range_type: &Type) -> TypeResult {
        match self.bindings.resolve(range_type) {
            Type::List(items) => Ok((*items).clone()),
            Type::Map(entries) => Ok(entries.0.clone()),
            Type::Dynamic => Ok(Type::Dynamic),
            Type::Variable(variable) => {
                self.bindings.unify([(&Type::Dynamic, &Type::Variable(variable))]);
                Ok(Type::Dynamic)
            }
            other => self.wrong(range, format!("this must be a list or a map, and it is {}", other.with_article())),
        }
    }

    /// The name that a macro gives to each item.
    fn bound_name<'e>(&self, name: &'e IdedExpr) -> Result<&'e str, Rejection> {
        match self.name_of(name)? {
            // The name that `cel-go` used for the result.
            "__result__" => self.wrong(name, "this name cannot be used here".to_owned()),
            other => Ok(other),
        }
    }

    fn name_of<'e>(&self, name: &'e IdedExpr) -> Result<&'e str, Rejection> {
        match &name.expr {
            Expr::Ident(name) => Ok(name),
            _ => self.wrong(name, "this must be a name, which stands for each item".to_owned()),
        }
    }
}

/// Whether a call is `has(…)`, in whose place its own field is looked at.
fn is_has(call: &CallExpr) -> bool {
    call.func_name == "has" && call.target.is_none() && call.args.len() == 1
}

fn is_name(expression: &IdedExpr, name: &str) -> bool {
    matches!(&expression.expr, Expr::Ident(other) if other == name)
}

/// Whether something may be a number, as far as the way it is written tells.
fn may_be_number(expression: &IdedExpr) -> bool {
    match &expression.expr {
        Expr::Literal(literal) => {
            matches!(literal, LiteralValue::Int(_) | LiteralValue::UInt(_) | LiteralValue::Double(_))
        }
        Expr::List(_) | Expr::Map(_) | Expr::Struct(_) => false,
        _ => true,
    }
}
