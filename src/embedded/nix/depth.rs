//! How deep a Nix text may be nested, told before it is parsed: the parser and its tree take stack for each level.

use rnix::SyntaxKind;

/// No file that people write is nested so deep; the parser's tree takes a few hundred bytes of stack for each level.
const MAX_DEPTH: usize = 1000;

/// Whether a text may be nested deeper than is safe to parse. Every token may begin a level that lasts to the end of the
/// statement, the bracket or the `let` that it is in.
pub(super) fn is_excessive(text: &str) -> bool {
    let mut levels = vec![Bracket { kind: SyntaxKind::NODE_ROOT, tokens: 0, awaited: 0 }];
    let mut depth = 0;
    for (kind, _) in rnix::tokenize(text) {
        match kind {
            SyntaxKind::TOKEN_WHITESPACE | SyntaxKind::TOKEN_COMMENT => continue,
            opening if is_opening(opening) => {
                levels.push(Bracket { kind, tokens: 0, awaited: 0 });
                depth += 1;
            }
            closing if is_closing(closing) => {
                if levels.len() > 1 {
                    depth -= 1 + levels.pop().map_or(0, |level| level.tokens);
                }
                // What follows `in`, or an operand in brackets, is one more part of what stands around it.
                depth += levels.last_mut().map_or(0, |level| level.count(kind));
            }
            _ => depth += levels.last_mut().map_or(0, |level| level.count(kind)),
        }
        if let Some(level) = levels.last_mut()
            && kind == SyntaxKind::TOKEN_SEMICOLON
        {
            depth -= level.end_statement();
        }
        if depth > MAX_DEPTH {
            return true;
        }
    }
    false
}

/// What a bracket holds.
struct Bracket {
    /// What opened it.
    kind: SyntaxKind,
    /// The tokens of the statement that is being read.
    tokens: usize,
    /// The `;` that do not end the statement, because they belong to `with` and `assert`.
    awaited: usize,
}

impl Bracket {
    /// Counts a token that may begin a level. The items of a list stand beside each other.
    fn count(&mut self, kind: SyntaxKind) -> usize {
        self.awaited += usize::from(matches!(kind, SyntaxKind::TOKEN_WITH | SyntaxKind::TOKEN_ASSERT));
        let is_item = self.kind == SyntaxKind::TOKEN_L_BRACK && is_operand(kind);
        self.tokens += usize::from(!is_item);
        usize::from(!is_item)
    }

    /// Ends the statement; gives how many tokens no longer count.
    fn end_statement(&mut self) -> usize {
        if self.awaited > 0 {
            self.awaited -= 1;
            return 0;
        }
        std::mem::take(&mut self.tokens)
    }
}

const fn is_opening(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::TOKEN_L_BRACE
            | SyntaxKind::TOKEN_L_BRACK
            | SyntaxKind::TOKEN_L_PAREN
            | SyntaxKind::TOKEN_INTERPOL_START
            | SyntaxKind::TOKEN_STRING_START
            | SyntaxKind::TOKEN_LET
    )
}

const fn is_closing(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::TOKEN_R_BRACE
            | SyntaxKind::TOKEN_R_BRACK
            | SyntaxKind::TOKEN_R_PAREN
            | SyntaxKind::TOKEN_INTERPOL_END
            | SyntaxKind::TOKEN_STRING_END
            | SyntaxKind::TOKEN_IN
    )
}

/// Whether a token is an item of a list by itself, or closes one, or belongs to the item before it.
const fn is_operand(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::TOKEN_IDENT
            | SyntaxKind::TOKEN_INTEGER
            | SyntaxKind::TOKEN_FLOAT
            | SyntaxKind::TOKEN_URI
            | SyntaxKind::TOKEN_PATH_ABS
            | SyntaxKind::TOKEN_PATH_HOME
            | SyntaxKind::TOKEN_PATH_REL
            | SyntaxKind::TOKEN_PATH_SEARCH
            | SyntaxKind::TOKEN_DOT
            | SyntaxKind::TOKEN_R_BRACE
            | SyntaxKind::TOKEN_R_BRACK
            | SyntaxKind::TOKEN_R_PAREN
            | SyntaxKind::TOKEN_STRING_END
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deep_nesting_of_every_kind_is_refused() {
        let many = 100_000;
        let around = |open: &str, close: &str| [&open.repeat(many), "1", &close.repeat(many)].concat();
        for text in [
            around("[", "]"),
            around("(", ")"),
            around("{a=", ";}"),
            around("\"${", "}\""),
            around("''${", "}''"),
            around("let a = 1; in ", ""),
            around("with a; ", ""),
            around("assert a; ", ""),
            around("if a then b else ", ""),
            around("!", ""),
            around("a ++ ", ""),
            around("a: ", ""),
            around("a.b or ", ""),
            around("f ", ""),
            around("{ }: ", ""),
            around("(a) ", ""),
            around("\"a\" ", ""),
            around("let a = ", "; in a"),
            around("[", ""),
        ] {
            assert!(is_excessive(&text), "{}", &text[..20]);
        }
    }

    #[test]
    #[ignore = "slow"]
    fn long_texts_are_not() {
        let item = "{ a = \"x ${b.c} y\"; d = [ 1 e.f (g h) ]; }";
        let statements = format!("{{ {} }}", "a.b = let c = 1; in with d; { e = f g; };\n".repeat(5000));
        for text in [format!("[ {} ]", item.repeat(5000)), statements] {
            assert!(!is_excessive(&text));
            assert!(rnix::Root::parse(&text).errors().is_empty());
        }
    }
}
