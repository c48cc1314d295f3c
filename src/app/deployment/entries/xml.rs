//! XML, each value with its place. A setting is named by the elements around it, without the root; an attribute counts like an
//! element inside its own.

use std::collections::HashMap;
use std::ops::Range;

use roxmltree::{Document, Error, Node, ParsingOptions};

use super::{FilePlace, SettingEntry, UnreadableFile, ValueForm, is_encrypted, name_below};

/// How deep elements are looked at.
const MAX_DEPTH: usize = 16;

/// The most elements, comments and pieces of text that are read.
const MAX_NODES: u32 = 200_000;

pub(super) fn is_xml(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with('<') && !text.starts_with("<?php")
}

pub(super) fn read(text: &str) -> Result<Vec<SettingEntry>, UnreadableFile> {
    let options = ParsingOptions { nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| failure(text, &error))?;
    let mut walk = EntryWalk { text, entries: Vec::new() };
    walk.element("", document.root_element(), 0);
    // A former value may be in a comment, and no setting is.
    let others = document.descendants().filter(|node| node.is_comment() || node.is_pi());
    walk.entries.extend(others.map(|node| SettingEntry::scalar(String::new(), None, node.range())));
    Ok(walk.entries)
}

struct EntryWalk<'t> {
    text: &'t str,
    entries: Vec<SettingEntry>,
}

impl EntryWalk<'_> {
    fn element(&mut self, name: &str, element: Node<'_, '_>, depth: usize) {
        self.attributes(name, element);
        let children: Vec<Node<'_, '_>> = element.children().filter(Node::is_element).collect();
        let texts = || element.children().filter(Node::is_text).filter_map(|text| text.text());
        if children.is_empty() {
            let content: String = texts().collect();
            let empty = content.trim().is_empty();
            let entry = SettingEntry::scalar(name.to_owned(), known(&content), content_range(self.text, element));
            self.entries.push(SettingEntry { empty, ..entry });
            return;
        }
        if depth == MAX_DEPTH || texts().any(|text| !text.trim().is_empty()) {
            // Something else than settings.
            self.entries.push(SettingEntry::scalar(name.to_owned(), None, element.range()));
            return;
        }
        if is_list(&children) {
            let item = |child: &Node<'_, '_>| Some((known(child.text()?)?, content_range(self.text, *child)));
            let items = children.iter().filter_map(item).collect();
            let entry = SettingEntry::scalar(name.to_owned(), None, element.range());
            self.entries.push(SettingEntry { items, form: ValueForm::List, ..entry });
        }
        self.children(name, &children, depth);
    }

    /// Elements in an element; those of one name are numbered.
    fn children(&mut self, prefix: &str, children: &[Node<'_, '_>], depth: usize) {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for child in children {
            *counts.entry(child.tag_name().name()).or_default() += 1;
        }
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        for child in children {
            let key = child.tag_name().name();
            let name = name_below(prefix, key);
            if counts[key] == 1 {
                self.element(&name, *child, depth + 1);
            } else {
                let number = numbers.entry(key).or_default();
                self.element(&format!("{name}.{number}"), *child, depth + 1);
                *number += 1;
            }
        }
    }

    fn attributes(&mut self, prefix: &str, element: Node<'_, '_>) {
        for attribute in element.attributes() {
            let name = name_below(prefix, attribute.name());
            self.entries.push(SettingEntry::scalar(name, known(attribute.value()), attribute.range_value()));
        }
    }
}

/// Whether all elements are texts of one name.
fn is_list(elements: &[Node<'_, '_>]) -> bool {
    let is_item = |element: &Node<'_, '_>| {
        element.tag_name() == elements[0].tag_name() && element.children().all(|node| node.is_text())
    };
    elements.iter().all(is_item)
}

/// A text that is not encrypted, and into which nothing is filled.
fn known(text: &str) -> Option<String> {
    let text = text.trim();
    (!is_encrypted(text) && !text.contains("${") && !text.contains("{{")).then(|| text.to_owned())
}

/// The bytes between the tags of an element without elements inside, and without blanks.
fn content_range(text: &str, element: Node<'_, '_>) -> Range<usize> {
    let Range { start, end } = element.range();
    // The value of an attribute may contain `>`.
    let last_attribute = element.attributes().next_back().map_or(start, |attribute| attribute.range().end);
    let start = text[last_attribute..end].find('>').map_or(end, |at| last_attribute + at + 1);
    let end = text[start..end].rfind("</").map_or(end, |at| start + at);
    let content = &text[start..end];
    let start = start + content.len() - content.trim_start().len();
    start..start + content.trim().len()
}

fn failure(text: &str, error: &Error) -> UnreadableFile {
    let (offset, reason) = match error {
        Error::DtdDetected => (text.find("<!DOCTYPE"), "a document type is not allowed"),
        Error::NodesLimitReached | Error::AttributesLimitReached => (Some(0), "too many elements"),
        Error::UnclosedRootNode | Error::UnexpectedEndOfStream => (Some(text.len()), "the text ends too early"),
        Error::UnexpectedCloseTag(..) => (None, "the tag of another element is closed"),
        _ => (None, "not XML"),
    };
    let place = offset.map_or_else(
        || FilePlace(Some((error.pos().row as usize, error.pos().col as usize))),
        |offset| FilePlace::of(text, offset),
    );
    (place, reason)
}
