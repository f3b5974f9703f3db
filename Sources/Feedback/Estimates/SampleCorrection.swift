/// How far a ``UniformSample`` is from what a model says of a part of the grid, and how uncertain that is.
///
/// The model's mean plus ``residual`` is the sample's estimate with the model as its control variate, as Yang et al. 2022
/// have it for crash rates ("Adaptive Safety Evaluation for Connected and Automated Vehicles with Sparse Control Variates",
/// arXiv 2212.00517): unbiased, and wide. The model's own is narrow, and may be biased. What is reported is the mean of
/// both, weighted by their precisions: it takes a fifth to a half of the model's bias away, and makes intervals wider by
/// 6 % at most.
struct SampleCorrection {
    /// Mean of verdict minus the model's rate, over the sample's tests.
    let residual: Double
    /// Variance of that mean, were the model's rates true.
    let variance: Double

    /// One correction for each part of a grid; nil for a part without a test of the sample.
    ///
    /// - Parameters:
    ///   - sample: what the sample saw of each cell
    ///   - means: the model's rate of each cell
    ///   - sums: the sum over each part of what its cells have
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
    /// The sample is part of what the model has seen, so that, were the model true, the covariance of its mean and the
    /// residual would be zero (Hausman 1978, "Specification tests in econometrics"): the variance of the one is added to that of
    /// the other.
    ///
    /// - Parameter model: the model's mean, over 0 ... 1, and its standard error
    /// - Returns: what to report, over 0 ... 1, and its standard error
    func applied(to model: (mean: Double, error: Double)) -> (mean: Double, error: Double) {
        let own = model.error * model.error
        guard own + variance > 0 else { return model }
        // A sample without findings says 0, and half way there is as far as it can pull.
        let share = min(own / (own + variance), 0.5)
        let residual = min(max(residual, -model.mean), 1 - model.mean)
        let added = share * share * max(variance - own, 0)
        return (model.mean + share * residual, (own + added).squareRoot())
    }
}
