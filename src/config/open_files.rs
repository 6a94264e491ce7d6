//! How many files and sockets this process may have open: shells allow 1,024 although systems allow more.

/// Allows as many as the system lets it, and tells how many that are.
pub fn allow_many() -> usize {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let limit = getrlimit(Resource::Nofile);
        let wanted = Rlimit {
            current: limit.maximum,
            maximum: limit.maximum,
        };
        let granted = match setrlimit(Resource::Nofile, wanted) {
            Ok(()) => limit.maximum,
            // Then there are fewer, and whoever lacks one says so.
            Err(_) => limit.current,
        };
        granted.map_or(usize::MAX, |most| {
            usize::try_from(most).unwrap_or(usize::MAX)
        })
    }
    #[cfg(not(unix))]
    usize::MAX
}
