//! The types of the Common Expression Language, and how they and functions are written.

use std::fmt;
use std::sync::Arc;

/// A type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// What may be anything, and what is known not to be right already: neither raises anything.
    Dynamic,
    /// A type with a name and nothing else to it.
    Simple(Simple),
    /// A list, by the type of its items.
    List(Arc<Self>),
    /// A mapping, by the types of its keys and values.
    Map(Arc<(Self, Self)>),
    /// A section of the configuration, by its fields and their types.
    Section(Arc<Vec<(&'static str, Self)>>),
    /// An optional value.
    Optional(Arc<Self>),
    /// A type as a value. Which one does not matter for any check.
    Itself,
    /// A type that is still open: a parameter of a function, or the items of an empty list.
    Variable(usize),
}

/// The types that hold no other ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Simple {
    Null,
    Bool,
    Int,
    Uint,
    Double,
    String,
    Bytes,
    Timestamp,
    Duration,
}

impl Simple {
    const ALL: [(Self, &'static str); 9] = [
        (Self::Null, "null_type"),
        (Self::Bool, "bool"),
        (Self::Int, "int"),
        (Self::Uint, "uint"),
        (Self::Double, "double"),
        (Self::String, "string"),
        (Self::Bytes, "bytes"),
        (Self::Timestamp, "timestamp"),
        (Self::Duration, "duration"),
    ];

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(simple, _)| *simple == self).map_or("", |(_, name)| name)
    }
}

impl Type {
    /// True or false.
    pub const BOOL: Self = Self::Simple(Simple::Bool);
    /// A whole number.
    pub const INT: Self = Self::Simple(Simple::Int);
    /// A text.
    pub const STRING: Self = Self::Simple(Simple::String);

    /// A list.
    #[must_use]
    pub fn list(items: Self) -> Self {
        Self::List(Arc::new(items))
    }

    /// A mapping.
    #[must_use]
    pub fn map(keys: Self, values: Self) -> Self {
        Self::Map(Arc::new((keys, values)))
    }

    pub(super) fn optional(value: Self) -> Self {
        Self::Optional(Arc::new(value))
    }

    /// The name of the type with its article.
    #[must_use]
    pub fn with_article(&self) -> String {
        let name = self.to_string();
        let article = if name.starts_with(['i', 'o', 'u']) && name != "uint" { "an" } else { "a" };
        format!("{article} `{name}`")
    }

    /// What is in an optional value, and whether it is one.
    pub(super) fn unwrapped(&self) -> (&Self, bool) {
        match self {
            Self::Optional(value) => (value, true),
            _ => (self, false),
        }
    }

    /// Whether `null` may stand for it.
    pub(super) const fn is_nullable(&self) -> bool {
        matches!(
            self,
            Self::Dynamic | Self::Optional(_) | Self::Simple(Simple::Null | Simple::Timestamp | Simple::Duration)
        )
    }

    /// Whether an identifier is the name of a type (and so a value of its own).
    pub(super) fn is_named(name: &str) -> bool {
        // The other two are called `google.protobuf.Timestamp` and `google.protobuf.Duration`.
        let simple = Simple::ALL.iter().filter(|(simple, _)| !matches!(simple, Simple::Timestamp | Simple::Duration));
        simple.map(|(_, name)| *name).chain(["list", "map", "type", "optional_type"]).any(|other| other == name)
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dynamic => f.write_str("dyn"),
            Self::Variable(variable) => write!(f, "{}", ["A", "B"].get(*variable).unwrap_or(&"dyn")),
            Self::Simple(Simple::Null) => f.write_str("null"),
            Self::Simple(simple) => f.write_str(simple.name()),
            Self::List(items) => write!(f, "list({items})"),
            Self::Map(entries) => write!(f, "map({}, {})", entries.0, entries.1),
            Self::Optional(value) => write!(f, "optional({value})"),
            Self::Section(_) => f.write_str("section"),
            Self::Itself => f.write_str("type"),
        }
    }
}

/// One way of calling a function.
#[derive(Debug, Clone)]
pub struct Signature {
    /// Whether it is called on its first argument: `text.size()` and not `size(text)`.
    pub(super) is_method: bool,
    /// What it takes; the variables are counted from 0.
    pub(super) arguments: Vec<Type>,
    /// What it gives.
    pub(super) result: Type,
    /// How many variables there are in it.
    pub(super) variables: usize,
}

impl Signature {
    /// Reads `(string, int) -> bool` or `string.(int) -> bool`, in which one capital letter is a variable. Nothing for
    /// anything else.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut reader = SignatureReader { rest: text, letters: Vec::new() };
        let receiver = if reader.take("(") { None } else { Some(reader.receiver()?) };
        let mut arguments: Vec<Type> = receiver.iter().cloned().collect();
        while !reader.take(")") {
            arguments.push(reader.one()?);
            reader.take(", ");
        }
        let result = reader.take(" -> ").then(|| reader.one())??;
        let whole = reader.rest.is_empty();
        whole.then(|| Self { is_method: receiver.is_some(), arguments, result, variables: reader.letters.len() })
    }
}

/// Reads types.
struct SignatureReader<'a> {
    rest: &'a str,
    letters: Vec<char>,
}

impl SignatureReader<'_> {
    fn take(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn receiver(&mut self) -> Option<Type> {
        let receiver = self.one()?;
        self.take(".(").then_some(receiver)
    }

    fn one(&mut self) -> Option<Type> {
        let end = self.rest.find(|character: char| !(character.is_ascii_alphabetic() || character == '_'));
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        match word {
            "dyn" => Some(Type::Dynamic),
            "type" => Some(Type::Itself),
            "list" => self.within(|reader| reader.one().map(Type::list)),
            "optional" => self.within(|reader| reader.one().map(Type::optional)),
            "map" => self.within(|reader| {
                let keys = reader.one()?;
                reader.take(", ").then(|| reader.one().map(|values| Type::map(keys, values)))?
            }),
            _ if word.len() == 1 => word.chars().next().map(|letter| Type::Variable(self.variable(letter))),
            _ => Simple::ALL.iter().find(|(_, name)| *name == word).map(|(simple, _)| Type::Simple(*simple)),
        }
    }

    fn within(&mut self, read: impl FnOnce(&mut Self) -> Option<Type>) -> Option<Type> {
        let read = self.take("(").then(|| read(self))??;
        self.take(")").then_some(read)
    }

    fn variable(&mut self, letter: char) -> usize {
        self.letters.iter().position(|other| *other == letter).unwrap_or_else(|| {
            self.letters.push(letter);
            self.letters.len() - 1
        })
    }
}
