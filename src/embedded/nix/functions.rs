//! What a function gives: those of nixpkgs that pass on what they are given are known by their names.

use rnix::ast::{self, Expr};
use rowan::ast::AstNode as _;

use crate::document::{Kind, Node, NodeId};

use super::draft::{AttributeName, Draft, doubted, node};
use super::value::NixReader;

impl NixReader<'_> {
    /// What the application of a function gives.
    pub(super) fn application(&mut self, apply: &ast::Apply) -> NodeId {
        let syntax = apply.syntax();
        let mut arguments: Vec<Expr> = apply.argument().into_iter().collect();
        let mut function = apply.lambda();
        while let Some(Expr::Apply(inner)) = function {
            arguments.extend(inner.argument());
            function = inner.lambda();
        }
        arguments.reverse();
        let name = function.as_ref().and_then(last_name).unwrap_or_default();
        match (name.as_str(), arguments.as_slice()) {
            ("mkDefault" | "mkForce" | "mkBefore" | "mkAfter" | "mkVMOverride" | "toJSON", [value])
            | ("mkOverride" | "mkOrder" | "toYAML" | "generate" | "writeText", [_, value]) => self.value(value),
            ("mkIf" | "optionalAttrs" | "optionals", [_, value]) => {
                let value = self.value(value);
                doubted(self.tree, value)
            }
            ("optional", [_, value]) => {
                let items = vec![self.value(value)];
                let span = self.span(syntax);
                self.tree.push(Node { open: true, ..node(Kind::Sequence { items, flow: true }, span) })
            }
            ("mkMerge", [Expr::List(definitions)]) => {
                let span = self.span(syntax);
                let mut draft = Draft::default();
                for definition in definitions.items() {
                    let value = self.value(&definition);
                    draft.add(self.tree, &[AttributeName { text: String::new(), span }], value);
                }
                let merged = draft.finish(self.tree, span);
                self.tree.get(merged, "").map_or(merged, |entry| entry.value)
            }
            ("recursiveUpdate", [left, right]) => {
                let mut draft = Draft::default();
                for set in [left, right] {
                    let set = self.value(set);
                    draft.absorb(self.tree, set);
                }
                let span = self.span(syntax);
                draft.finish(self.tree, span)
            }
            _ => {
                for part in function.iter().filter(|part| !matches!(part, Expr::Ident(_) | Expr::Select(_))) {
                    self.keep(part);
                }
                for argument in &arguments {
                    self.keep(argument);
                }
                self.unknown(syntax)
            }
        }
    }
}

/// The last name of a function: `mkIf` of `lib.mkIf`, `generate` of `(pkgs.formats.yaml { }).generate`.
fn last_name(function: &Expr) -> Option<String> {
    match function {
        Expr::Ident(it) => Some(it.syntax().text().to_string()),
        Expr::Select(it) => it.attrpath()?.attrs().last().map(|attr| attr.syntax().text().to_string()),
        _ => None,
    }
}
