//! What is found.

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    Info,
    /// Telegrams come, and something about them should be mended.
    Warning,
    /// Telegrams do not come, or not whole.
    Error,
}

impl Severity {
    /// Its name in `smr.doctor/1`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// Something that can be found.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// A stable word for programs.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is the matter, as a clause.
    pub title: &'static str,
    /// What to try, in this order.
    pub remedies: &'static [&'static str],
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub kind: &'static Kind,
    /// What shows it.
    pub evidence: String,
    /// What to try, before the remedies of its kind.
    pub advice: Vec<String>,
}

impl Finding {
    /// Something that this text shows.
    pub fn new(kind: &'static Kind, evidence: impl Into<String>) -> Finding {
        Finding {
            kind,
            evidence: evidence.into(),
            advice: Vec::new(),
        }
    }

    /// With something to try first.
    #[must_use]
    pub fn advise(mut self, advice: impl Into<String>) -> Finding {
        self.advice.push(advice.into());
        self
    }

    /// All there is to try, in this order.
    pub fn remedies(&self) -> impl Iterator<Item = &str> {
        let advice = self.advice.iter().map(String::as_str);
        advice.chain(self.kind.remedies.iter().copied())
    }
}

/// What a look at all evidence gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnosis {
    /// What is right, in short.
    pub right: Vec<String>,
    /// What was found, the worst first.
    pub findings: Vec<Finding>,
}

impl Diagnosis {
    /// The worst there is.
    pub fn worst(&self) -> Option<Severity> {
        self.findings
            .iter()
            .map(|finding| finding.kind.severity)
            .max()
    }

    /// Whether there is something of this kind.
    pub fn has(&self, kind: &Kind) -> bool {
        self.findings.iter().any(|finding| finding.kind == kind)
    }

    /// How many there are of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        let same = |finding: &&Finding| finding.kind.severity == severity;
        self.findings.iter().filter(same).count()
    }
}
