//! stub
use crate::span::{SourceId, Span};
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
    Folded,
}
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    Null,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Float(f64),
    Time(String),
    Text(String),
    Sequence { items: Vec<NodeId>, flow: bool },
    Mapping { entries: Vec<Entry>, flow: bool },
    Alias(NodeId),
}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub key: NodeId,
    pub value: NodeId,
    pub merged: bool,
}
#[derive(Debug, Clone)]
pub struct Node {
    pub kind: Kind,
    pub style: Style,
    pub span: Span,
    pub tag: Option<String>,
    pub anchor: Option<String>,
    pub unknown: bool,
}
#[derive(Debug, Default)]
pub struct Tree {
    nodes: Vec<Node>,
}
impl std::ops::Index<NodeId> for Tree {
    type Output = Node;
    fn index(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }
}
impl Tree {
    pub fn push(&mut self, node: Node) -> NodeId {
        self.nodes.push(node);
        NodeId(self.nodes.len() as u32 - 1)
    }
    pub fn resolve(&self, id: NodeId) -> NodeId {
        id
    }
    pub fn key_text(&self, key: NodeId) -> &str {
        match &self[key].kind {
            Kind::Text(t) => t,
            _ => "",
        }
    }
    pub fn get(&self, _mapping: NodeId, _key: &str) -> Option<&Entry> {
        None
    }
}
#[derive(Debug)]
pub struct Comment {
    pub span: Span,
}
#[derive(Debug)]
pub struct Document {
    pub source: SourceId,
    pub root: Option<NodeId>,
    pub comments: Vec<Comment>,
    pub dropped: Vec<Span>,
}
#[derive(Debug)]
pub struct SyntaxError {
    pub span: Span,
    pub message: String,
    pub help: String,
    pub also: Option<(Span, String)>,
}
pub struct Mask {
    pub span: (u32, u32),
}
#[derive(Debug, Clone, Copy, Default)]
pub enum Filters {
    #[default]
    Auto,
    None,
    Some {
        template: bool,
        expand_env: bool,
    },
}
pub fn mask(text: &str, _f: Filters) -> (std::borrow::Cow<'_, str>, Vec<Mask>) {
    (text.into(), vec![])
}
pub fn read(_t: &mut Tree, _s: SourceId, _text: &str, _m: &[Mask]) -> Result<Document, Vec<SyntaxError>> {
    Err(vec![])
}
/// Bytes that are no text.
#[derive(Debug)]
pub struct EncodingError;
impl std::fmt::Display for EncodingError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not UTF-8")
    }
}
pub fn decode(bytes: &[u8]) -> Result<String, EncodingError> {
    String::from_utf8(bytes.to_vec()).map_err(|_| EncodingError)
}
