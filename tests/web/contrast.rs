//! The colours of the pages: whatever is to be read stands out from what it lies on.

use std::collections::BTreeMap;

use crate::web::pages::{Kind, SERVED};

/// WCAG 2, success criteria 1.4.3 (text) and 1.4.11 (edges of fields).
const TEXT: f64 = 4.5;
const EDGE: f64 = 3.0;

/// What lies on what, and how much it must stand out.
const PAIRS: &[(&str, &str, f64)] = &[
    ("text", "page", TEXT),
    ("text", "card", TEXT),
    ("quiet", "page", TEXT),
    ("quiet", "card", TEXT),
    ("main", "card", TEXT),
    ("on-main", "main", TEXT),
    ("good", "on-good", TEXT),
    ("fair", "on-fair", TEXT),
    ("bad", "on-bad", TEXT),
    ("bad", "card", TEXT),
    ("edge", "card", EDGE),
];

/// The colours that a part of the style sheet names.
fn colours(style: &str) -> BTreeMap<&str, f64> {
    let named = style
        .split("--")
        .skip(1)
        .filter_map(|part| part.split_once(": #"));
    named
        .map(|(name, rest)| (name, luminance(rest.split(';').next().unwrap_or_default())))
        .collect()
}

/// Relative luminance (WCAG 2) of "rrggbb" or "rgb".
fn luminance(digits: &str) -> f64 {
    let size = digits.len() / 3;
    let channel = |index: usize| {
        let part = digits[index * size..(index + 1) * size].repeat(3 - size);
        let value = f64::from(u8::from_str_radix(&part, 16).expect("a colour")) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(0) + 0.7152 * channel(1) + 0.0722 * channel(2)
}

fn contrast(one: f64, other: f64) -> f64 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn colours_stand_out_light_and_dark() {
    let style = SERVED
        .iter()
        .find(|served| served.kind == Kind::Style)
        .expect("a style")
        .source();
    let (light, dark) = style
        .split_once("prefers-color-scheme: dark")
        .expect("two schemes");
    let dark = dark.split('}').next().expect("an end");
    for (scheme, colours) in [("light", colours(light)), ("dark", colours(dark))] {
        for (upper, lower, least) in PAIRS {
            let found = contrast(colours[upper], colours[lower]);
            assert!(
                found >= *least,
                "{scheme}: {upper} on {lower}: {found:.2}, at least {least}"
            );
        }
    }
}

#[test]
fn contrast_is_that_of_the_standard() {
    assert!((contrast(luminance("fff"), luminance("000000")) - 21.0).abs() < 1e-9);
    // The lightest grey that passes on white, a well-known value.
    assert!((contrast(luminance("767676"), luminance("ffffff")) - 4.54).abs() < 0.01);
}
