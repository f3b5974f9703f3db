/// The verdicts of one run, or of several together: all of them, and the part of the ``UniformSample``.
package struct RunEvidence: Sendable, Equatable {
    /// Every verdict.
    package let verdicts: CellEvidence
    /// The verdicts of the ``UniformSample``, the tests chosen without regard to verdicts.
    package let sample: CellEvidence

    /// Evidence.
    ///
    /// - Parameters:
    ///   - verdicts: every verdict
    ///   - sample: those of tests chosen without regard to verdicts; nil for none
    package init(_ verdicts: CellEvidence, sample: CellEvidence? = nil) {
        self.verdicts = verdicts
        self.sample = sample ?? CellEvidence(cells: verdicts.judged.count)
    }

    /// Both together; of the other one only the cells that are included.
    package func adding(_ other: RunEvidence, where isIncluded: (Int) -> Bool = { _ in true }) -> RunEvidence {
        RunEvidence(
            verdicts.adding(other.verdicts, where: isIncluded), sample: sample.adding(other.sample, where: isIncluded))
    }
}
