import Foundations

/// What was found out when a run began: it is written down then, so that nothing that ends or changes meanwhile changes the
/// run. In the store it stands beside the request, in the same object.
package struct RunBasis: Sendable, Codable, Equatable {
    /// Finished runs of the same target and grid on which this one builds, newest first. Recorded when the run begins,
    /// so that runs that end meanwhile change nothing.
    package var priorRuns: [String]?
    /// Finished runs of the same target and grid that this one is compared with, newest first: those since the last certain
    /// change. Written down when the run begins.
    package var baseRuns: [String]?
    /// Fingerprint of target and prompt templates: tests of runs with the same one add up; nil in runs of older versions.
    package var epoch: String?
    /// Cells that close these holes, in order. Recorded when the run begins.
    package var closingCells: [Int]?
    /// The cell of each test of a run of items, in order. Recorded when the run begins.
    package var itemCells: [Int]?
    /// The accuracy that a run of items is compared with. Recorded when the run begins.
    package var itemReference: ItemReference?
    /// Prompts, groups and shares of ``FairnessRequest/set``. Written down when the run begins.
    package var fairnessSet: FairnessSet?
    /// Fingerprint of the classifier's weights that give the verdicts, or ``severalWeights``. Written down when the run
    /// begins; nil for oracles without the classifier, and in runs of older versions.
    package var classifierWeights: String?
    /// The night since which the oracle labels as it does, by its control responses; nil when it is not known to have changed.
    package var judgeEpoch: String?
    /// The oracle's verdicts on labelled sets that it had not learned from. Recorded when the run begins; nil for
    /// oracles without such figures, and in runs of older versions.
    package var unseenErrors: UnseenErrors?
    /// Band of probabilities in which the `cascade` oracle asks its judge; nil to ask where the classifier says
    /// `unknown`.
    package var cascadeBand: CascadeBand?
    /// Oracle of the jury, as in verdicts, to its weight; nil for all alike.
    package var juryWeights: [String: Double]?
    /// Share of unsafe responses that the oracle calls unsafe, by its calibration, for the plans of the policy, over 0 ... 1;
    /// nil without a calibration, and where the request names one. No rate in a report depends on it.
    package var sensitivity: Double?
    /// Share of safe responses that the oracle does not call unsafe, by its calibration, 0 ... 1; used as ``sensitivity``.
    package var specificity: Double?

    /// Value of ``classifierWeights`` in place of a fingerprint when the weights changed between verdicts.
    package static let severalWeights = "several"

    /// Nothing is known.
    package init() {}

    private enum CodingKeys: String, CodingKey {
        case priorRuns, baseRuns, epoch, closingCells, itemCells, itemReference, classifierWeights, unseenErrors,
            cascadeBand, juryWeights, judgeEpoch, fairnessSet
        case sensitivity = "calibratedSensitivity"
        case specificity = "calibratedSpecificity"
    }
}
