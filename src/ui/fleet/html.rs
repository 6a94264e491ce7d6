//! A report as one HTML page that needs nothing else: counts, a timeline and a table.

use jiff::Timestamp;

use super::{UNKNOWN, escaped};
use crate::fleet::Task;
use crate::fleet::report::{Report, Row, Verdict};

const STYLE: &str = "\
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1b1f24;background:#fff}\
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #d8dee4}\
.line{position:relative;height:.7rem;min-width:10rem;background:#eef1f4}.line i{position:absolute;top:0;bottom:0;min-width:2px}\
.updated,.current{color:#116329}.failed{color:#a40e26}.unreachable{color:#7d4e00}.pending{color:#57606a}\
i.updated,i.current{background:#2da44e}i.failed{background:#cf222e}i.unreachable{background:#bf8700}\
@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}th,td{border-color:#30363d}.line{background:#21262d}\
.updated,.current{color:#56d364}.failed{color:#ff7b72}.unreachable{color:#e3b341}.pending{color:#9198a1}}";

/// From the first beginning to the last end, in milliseconds since 1970.
fn span(rows: &[Row]) -> Option<(i64, i64)> {
    let first = rows.iter().filter_map(|row| row.began_at).min()?;
    let last = rows
        .iter()
        .filter_map(|row| row.ended_at)
        .max()
        .unwrap_or(first);
    Some((first.as_millisecond(), last.as_millisecond()))
}

/// Where a moment is between both ends, in thousandths.
fn place(at: Timestamp, (first, last): (i64, i64)) -> i64 {
    let length = (last - first).max(1);
    ((at.as_millisecond() - first).saturating_mul(1_000) / length).clamp(0, 1_000)
}

fn bar(row: &Row, span: Option<(i64, i64)>) -> String {
    let (Some(began), Some(ended), Some(span)) = (row.began_at, row.ended_at, span) else {
        return "<div class=\"line\"></div>".to_owned();
    };
    let (from, to) = (place(began, span), place(ended, span));
    let (left, width) = (from, (to - from).max(1));
    let word = row.result.word();
    let title = format!("{began:.0} to {ended:.0}");
    format!(
        "<div class=\"line\" title=\"{title}\"><i class=\"{word}\" style=\"left:{}.{}%;width:{}.{}%\"></i></div>",
        left / 10,
        left % 10,
        width / 10,
        width % 10
    )
}

fn line(row: &Row, what: &Task, span: Option<(i64, i64)>) -> String {
    let text = |text: &Option<String>| escaped(text.as_deref().unwrap_or(UNKNOWN));
    let (word, told) = (row.result.word(), what.told(row.result));
    format!(
        "<tr><td>{}</td><td>{}</td><td>{}</td><td class=\"{word}\">{told}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
        escaped(&row.name),
        escaped(&row.address),
        row.stage,
        text(&row.version_before),
        text(&row.version_after),
        row.attempts,
        bar(row, span),
        escaped(row.reason.as_deref().unwrap_or_default()),
    )
}

/// The whole page.
pub fn page(report: &Report) -> String {
    let span = span(&report.gateways);
    let lines: String = report
        .gateways
        .iter()
        .map(|row| line(row, &report.what, span))
        .collect();
    let counts: Vec<String> = Verdict::ALL
        .into_iter()
        .filter(|verdict| report.count(*verdict) > 0)
        .map(|verdict| {
            let (word, told) = (verdict.word(), report.what.told(verdict));
            format!("<b class=\"{word}\">{} {told}</b>", report.count(verdict))
        })
        .collect();
    let counts = counts.join(" ");
    let image = match &report.sha256 {
        Some(sha256) => format!(" SHA-256 of the image: <code>{}</code>.", escaped(sha256)),
        None => String::new(),
    };
    let title = escaped(&format!(
        "{} gateways: {}",
        report.gateways.len(),
        report.what.title()
    ));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n\
<h1>{title}</h1>\n<p>{counts}</p>\n<p>The rollout is {}, stage {} of {}.{} Seed: {}.</p>\n\
<table>\n<thead><tr><th>Name</th><th>Address</th><th>Stage</th><th>Result</th><th>Before</th><th>After</th><th>Attempts</th><th>When</th><th>Reason</th></tr></thead>\n<tbody>\n{lines}</tbody>\n</table>\n</html>\n",
        report.state, report.stage, report.stages, image, report.seed,
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;
    use super::*;

    #[test]
    fn the_page_stands_alone_and_holds_no_markup_of_others() {
        let page = page(&sample());
        assert!(page.contains("<title>4 gateways: update to 2.0.0</title>"));
        assert!(page.contains("&lt;b&gt;&amp;&quot;barn&quot;") && !page.contains("<b>&"));
        assert!(page.contains("<b class=\"failed\">1 failed</b>"));
        assert_eq!(
            page.matches("<i class").count(),
            3,
            "who was begun has a bar"
        );
        for foreign in ["http", "src=", "<script", "<link"] {
            assert!(!page.contains(foreign), "{foreign}");
        }
    }
}
