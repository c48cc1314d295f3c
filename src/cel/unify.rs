//! Which type may stand for which, and what open types come to be (`checker/types.go` of `cel-go` 0.28.1).

use super::types::{Simple, Type};

/// After so many steps nothing is compared any more: types may hold each other so often that they have no bound.
const MAX_STEPS: usize = 200_000;

/// What is known of open types.
#[derive(Debug, Default)]
pub(super) struct Bindings {
    /// The type of each variable, where it has one.
    bound: Vec<Option<Type>>,
    /// What was bound before, so that a comparison that fails leaves no trace.
    log: Vec<(usize, Option<Type>)>,
    steps: usize,
}

impl Bindings {
    /// A type that is open.
    pub(super) fn open(&mut self) -> Type {
        self.bound.push(None);
        Type::Variable(self.bound.len() - 1)
    }

    /// Whether there were too many steps for anything to be said.
    pub(super) const fn is_exhausted(&self) -> bool {
        self.steps > MAX_STEPS
    }

    /// Whether each type may stand where the other is asked for; if so, open types are bound to make it so.
    pub(super) fn unify<'t>(&mut self, pairs: impl IntoIterator<Item = (&'t Type, &'t Type)>) -> bool {
        self.log.clear();
        let fits = pairs.into_iter().all(|(given, asked)| self.fits(given, asked));
        if !fits {
            while let Some((variable, before)) = self.log.pop() {
                self.bound[variable] = before;
            }
        }
        fits
    }

    /// The type with everything put in that is known of it.
    pub(super) fn resolve(&mut self, of: &Type) -> Type {
        if self.count() {
            return Type::Dynamic;
        }
        match of {
            Type::Variable(variable) => match self.bound[*variable].clone() {
                Some(bound) => self.resolve(&bound),
                None => of.clone(),
            },
            Type::List(items) => Type::list(self.resolve(items)),
            Type::Optional(value) => Type::optional(self.resolve(value)),
            Type::Map(entries) => Type::map(self.resolve(&entries.0), self.resolve(&entries.1)),
            Type::Dynamic | Type::Simple(_) | Type::Section(_) | Type::Itself => of.clone(),
        }
    }

    /// Counts a step; whether there were too many.
    const fn count(&mut self) -> bool {
        self.steps += 1;
        self.is_exhausted()
    }

    fn bind(&mut self, variable: usize, to: Type) {
        let before = self.bound[variable].replace(to);
        self.log.push((variable, before));
    }

    fn fits(&mut self, given: &Type, asked: &Type) -> bool {
        if self.count() {
            return true;
        }
        if let Type::Variable(variable) = asked {
            let (fits, was_bound) = self.substitutes(given, *variable);
            if fits || was_bound {
                return fits;
            }
        }
        if let Type::Variable(variable) = given {
            return self.substitutes(asked, *variable).0;
        }
        match (given, asked) {
            (Type::Dynamic, _) | (_, Type::Dynamic) => true,
            (Type::Simple(Simple::Null), other) | (other, Type::Simple(Simple::Null)) => other.is_nullable(),
            (Type::List(one), Type::List(other)) | (Type::Optional(one), Type::Optional(other)) => {
                self.fits(one, other)
            }
            (Type::Map(one), Type::Map(other)) => self.fits(&one.0, &other.0) && self.fits(&one.1, &other.1),
            (one, other) => one == other,
        }
    }

    /// Whether a variable may be a type, and whether it was bound before.
    fn substitutes(&mut self, one: &Type, variable: usize) -> (bool, bool) {
        if *one == Type::Variable(variable) {
            return (true, true);
        }
        let Some(bound) = self.bound[variable].clone() else {
            let may = self.is_free_of(variable, one);
            if may {
                self.bind(variable, one.clone());
            }
            return (may, false);
        };
        if *one == bound {
            return (true, true);
        }
        let fits = self.fits(one, &bound);
        if fits {
            let general = most_general(one.clone(), bound);
            if self.is_free_of(variable, &general) {
                self.bind(variable, general);
            }
        }
        (fits, true)
    }

    /// Whether a variable is not part of a type.
    fn is_free_of(&mut self, variable: usize, within: &Type) -> bool {
        if self.count() {
            return false;
        }
        match within {
            Type::Variable(other) if *other == variable => false,
            Type::Variable(other) => match self.bound[*other].clone() {
                Some(bound) => self.is_free_of(variable, &bound),
                None => true,
            },
            Type::List(inner) | Type::Optional(inner) => self.is_free_of(variable, inner),
            Type::Map(entries) => self.is_free_of(variable, &entries.0) && self.is_free_of(variable, &entries.1),
            Type::Dynamic | Type::Simple(_) | Type::Section(_) | Type::Itself => true,
        }
    }
}

/// The more general of two types of which one may stand for the other.
pub(super) fn most_general(one: Type, other: Type) -> Type {
    if is_no_more_specific(&one, &other) { one } else { other }
}

fn is_no_more_specific(one: &Type, other: &Type) -> bool {
    match (one, other) {
        (Type::Dynamic | Type::Variable(_), _) => true,
        (_, Type::Dynamic | Type::Variable(_)) => false,
        (Type::List(one), Type::List(other)) | (Type::Optional(one), Type::Optional(other)) => {
            is_no_more_specific(one, other)
        }
        (Type::Map(one), Type::Map(other)) => {
            is_no_more_specific(&one.0, &other.0) && is_no_more_specific(&one.1, &other.1)
        }
        (one, other) => one == other,
    }
}
