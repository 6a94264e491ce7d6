//! Values before the first code, whose meaning shows only later: then they are read again.

/// More values without a code than any list has.
const MOST_LOOSE: usize = 64;

/// Where each of them starts.
pub(super) struct Loose {
    starts: [u32; MOST_LOOSE],
    count: usize,
}

impl Default for Loose {
    fn default() -> Self {
        Loose {
            starts: [0; MOST_LOOSE],
            count: 0,
        }
    }
}

impl Loose {
    /// `false` if there are too many.
    pub(super) fn push(&mut self, start: usize) -> bool {
        let (Some(place), Ok(start)) = (self.starts.get_mut(self.count), u32::try_from(start))
        else {
            return false;
        };
        *place = start;
        self.count += 1;
        true
    }

    pub(super) const fn count(&self) -> usize {
        self.count
    }

    /// All of them, which are then forgotten.
    pub(super) fn take(&mut self) -> impl Iterator<Item = usize> + use<> {
        let starts = self.starts.into_iter().take(self.count);
        self.count = 0;
        starts.map(|start| start as usize)
    }
}
