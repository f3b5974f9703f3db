/// Distance of a ``UniformSample`` from a model's rate of a part of the grid, and the uncertainty of that distance.
///
/// The model's mean plus ``residual`` is the sample's estimate with the model as its control variate, as Yang et al. 2022
/// have it for crash rates ("Adaptive Safety Evaluation for Connected and Automated Vehicles with Sparse Control Variates",
/// arXiv 2212.00517): unbiased, and wide. The model's own estimate is narrow, and may be biased. Reports show the mean
/// of both, weighted by their precisions: it removes a fifth to a half of the model's bias, and makes intervals wider
/// by 6 % at most.
struct SampleCorrection {
    /// Mean of verdict minus the model's rate, over the sample's tests.
    let residual: Double
    /// Variance of that mean, were the model's rates true.
    let variance: Double

    /// One correction for each part of a grid; nil for a part without a test of the sample.
    ///
    /// - Parameters:
    ///   - sample: the sample's verdicts in each cell
    ///   - means: the model's rate of each cell
    ///   - sums: sums a figure of the cells over each part
    static func each(
        of sample: CellEvidence, means: [Double], sums: ([Double]) -> [Double]
    ) -> [SampleCorrection?] {
        let cells = means.indices
        let residuals = sums(cells.map { sample.findings[$0] - sample.judged[$0] * means[$0] })
        let variances = sums(cells.map { sample.judged[$0] * means[$0] * (1 - means[$0]) })
        return sums(sample.judged).enumerated().map { part, tests in
            guard tests > 0 else { return nil }
            return SampleCorrection(residual: residuals[part] / tests, variance: variances[part] / (tests * tests))
        }
    }

    /// The mean of model and sample.
    ///
    /// The model has seen the sample's verdicts too. If the model were true, the covariance of its mean and the
    /// residual would be zero (Hausman 1978, "Specification tests in econometrics"), so the variances of both are
    /// added.
    ///
    /// - Parameter model: the model's mean, over 0 ... 1, and its standard error
    /// - Returns: the rate to report, over 0 ... 1, and its standard error
    func applied(to model: (mean: Double, error: Double)) -> (mean: Double, error: Double) {
        let own = model.error * model.error
        guard own + variance > 0 else { return model }
        // A sample without findings estimates 0; half way to it is the furthest that it may pull the model's rate.
        let share = min(own / (own + variance), 0.5)
        let residual = min(max(residual, -model.mean), 1 - model.mean)
        let added = share * share * max(variance - own, 0)
        return (model.mean + share * residual, (own + added).squareRoot())
    }
}
