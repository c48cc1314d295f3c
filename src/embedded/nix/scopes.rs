//! What names stand for: what binds them in sight. A `with` binds nothing that is bound elsewhere.

use std::collections::HashMap;
use std::rc::Rc;

use rnix::SyntaxNode;
use rnix::ast::{self, Attr, Expr, HasEntry, InterpolPart};
use rowan::ast::AstNode as _;

/// The number of scopes in which names are looked up; nobody writes a text that needs more.
const MAX_LOOKUPS: usize = 5_000_000;

/// The names that a `let`, a `rec` or a function binds.
type NixScope = HashMap<String, NameBinding>;

/// What binds a name.
#[derive(Clone)]
pub(super) enum NameBinding {
    /// `name = value;`
    Value(Expr),
    /// `inherit name;`: what the name means further out.
    Outer,
    /// `inherit (set) name;`
    From(Expr),
    /// A parameter, or something that is put together of several definitions.
    Unknown,
}

/// The scopes of a file, each read once.
pub(super) struct Scopes {
    looks_left: usize,
    known: HashMap<SyntaxNode, Rc<NixScope>>,
}

impl Scopes {
    pub(super) fn new() -> Self {
        Self { looks_left: MAX_LOOKUPS, known: HashMap::new() }
    }

    /// What binds a name at a place. Returns `None` if nothing in sight does.
    pub(super) fn binding(&mut self, name: &str, place: Option<&SyntaxNode>) -> Option<NameBinding> {
        for around in place.into_iter().flat_map(SyntaxNode::ancestors) {
            self.looks_left = self.looks_left.saturating_sub(1);
            if self.looks_left == 0 {
                break;
            }
            let Some(scope) = self.scope(&around) else { continue };
            match scope.get(name) {
                None | Some(NameBinding::Outer) => {}
                Some(binding) => return Some(binding.clone()),
            }
        }
        None
    }

    fn scope(&mut self, around: &SyntaxNode) -> Option<Rc<NixScope>> {
        if let Some(scope) = self.known.get(around) {
            return Some(Rc::clone(scope));
        }
        let scope = match Expr::cast(around.clone())? {
            Expr::LetIn(it) => bound_by(&it),
            Expr::LegacyLet(it) => bound_by(&it),
            Expr::AttrSet(it) if it.rec_token().is_some() => bound_by(&it),
            Expr::Lambda(it) => {
                let idents: Vec<ast::Ident> = match it.param()? {
                    ast::Param::IdentParam(it) => it.ident().into_iter().collect(),
                    ast::Param::Pattern(it) => {
                        let bound = it.pat_bind().and_then(|it| it.ident());
                        it.pat_entries().filter_map(|it| it.ident()).chain(bound).collect()
                    }
                };
                idents.iter().map(|it| (it.syntax().text().to_string(), NameBinding::Unknown)).collect()
            }
            _ => return None,
        };
        let scope = Rc::new(scope);
        self.known.insert(around.clone(), Rc::clone(&scope));
        Some(scope)
    }
}

fn bound_by(set: &impl HasEntry) -> NixScope {
    let mut scope = NixScope::new();
    for entry in set.entries() {
        match entry {
            ast::Entry::AttrpathValue(it) => {
                let Some(path) = it.attrpath() else { continue };
                let Some(name) = path.attrs().next().and_then(|attr| static_name(&attr)) else { continue };
                let binding = match it.value() {
                    Some(value) if path.attrs().count() == 1 && !scope.contains_key(&name) => NameBinding::Value(value),
                    _ => NameBinding::Unknown,
                };
                scope.insert(name, binding);
            }
            ast::Entry::Inherit(it) => {
                let from = it.from().and_then(|from| from.expr());
                let binding = from.map_or(NameBinding::Outer, NameBinding::From);
                let names = it.attrs().filter_map(|attr| static_name(&attr));
                scope.extend(names.map(|name| (name, binding.clone())));
            }
        }
    }
    scope
}

/// A name of an attribute that is written out.
pub(super) fn static_name(attr: &Attr) -> Option<String> {
    Some(match attr {
        Attr::Ident(it) => it.syntax().text().to_string(),
        Attr::Str(it) => match it.normalized_parts().as_slice() {
            [] => String::new(),
            [InterpolPart::Literal(text)] => text.clone(),
            _ => return None,
        },
        Attr::Dynamic(_) => return None,
    })
}
