//! Shares of a hundred whose printed digits add up to a hundred.
use crate::assemble::figures::measures::exact::Exact;

/// The share of each part, rounded to some decimals so that all of them make 100
/// (largest remainder; ties to the first). Nothing when there is no total, or
/// when a part is negative.
pub fn of(parts: &[Exact], decimals: usize) -> Option<Vec<Exact>> {
    let finest = parts.iter().map(|part| part.decimals()).max()?;
    let units: Vec<i128> = parts.iter().map(|part| part.at_decimals(finest)).collect();
    let total =
        units.iter().try_fold(0_i128, |sum, part| sum.checked_add(*part)).filter(|total| *total > 0)?;
    if units.iter().any(|part| *part < 0) {
        return None;
    }
    let hundred = 100 * 10_i128.pow(u32::try_from(decimals.min(6)).unwrap_or(0));
    let mut shares = Vec::with_capacity(units.len());
    let mut rests = Vec::with_capacity(units.len());
    for (n, part) in units.iter().enumerate() {
        let scaled = part.checked_mul(hundred)?;
        shares.push(scaled / total);
        rests.push((std::cmp::Reverse(scaled % total), n));
    }
    rests.sort_unstable();
    let left = hundred - shares.iter().sum::<i128>();
    for (_, n) in rests.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        shares[n] += 1;
    }
    Some(shares.into_iter().map(|share| Exact::of_units(share, decimals.min(6))).collect())
}

#[cfg(test)]
mod tests {
    use crate::assemble::figures::forms::shares;
    use crate::assemble::figures::measures::exact::Exact;

    #[test]
    fn a_third_thrice_makes_a_hundred() {
        let one = Exact::of_units(1, 0);
        let shares = |decimals| {
            let shares = shares::of(&[one, one, one], decimals).unwrap_or_default();
            shares.iter().map(|share| share.number().get()).collect::<Vec<_>>()
        };
        assert_eq!(shares(0), [34.0, 33.0, 33.0]);
        assert_eq!(shares(1), [33.4, 33.3, 33.3]);
        assert_eq!(shares::of(&[Exact::ZERO], 0), None);
    }
}
