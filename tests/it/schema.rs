//! JSON that a schema describes.

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;

use crate::files::project_text;

pub(crate) struct Schema {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Schema {
    pub(crate) fn of(schema: Value) -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource("https://example.org/schema.json", schema).unwrap();
        let index = compiler.compile("https://example.org/schema.json", &mut schemas).unwrap();
        Self { schemas, index }
    }

    /// The schema that OASIS publishes with the specification of SARIF.
    pub(crate) fn of_sarif() -> Self {
        Self::of(serde_json::from_str(&project_text("fixtures/recorded/sarif-schema-2.1.0.json")).unwrap())
    }

    /// What the schema refuses, with the place of each mistake.
    pub(crate) fn check(&self, value: &Value) -> Result<(), String> {
        self.schemas.validate(value, self.index).map_err(|error| format!("{error:#}"))
    }
}
