//! Any telegram can be decoded, judged and printed in every format.
#![no_main]

use libfuzzer_sys::fuzz_target;
use smr::decode::{Piece, Stream};
use smr::ui::style::Colour;
use smr::ui::{Format, Origin, Renderer};

fuzz_target!(|bytes: &[u8]| {
    let origin = Origin {
        name: "fuzz",
        received_at: None,
    };
    let whole = [b"/ABC5x\r\n", bytes, b"\r\n!\r\n"].concat();
    for format in [Format::Human, Format::Json, Format::Jsonl, Format::Csv] {
        let renderer = Renderer::new(format, Colour::On, true);
        let mut out = Vec::new();
        let mut sink = |piece: Piece<'_>| renderer.piece(piece, &origin, &mut out);
        let mut stream = Stream::new();
        stream.feed(&whole, &mut sink);
        stream.feed(bytes, &mut sink);
        stream.finish(&mut sink);
        assert!(std::str::from_utf8(&out).is_ok());
    }
});
