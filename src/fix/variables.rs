//! Fixes in environments: a variable is written under another name, perhaps with another value, or removed with its line.

use std::ops::Range;

use crate::config::{Config, Place, variable_like};
use crate::document::edit::{Edit, Literal, NewValue, Obstacle};
use crate::lint::Change;
use crate::text::{Sources, Span};

/// What becomes of a variable.
pub(super) struct ChangedVariable<'a> {
    place: Place,
    name: &'a str,
    /// Its new name; `None` if it is removed.
    new: Option<String>,
    /// Its new value; the present one if it is `None`.
    value: Option<&'a NewValue>,
}

/// The variables that a change is about. Returns `None` if it is about anything else, too.
pub(super) fn changed<'a>(config: &'a Config, change: &'a Change) -> Option<Vec<ChangedVariable<'a>>> {
    let variable = |place: Place, option: Option<String>, value| {
        let name = config.variables.named_at(place.key?)?;
        let new = option.map(|option| variable_like(name, &option));
        Some(ChangedVariable { place, name, new, value })
    };
    let beside = |place: Place, key: &str| format!("{}.{key}", config.paths.spell(config.paths.parent(place.path)));
    match change {
        Change::Rename { place, key } => Some(vec![variable(*place, Some(beside(*place, key)), None)?]),
        Change::Replace { place, key, value } => Some(vec![variable(*place, Some(beside(*place, key)), Some(value))?]),
        Change::Remove { place } => Some(vec![variable(*place, None, None)?]),
        Change::Move { section, options } => {
            let moved = options
                .iter()
                .map(|option| variable(option.place, Some(format!("{section}.{}", option.key)), option.value.as_ref()));
            moved.collect()
        }
        _ => None,
    }
}

impl ChangedVariable<'_> {
    /// The change as an order.
    pub(super) fn title(&self) -> String {
        match (&self.new, self.value) {
            (Some(new), Some(value)) => format!("write `{new}` with the value `{value}` instead of `{}`", self.name),
            (Some(new), None) => format!("write `{new}` instead of `{}`", self.name),
            (None, _) => format!("remove `{}`", self.name),
        }
    }

    /// The edits that make it.
    ///
    /// # Errors
    /// If the variable is written in a way that is not known.
    pub(super) fn edits(&self, sources: &Sources) -> Result<Vec<Edit>, Obstacle> {
        let written = WrittenVariable::of(self, sources).ok_or(Obstacle::Reshaped)?;
        let Some(new) = &self.new else { return Ok(vec![written.without_line()?]) };
        let renamed = written.edit(written.name.clone(), new.clone());
        let Some(value) = self.value else { return Ok(vec![renamed]) };
        Ok(vec![renamed, written.edit(written.value.clone(), written.spell(value)?)])
    }
}

/// Where a variable is written.
struct WrittenVariable<'a> {
    text: &'a str,
    at: Span,
    name: Range<usize>,
    value: Range<usize>,
    /// Whether the value is a node of its own in YAML.
    is_yaml: bool,
}

impl<'a> WrittenVariable<'a> {
    fn of(variable: &ChangedVariable<'_>, sources: &'a Sources) -> Option<Self> {
        let at = variable.place.key?;
        let text = sources.get(at.source).text.as_str();
        let key = at.range();
        let quote = |range: &Range<usize>| usize::from(text[range.clone()].starts_with(['"', '\'']));
        let start = key.start + quote(&key);
        let name = start..start + variable.name.len();
        if text.get(name.clone()) != Some(variable.name) {
            return None;
        }
        // An item `NAME=value` is one text.
        let is_item = variable.place.span == at && text[name.end..].starts_with('=');
        let value = if is_item { name.end + 1..key.end - quote(&key) } else { variable.place.span.range() };
        let between = text.get(name.end..value.start)?.lines().filter_map(|line| line.split(" #").next());
        let between: String = between.collect::<String>().split(['"', '\'', ' ', '\t']).collect();
        let is_yaml = [":", "value:"].contains(&between.as_str());
        (is_yaml || between == "=").then_some(Self { text, at, name, value, is_yaml })
    }

    fn edit(&self, range: Range<usize>, text: String) -> Edit {
        Edit { span: Span::of(self.at.source, range), text }
    }

    /// Removes the lines that it has for itself. A comment behind it stays on a line of its own.
    fn without_line(&self) -> Result<Edit, Obstacle> {
        let start = self.text[..self.name.start].rfind('\n').map_or(0, |at| at + 1);
        let end = self.text[self.value.end..].find('\n').map_or(self.text.len(), |at| self.value.end + at + 1);
        let before = self.text[start..self.name.start].trim_matches([' ', '\t', '-', '"', '\'']);
        let behind = self.text[self.value.end..end].trim_start_matches(['"', '\'']);
        let is_alone = ["", "name:", "export"].contains(&before) && !self.text[self.value.clone()].contains('\n');
        match behind.trim_start() {
            "" if is_alone => Ok(self.edit(start..end, String::new())),
            comment if is_alone && comment.starts_with('#') => {
                let indent = self.text[start..].len() - self.text[start..].trim_start().len();
                Ok(self.edit(start + indent..end, comment.to_owned()))
            }
            _ => Err(Obstacle::Reshaped),
        }
    }

    /// A value as it would be written there.
    fn spell(&self, value: &NewValue) -> Result<String, Obstacle> {
        let NewValue::Scalar(Literal::Text(text)) = value else { return Err(Obstacle::Reshaped) };
        // What means nothing but itself everywhere.
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "+-._~:/[]".contains(letter);
        if !text.chars().all(is_plain) {
            return Err(Obstacle::Reshaped);
        }
        Ok(if self.is_yaml { format!("'{text}'") } else { text.clone() })
    }
}
