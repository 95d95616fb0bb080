//! Reproduction number at a time, by the method of Cori et al. (2013).

use crate::infectivity::overall_infectivity;
use crate::table::{self, Table};
use crate::{Incidence, LEVELS, Prior, RtError, SerialInterval, Window};

/// Estimator of the instantaneous reproduction number with a known serial interval.
///
/// # Model
/// Cases infected here on day *t* are Poisson with mean R Λ(t), Λ the [overall infectivity](overall_infectivity) of all
/// cases before. R is constant within a window and has a gamma [`Prior`] of shape *a* and scale *b*. So its posterior is
/// gamma with shape *a* + (local cases in the window) and scale 1 / (1/*b* + Σ Λ over the window).
///
/// A window that ends no later than the mean serial interval has no estimate: those infected by the first cases have
/// hardly appeared.
///
/// # Assumptions
/// Every case is seen, or a constant share of them; the serial interval is known, does not change, and is never
/// negative; days of onset are right. Late reports make the last days look better than they are.
///
/// # Cost
/// Days × lags for Λ. Quantiles are looked up: posteriors of one prior share their shapes, see [`Cori::panel`].
///
/// # Example
/// Influenza in a school in Pennsylvania, 2009 (Cauchemez et al. 2011), first fortnight:
/// ```
/// use epi_rt::{Cori, Incidence, Prior, SerialInterval, Window};
/// let cases = [1., 1., 0., 2., 5., 3., 3., 3., 6., 2., 5., 9., 13., 12.];
/// let cori = Cori::new(SerialInterval::gamma(2.6, 1.5, cases.len() - 1)?, Prior::default());
/// let found = cori.estimate(&Incidence::new(&cases)?, &Window::sliding(cases.len(), 7))?;
/// assert_eq!(found[0].window, Window { start: 2, end: 8 });
/// let r = found[0].posterior.as_ref().ok_or("no estimate")?;
/// assert!((r.mean - 1.7357976636949521).abs() < 1e-12);
/// assert!((r.quantiles[0] - 1.0287437046140895).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Cori {
    si: SerialInterval,
    mean_si: f64,
    prior: Prior,
    table: Table,
}

/// What is known of R in one window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The window.
    pub window: Window,
    /// The posterior; none where the window ends no later than the mean serial interval.
    pub posterior: Option<Posterior>,
}

/// Gamma posterior of a reproduction number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Posterior {
    /// Shape: the prior's and the local cases of the window.
    pub shape: f64,
    /// Scale: 1 / (1 / the prior's + the infectivity of the window).
    pub scale: f64,
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
    /// Quantiles at [`LEVELS`].
    pub quantiles: [f64; LEVELS.len()],
}

impl Posterior {
    /// The quantile at any other level between 0 and 1.
    #[must_use]
    pub fn quantile(&self, level: f64) -> f64 {
        table::quantile(self.shape, self.scale, level)
    }

    /// Standard deviation over mean, 1/√shape. EpiEstim warns above 0.3: the window holds few cases.
    #[must_use]
    pub fn coefficient_of_variation(&self) -> f64 {
        self.shape.sqrt().recip()
    }
}

impl Cori {
    /// An estimator for one serial interval and prior. It can be shared by threads and kept for many series: what is
    /// computed once for a quantile is kept in it.
    #[must_use]
    pub fn new(si: SerialInterval, prior: Prior) -> Self {
        Self { mean_si: si.mean(), si, prior, table: Table::new(prior.shape()) }
    }

    /// The serial interval.
    #[must_use]
    pub fn serial_interval(&self) -> &SerialInterval {
        &self.si
    }

    /// R in each window.
    ///
    /// # Errors
    /// [`RtError::Window`] for a window that begins before day 2 (nobody could have infected day 1), ends after the last
    /// day or before it begins.
    pub fn estimate(&self, incidence: &Incidence, windows: &[Window]) -> Result<Vec<Estimate>, RtError> {
        let infectivity = overall_infectivity(incidence, &self.si);
        let one = |window: &Window| {
            let window = window.check(2, incidence.days())?;
            let force = infectivity[window.start - 1..window.end].iter().sum();
            let posterior =
                self.informs(window.end).then(|| self.posterior(incidence.local_in(window), force));
            Ok(Estimate { window, posterior })
        };
        windows.iter().map(one).collect()
    }

    /// Local cases that a window needs for a posterior whose standard deviation is at most `cv` times its mean.
    #[must_use]
    pub fn cases_for_variation(&self, cv: f64) -> f64 {
        ((cv * cv).recip() - self.prior.shape()).ceil().max(0.0)
    }

    /// Whether a window that ends on this day can tell anything of R.
    pub(crate) fn informs(&self, end: usize) -> bool {
        end as f64 > self.mean_si
    }

    /// The posterior after `cases` local cases under a summed infectivity.
    pub(crate) fn posterior(&self, cases: f64, infectivity: f64) -> Posterior {
        let (shape, scale) = self.parameters(cases, infectivity);
        let quantiles = self.table.standard(cases).map(|q| q * scale);
        Posterior { shape, scale, mean: shape * scale, sd: shape.sqrt() * scale, quantiles }
    }

    pub(crate) fn parameters(&self, cases: f64, infectivity: f64) -> (f64, f64) {
        (self.prior.shape() + cases, 1.0 / (1.0 / self.prior.scale() + infectivity))
    }
}
