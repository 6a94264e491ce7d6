//! Documents held against the schemas in `docs/schema`.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// Where a document does not follow the schema that it names.
pub(crate) fn complaints(document: &Value) -> Vec<String> {
    let name = document["schema"].as_str().expect("a schema");
    let file = format!("docs/schema/{}.json", name.replace('/', "-"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let schema = fs::read_to_string(path).expect("a schema");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    jsonschema::draft202012::new(&schema)
        .expect("a schema")
        .iter_errors(document)
        .map(|error| format!("{error} at {}", error.instance_path()))
        .collect()
}

/// Holds a document against its schema.
#[track_caller]
pub(crate) fn follows(document: &Value) {
    assert_eq!(complaints(document), Vec::<String>::new(), "{document:#}");
}
