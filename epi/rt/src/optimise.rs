//! Maxima and roots in one dimension, on likelihoods that have one hump.

/// A maximum and where it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Peak {
    pub at: f64,
    pub value: f64,
}

/// Golden section: what it keeps of an interval.
const GOLDEN: f64 = 0.618_033_988_749_894_9;

/// Maximum of `f` near `start`: a bracket is grown from there in steps of `step`, no further than `limit` away.
pub(crate) fn maximise(start: f64, step: f64, limit: f64, mut f: impl FnMut(f64) -> f64) -> Peak {
    let mut best = Peak { at: start, value: f(start) };
    let (mut low, mut high) = (start - step, start + step);
    for direction in [-1.0, 1.0] {
        let mut stride = step;
        loop {
            let at = best.at + direction * stride;
            let value = if (at - start).abs() > limit { f64::NEG_INFINITY } else { f(at) };
            if direction < 0.0 {
                low = at
            } else {
                high = at
            }
            if value <= best.value || value.is_nan() {
                break;
            }
            if direction < 0.0 {
                high = best.at
            } else {
                low = best.at
            }
            best = Peak { at, value };
            stride *= 2.0;
        }
    }
    narrow(low, high, best, f)
}

/// Brent's method inside a bracket: parabolas, golden sections where they do not help.
fn narrow(mut low: f64, mut high: f64, start: Peak, mut f: impl FnMut(f64) -> f64) -> Peak {
    let mut best = start;
    let (mut second, mut third) = (start, start);
    let (mut step, mut before) = (0.0_f64, 0.0_f64);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        // A maximum is flat: its place is not known to more than half the digits of its value.
        let tolerance = 1e-7 * best.at.abs() + 1e-8;
        if (best.at - middle).abs() <= 2.0 * tolerance - 0.5 * (high - low) {
            break;
        }
        let parabola = vertex(best, second, third).filter(|v| {
            let inside = *v > low + tolerance && *v < high - tolerance;
            inside && (v - best.at).abs() < 0.5 * before.abs()
        });
        before = step;
        step = match parabola {
            Some(v) => v - best.at,
            None => {
                before = if best.at < middle { high - best.at } else { low - best.at };
                (1.0 - GOLDEN) * before
            }
        };
        let at = best.at + if step.abs() >= tolerance { step } else { tolerance.copysign(step) };
        let tried = Peak { at, value: f(at) };
        if tried.value >= best.value {
            if at >= best.at {
                low = best.at
            } else {
                high = best.at
            }
            (third, second, best) = (second, best, tried);
        } else {
            if at < best.at {
                low = at
            } else {
                high = at
            }
            if tried.value >= second.value || second.at == best.at {
                (third, second) = (second, tried);
            } else {
                third = tried;
            }
        }
    }
    best
}

/// Top of the parabola through three points; none if it has none.
fn vertex(a: Peak, b: Peak, c: Peak) -> Option<f64> {
    let (u, v) = (a.at - b.at, a.at - c.at);
    let p = u * (a.value - c.value);
    let q = v * (a.value - b.value);
    let below = 2.0 * (p - q);
    let at = a.at - (u * p - v * q) / below;
    (below != 0.0 && at.is_finite()).then_some(at)
}

/// Where `f` falls below zero on the way from `inside` (where it is above) in strides of `step`, which double; none
/// if it is still above after `limit`.
pub(crate) fn crossing(inside: f64, step: f64, limit: f64, mut f: impl FnMut(f64) -> f64) -> Option<f64> {
    let (mut above, mut stride) = (Peak { at: inside, value: f(inside) }, step);
    let below = loop {
        let at = above.at + stride;
        if (at - inside).abs() > limit {
            return None;
        }
        let here = Peak { at, value: f(at) };
        if here.value >= 0.0 {
            above = here;
        } else {
            break here;
        }
        stride *= 2.0;
    };
    Some(root(above, below, f))
}

