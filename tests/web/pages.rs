//! The gateway's pages: which files they are made of, and the C++ that carries them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::web::squeeze;

/// What the files of a page are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Page,
    Style,
    Script,
}

/// One thing that the gateway serves.
pub(crate) struct Served {
    /// Its name in `PageId`, without the `k`.
    pub(crate) id: &'static str,
    pub(crate) path: &'static str,
    pub(crate) kind: Kind,
    /// Files below `firmware/web`.
    files: &'static [&'static str],
}

pub(crate) const SERVED: &[Served] = &[
    Served {
        id: "Dashboard",
        path: "/",
        kind: Kind::Page,
        files: &["index.html"],
    },
    Served {
        id: "Portal",
        path: "/setup",
        kind: Kind::Page,
        files: &["portal.html"],
    },
    Served {
        id: "Style",
        path: "/style.css",
        kind: Kind::Style,
        files: &["style.css"],
    },
    Served {
        id: "Script",
        path: "/app.js",
        kind: Kind::Script,
        files: &["common.js", "dashboard.js", "forms.js", "portal.js"],
    },
];

/// As strict as the pages can bear: the gateway's own policy may allow more, not less. The icon is an empty data URL, so
/// that no browser asks for one.
pub(crate) const SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
    img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

impl Served {
    pub(crate) fn content_type(&self) -> &'static str {
        match self.kind {
            Kind::Page => "text/html; charset=utf-8",
            Kind::Style => "text/css; charset=utf-8",
            Kind::Script => "text/javascript; charset=utf-8",
        }
    }

    /// Its source as it was written.
    pub(crate) fn source(&self) -> String {
        self.files.iter().map(|file| read(file)).collect()
    }

    /// What a browser gets, before compression.
    pub(crate) fn content(&self) -> String {
        match self.kind {
            Kind::Page => squeeze::page(&self.source()),
            Kind::Style => squeeze::style(&self.source()),
            Kind::Script => bundle(),
        }
    }

    /// What a browser gets, as the flash holds it.
    pub(crate) fn compressed(&self) -> &'static [u8] {
        // Compressing hard takes a while: once for all tests.
        static ALL: LazyLock<Vec<Vec<u8>>> =
            LazyLock::new(|| SERVED.iter().map(Served::compress).collect());
        let index = SERVED.iter().position(|served| served.id == self.id);
        &ALL[index.expect("one of them")]
    }

    fn compress(&self) -> Vec<u8> {
        let mut out = Vec::new();
        zopfli::compress(
            zopfli::Options::default(),
            zopfli::Format::Gzip,
            self.content().as_bytes(),
            &mut out,
        )
        .expect("compressed");
        out
    }
}

fn read(file: &str) -> String {
    let path = root().join("firmware/web").join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// One script for both pages, for the sake of compression: each runs its own part.
fn bundle() -> String {
    let dashboard = read("dashboard.js") + &read("forms.js");
    squeeze::script(&format!(
        "{}if (document.body.id === 'dashboard') {{\n{dashboard}}} else {{\n{}}}\n",
        read("common.js"),
        read("portal.js"),
    ))
}

/// The C++ that carries the pages, and where it belongs.
pub(crate) fn generated() -> (PathBuf, String) {
    let arrays: Vec<String> = SERVED.iter().map(array).collect();
    let cases: Vec<String> = SERVED.iter().map(case).collect();
    let text = format!(
        "// Made from firmware/web by: SMR_UPDATE=1 cargo test --test suite web::\n\
         #include \"core/web/pages.h\"\n\n\
         namespace smr {{\n\n\
         namespace {{\n\n\
         {}}}  // namespace\n\n\
         Page page(PageId id) {{\n    \
         Page page;\n    \
         switch (id) {{\n{}    }}\n    \
         return page;\n\
         }}\n\n\
         }}  // namespace smr\n",
        arrays.concat(),
        cases.concat(),
    );
    (root().join("firmware/core/web/page_bytes.cpp"), text)
}

/// The bytes of a page as a constant.
fn array(served: &Served) -> String {
    let rows: Vec<String> = served
        .compressed()
        .chunks(32)
        .map(|row| {
            let numbers: Vec<String> = row.iter().map(u8::to_string).collect();
            format!("    {},\n", numbers.join(","))
        })
        .collect();
    format!(
        "const uint8_t k{}[] SMR_IN_FLASH = {{\n{}}};\n\n",
        served.id,
        rows.concat()
    )
}

/// What `page()` says of a page.
fn case(served: &Served) -> String {
    let crc = crc_fast::checksum(crc_fast::CrcAlgorithm::Crc32IsoHdlc, served.compressed());
    format!(
        "        case PageId::k{id}:\n            \
         page.path = SMR_TEXT(\"{}\");\n            \
         page.content_type = SMR_TEXT(\"{}\");\n            \
         page.etag = SMR_TEXT(\"\\\"{crc:08x}\\\"\");\n            \
         page.body = FlashBytes(k{id}, sizeof k{id});\n            \
         break;\n",
        served.path,
        served.content_type(),
        id = served.id,
    )
}
