//! When a recording goes on in a new file, what that is called, and which old ones are deleted.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The rules of rotation. With any of them every file has a time stamp in its name:
/// `kitchen.smr` becomes `kitchen-20260131T120005Z.smr`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rotation {
    /// A new file before this one grows beyond so many bytes.
    pub size: Option<u64>,
    /// A new file whenever a whole multiple of this has passed since 1970-01-01T00:00:00Z: with a
    /// day, at midnight UTC.
    pub every: Option<Duration>,
    /// At most so many files; the oldest are deleted.
    pub keep: Option<usize>,
}

/// A name made by [`Rotation`], ordered by time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stamp {
    time: String,
    /// Tells files of the same second apart.
    number: u32,
}

impl Rotation {
    /// Whether there is any rule.
    pub fn is_active(&self) -> bool {
        *self != Rotation::default()
    }

    /// Whether a record of `more` bytes at `now` belongs in a new file, when the present one was begun
    /// at `begun` and holds `length` bytes.
    pub(super) fn is_due(&self, begun: Timestamp, now: Timestamp, length: u64, more: u64) -> bool {
        let full = self
            .size
            .is_some_and(|size| length.saturating_add(more) > size);
        let old = self.every.is_some_and(|every| {
            let every = i128::try_from(every.as_nanos()).unwrap_or(i128::MAX).max(1);
            now.as_nanosecond().div_euclid(every) > begun.as_nanosecond().div_euclid(every)
        });
        full || old
    }
}

/// The `number`th name for a file begun at `begun`, counted from 1.
pub(super) fn name(base: &Path, begun: Timestamp, number: u32) -> PathBuf {
    let time = begun.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ");
    let (stem, ending) = stem_and_ending(base);
    let number = match number {
        0 | 1 => String::new(),
        number => format!("-{number}"),
    };
    base.with_file_name(format!("{stem}-{time}{number}{ending}"))
}

/// The files to delete so that `keep` remain, of all `names` found beside `base`.
pub(super) fn surplus<'a>(
    base: &Path,
    names: impl IntoIterator<Item = &'a str>,
    keep: usize,
) -> Vec<&'a str> {
    let (stem, ending) = stem_and_ending(base);
    let mut ours: Vec<(Stamp, &str)> = names
        .into_iter()
        .filter_map(|name| stamp(name, &stem, &ending).map(|stamp| (stamp, name)))
        .collect();
    ours.sort();
    let count = ours.len().saturating_sub(keep);
    ours.into_iter().take(count).map(|(_, name)| name).collect()
}

fn stem_and_ending(base: &Path) -> (String, String) {
    let stem = base.file_stem().unwrap_or_default().to_string_lossy();
    let ending = base
        .extension()
        .map(|ending| format!(".{}", ending.to_string_lossy()));
    (stem.into_owned(), ending.unwrap_or_default())
}

/// Reads a name back. Strict, because what it recognises may be deleted.
fn stamp(name: &str, stem: &str, ending: &str) -> Option<Stamp> {
    let middle = name
        .strip_prefix(stem)?
        .strip_suffix(ending)?
        .strip_prefix('-')?;
    let (time, number) = middle.split_once('-').unwrap_or((middle, "1"));
    let shape: String = time
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    let plain = number.bytes().all(|byte| byte.is_ascii_digit());
    (shape == "00000000T000000Z" && plain).then_some(())?;
    Some(Stamp {
        time: time.to_owned(),
        number: number.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn names_carry_the_utc_time_and_keep_their_ending() {
        let begun = at("2026-01-31T12:00:05.9Z");
        let names = [
            ("day/kitchen.smr", 1, "day/kitchen-20260131T120005Z.smr"),
            ("kitchen.smr", 2, "kitchen-20260131T120005Z-2.smr"),
            ("kitchen", 1, "kitchen-20260131T120005Z"),
            ("a.b.p1", 1, "a.b-20260131T120005Z.p1"),
        ];
        for (base, number, expected) in names {
            assert_eq!(name(Path::new(base), begun, number), Path::new(expected));
        }
    }

    #[test]
    fn a_day_ends_at_midnight_utc() {
        let rotation = Rotation {
            every: Some(Duration::from_secs(86_400)),
            ..Rotation::default()
        };
        let begun = at("2026-01-31T23:59:00Z");
        assert!(!rotation.is_due(begun, at("2026-01-31T23:59:59.999Z"), 0, 1));
        assert!(rotation.is_due(begun, at("2026-02-01T00:00:00Z"), 0, 1));
    }

    #[test]
    fn a_file_never_grows_beyond_its_size() {
        let rotation = Rotation {
            size: Some(1000),
            ..Rotation::default()
        };
        let now = at("2026-01-31T00:00:00Z");
        assert!(!rotation.is_due(now, now, 900, 100));
        assert!(rotation.is_due(now, now, 900, 101));
    }

    #[test]
    fn only_the_oldest_of_our_own_names_are_surplus() {
        let names = [
            "k-20260131T120005Z-10.smr",
            "k-20260131T120005Z-2.smr",
            "k-20260131T120005Z.smr",
            "k-20260131T120004Z.smr",
            "k-20260201T000000Z.smr",
            "k.smr",
            "k-notes.smr",
            "k-20260131T120005Z.txt",
            "k-20260131T120005Z-x.smr",
            "kk-20250131T120005Z.smr",
            "k-k-20250131T120005Z.smr",
        ];
        let base = Path::new("day/k.smr");
        let expected = [
            "k-20260131T120004Z.smr",
            "k-20260131T120005Z.smr",
            "k-20260131T120005Z-2.smr",
        ];
        assert_eq!(surplus(base, names, 2), expected);
        assert_eq!(surplus(base, names, 9), [""; 0]);
    }
}
