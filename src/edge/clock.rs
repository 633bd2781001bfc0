//! What time it is, or what time the caller wants it to be.
use std::env;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

/// Seconds since 1970, UTC. `SOURCE_DATE_EPOCH` wins, so that a build can be
/// made again, byte for byte (reproducible-builds.org).
pub fn now() -> i64 {
    at(env::var("SOURCE_DATE_EPOCH").ok().as_deref(), SystemTime::now())
}

fn at(wanted: Option<&str>, now: SystemTime) -> i64 {
    let wanted = wanted.and_then(|text| text.trim().parse().ok());
    wanted.unwrap_or_else(|| match now.duration_since(UNIX_EPOCH) {
        Ok(since) => since.as_secs() as i64,
        Err(before) => -(before.duration().as_secs() as i64),
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;
    use std::time::UNIX_EPOCH;

    use crate::edge::clock::at;

    #[test]
    fn the_wanted_time_wins_when_it_is_a_number() {
        let now = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        let cases = [
            (Some("0"), 0),
            (Some(" 42\n"), 42),
            (Some("hier"), 1_700_000_000),
            (Some(""), 1_700_000_000),
            (None, 1_700_000_000),
        ];
        for (wanted, expected) in cases {
            assert_eq!(at(wanted, now), expected, "{wanted:?}");
        }
        assert_eq!(at(None, UNIX_EPOCH - Duration::from_secs(5)), -5);
    }
}
