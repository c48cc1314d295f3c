//! Any bytes are read, under every filter: all that is said about them lies between two characters of the text.

use authelia_lint::document::{self, Document, Filters, Tree};
use authelia_lint::text::{self, SourceId, Span};

const FILTERS: [Filters; 4] = [
    Filters::Auto,
    Filters::None,
    Filters::Some { template: true, expand_env: false },
    Filters::Some { template: false, expand_env: true },
];

/// Checks the property for one input.
pub fn holds(bytes: &[u8]) {
    let text = text::decode(bytes.to_vec()).text;
    for filters in FILTERS {
        read(&text, filters);
    }
}

fn read(text: &str, filters: Filters) {
    let (masked, masks) = document::mask(text, filters);
    assert_eq!(masked.len(), text.len());
    let fits = |span: Span| assert!(text.get(span.range()).is_some(), "{span:?}");
    let source = SourceId(0);
    let mut tree = Tree::default();
    match document::read(&mut tree, source, &masked, &masks) {
        Ok(Document { comments, dropped, .. }) => {
            comments.iter().map(|comment| comment.span).chain(dropped).for_each(fits);
        }
        Err(errors) => errors.iter().for_each(|error| fits(error.span)),
    }
    let _ = document::read_stream(&mut tree, source, &masked, &masks);
    tree.nodes().for_each(|node| fits(node.span));
}
