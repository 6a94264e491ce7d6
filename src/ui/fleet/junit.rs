//! A report as `JUnit` XML, as test runners and their servers read it: one case for each gateway.

use super::escaped;
use crate::fleet::report::{Report, Row, Verdict};

fn seconds(row: &Row) -> f64 {
    match (row.began_at, row.ended_at) {
        (Some(began), Some(ended)) => ended.duration_since(began).as_secs_f64(),
        _ => 0.0,
    }
}

fn case(row: &Row) -> String {
    let name = escaped(&row.name);
    let reason = escaped(row.reason.as_deref().unwrap_or("not known"));
    let code = escaped(row.code.as_deref().unwrap_or("unknown"));
    let inside = match row.result {
        Verdict::Updated | Verdict::Current => String::new(),
        Verdict::Failed => format!("<failure type=\"{code}\" message=\"{reason}\"/>"),
        Verdict::Unreachable => format!("<error type=\"{code}\" message=\"{reason}\"/>"),
        Verdict::Pending => "<skipped message=\"still to be done\"/>".to_owned(),
    };
    let (stage, time) = (row.stage, seconds(row));
    format!(
        "    <testcase classname=\"stage {stage}\" name=\"{name}\" time=\"{time:.3}\">{inside}</testcase>\n"
    )
}

/// The whole document.
pub fn document(report: &Report) -> String {
    let cases: String = report.gateways.iter().map(case).collect();
    let counts = format!(
        "tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"",
        report.gateways.len(),
        report.count(Verdict::Failed),
        report.count(Verdict::Unreachable),
        report.count(Verdict::Pending),
    );
    let name = escaped(&format!("smr fleet: {}", report.what.title()));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"{name}\" {counts}>\n{cases}  </testsuite>\n</testsuites>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;
    use super::*;

    #[test]
    fn each_gateway_is_a_case_that_says_how_it_ended() {
        let text = document(&sample());
        for part in [
            "tests=\"4\" failures=\"1\" errors=\"1\" skipped=\"1\"",
            "name=\"kitchen\" time=\"12.000\"></testcase>",
            "name=\"&lt;b&gt;&amp;&quot;barn&quot;\"",
            "<failure type=\"cut\" message=\"the upload broke off &lt;here&gt;\"/>",
            "<error type=\"cut\" message=\"nobody answers\"/>",
            "<skipped message=\"still to be done\"/>",
        ] {
            assert!(text.contains(part), "{part}:\n{text}");
        }
    }
}
