//! What a three-phase connection has three of, a tariff two of, and a meter four of.

/// One of the three phases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    L1,
    L2,
    L3,
}

impl Phase {
    pub(crate) const ALL: [Phase; 3] = [Phase::L1, Phase::L2, Phase::L3];
}

/// One value for each phase.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct PerPhase<T> {
    pub(crate) l1: T,
    pub(crate) l2: T,
    pub(crate) l3: T,
}

impl<T: Copy> PerPhase<T> {
    /// Each phase's value from a function of the phase.
    pub(crate) fn each(mut value: impl FnMut(Phase) -> T) -> Self {
        PerPhase {
            l1: value(Phase::L1),
            l2: value(Phase::L2),
            l3: value(Phase::L3),
        }
    }

    pub(crate) fn get(&self, phase: Phase) -> T {
        match phase {
            Phase::L1 => self.l1,
            Phase::L2 => self.l2,
            Phase::L3 => self.l3,
        }
    }

    pub(crate) fn get_mut(&mut self, phase: Phase) -> &mut T {
        match phase {
            Phase::L1 => &mut self.l1,
            Phase::L2 => &mut self.l2,
            Phase::L3 => &mut self.l3,
        }
    }

    pub(crate) fn values(&self) -> [T; 3] {
        [self.l1, self.l2, self.l3]
    }
}

/// What flows through a meter and is counted apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    /// Active energy taken from the grid.
    Import,
    /// Active energy given to the grid.
    Export,
    /// Inductive reactive energy (positive).
    ReactiveImport,
    /// Capacitive reactive energy (negative).
    ReactiveExport,
}

impl Flow {
    pub(crate) const ALL: [Flow; 4] = [
        Flow::Import,
        Flow::Export,
        Flow::ReactiveImport,
        Flow::ReactiveExport,
    ];
}

/// One value for each flow.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct PerFlow<T> {
    pub(crate) import: T,
    pub(crate) export: T,
    pub(crate) reactive_import: T,
    pub(crate) reactive_export: T,
}

impl<T: Copy> PerFlow<T> {
    /// Each flow's value from a function of the flow.
    pub(crate) fn each(mut value: impl FnMut(Flow) -> T) -> Self {
        PerFlow {
            import: value(Flow::Import),
            export: value(Flow::Export),
            reactive_import: value(Flow::ReactiveImport),
            reactive_export: value(Flow::ReactiveExport),
        }
    }

    pub(crate) fn get(&self, flow: Flow) -> T {
        match flow {
            Flow::Import => self.import,
            Flow::Export => self.export,
            Flow::ReactiveImport => self.reactive_import,
            Flow::ReactiveExport => self.reactive_export,
        }
    }

    pub(crate) fn get_mut(&mut self, flow: Flow) -> &mut T {
        match flow {
            Flow::Import => &mut self.import,
            Flow::Export => &mut self.export,
            Flow::ReactiveImport => &mut self.reactive_import,
            Flow::ReactiveExport => &mut self.reactive_export,
        }
    }
}

/// One of the two tariffs of a household, by the number the meter gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tariff {
    One,
    Two,
}

/// One value for each tariff.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct PerTariff<T> {
    pub(crate) one: T,
    pub(crate) two: T,
}

impl PerTariff<u64> {
    pub(crate) fn get(&self, tariff: Tariff) -> u64 {
        match tariff {
            Tariff::One => self.one,
            Tariff::Two => self.two,
        }
    }

    pub(crate) fn get_mut(&mut self, tariff: Tariff) -> &mut u64 {
        match tariff {
            Tariff::One => &mut self.one,
            Tariff::Two => &mut self.two,
        }
    }

    pub(crate) fn total(&self) -> u64 {
        self.one.saturating_add(self.two)
    }
}

/// Which way active power flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Import,
    Export,
}

/// A quadrant of the plane of active and reactive power (IEC 62053-23, annex C).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quadrant {
    /// Import, inductive.
    First,
    /// Export, inductive.
    Second,
    /// Export, capacitive.
    Third,
    /// Import, capacitive.
    Fourth,
}

impl Quadrant {
    /// The quadrant of this active and reactive power.
    pub(crate) fn of(active: i64, reactive: i64) -> Self {
        match (active < 0, reactive < 0) {
            (false, false) => Quadrant::First,
            (true, false) => Quadrant::Second,
            (true, true) => Quadrant::Third,
            (false, true) => Quadrant::Fourth,
        }
    }
}