/// Root between a point above zero and one below: false position with Illinois' halving, bisection where a value is
/// infinite.
pub(crate) fn root(mut above: Peak, mut below: Peak, mut f: impl FnMut(f64) -> f64) -> f64 {
    let mut sides = 0_i32;
    for _ in 0..100 {
        let share = above.value / (above.value - below.value);
        let share = if share.is_finite() && share > 0.0 && share < 1.0 { share } else { 0.5 };
        let at = above.at + share * (below.at - above.at);
        let small = 1e-11 * at.abs().max(1e-3);
        let value = f(at);
        if value == 0.0 || (below.at - above.at).abs() <= small {
            return at;
        }
        let near = |end: Peak| (end.at - at).abs() <= small;
        if near(above) || near(below) {
            // One end has arrived: the root is within rounding of it.
            return at;
        }
        if value >= 0.0 {
            above = Peak { at, value };
            sides = sides.max(0) + 1;
            if sides > 1 {
                below.value *= 0.5;
            }
        } else {
            below = Peak { at, value };
            sides = sides.min(0) - 1;
            if sides < -1 {
                above.value *= 0.5;
            }
        }
    }
    0.5 * (above.at + below.at)
}

/// A maximum in the plane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Summit {
    pub at: [f64; 2],
    pub value: f64,
}

/// Maximum of `f` near `start`: the simplex of Nelder and Mead (1965), begun anew where it ends until that gains nothing,
/// then Newton's steps on differences.
pub(crate) fn maximise_plane(start: [f64; 2], mut f: impl FnMut([f64; 2]) -> f64) -> Summit {
    let mut best = Summit { at: start, value: f(start) };
    let mut side = 0.3;
    for _ in 0..20 {
        let found = simplex(best, side, &mut f);
        let gain = found.value - best.value;
        best = found;
        side = 0.05;
        if gain.is_finite() && gain < 1e-9 {
            break;
        }
    }
    for _ in 0..3 {
        best = newton(best, &mut f);
    }
    best
}

fn simplex(start: Summit, side: f64, f: &mut impl FnMut([f64; 2]) -> f64) -> Summit {
    let mut corner = |at: [f64; 2]| Summit { at, value: f(at) };
    let [x, y] = start.at;
    let mut corners = [start, corner([x + side, y]), corner([x, y + side])];
    for _ in 0..300 {
        corners.sort_by(|a, b| b.value.total_cmp(&a.value));
        let [best, middle, worst] = corners;
        let size = (worst.at[0] - best.at[0]).abs() + (worst.at[1] - best.at[1]).abs();
        if size < 1e-7 {
            break;
        }
        let centre = [0.5 * (best.at[0] + middle.at[0]), 0.5 * (best.at[1] + middle.at[1])];
        let away = |share: f64| std::array::from_fn(|i| centre[i] + share * (centre[i] - worst.at[i]));
        let reflected = corner(away(1.0));
        let candidate = if reflected.value > best.value {
            let further = corner(away(2.0));
            if further.value > reflected.value { further } else { reflected }
        } else if reflected.value > middle.value {
            reflected
        } else {
            corner(away(if reflected.value > worst.value { 0.5 } else { -0.5 }))
        };
        if candidate.value > worst.value {
            corners[2] = candidate;
        } else {
            for far in &mut corners[1..] {
                *far = corner(std::array::from_fn(|i| 0.5 * (best.at[i] + far.at[i])));
            }
        }
    }
    corners[0]
}

/// One of Newton's steps, by differences; where it gains nothing, none.
fn newton(best: Summit, f: &mut impl FnMut([f64; 2]) -> f64) -> Summit {
    const H: f64 = 1e-4;
    let [x, y] = best.at;
    let mut at = |i: f64, j: f64| f([x + i * H, y + j * H]);
    let (left, right, down, up) = (at(-1.0, 0.0), at(1.0, 0.0), at(0.0, -1.0), at(0.0, 1.0));
    let gradient = [(right - left) / (2.0 * H), (up - down) / (2.0 * H)];
    let xx = (right - 2.0 * best.value + left) / (H * H);
    let yy = (up - 2.0 * best.value + down) / (H * H);
    let xy = (at(1.0, 1.0) - at(1.0, -1.0) - at(-1.0, 1.0) + at(-1.0, -1.0)) / (4.0 * H * H);
    let determinant = xx * yy - xy * xy;
    let step = [
        (xy * gradient[1] - yy * gradient[0]) / determinant,
        (xy * gradient[0] - xx * gradient[1]) / determinant,
    ];
    let short = determinant > 0.0 && step.iter().all(|s| s.abs() < 1e-2);
    if !short {
        return best;
    }
    let moved = [x + step[0], y + step[1]];
    let value = f(moved);
    // At the top the likelihood is flat to rounding: the step is better than the comparison.
    if value >= best.value - 1e-10 * best.value.abs().max(1.0) { Summit { at: moved, value } } else { best }
}
