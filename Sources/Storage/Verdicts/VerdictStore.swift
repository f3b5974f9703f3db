import Records

/// Keeps the verdicts of further oracles and the labels of people, beside the verdicts of the run's own oracle.
package protocol VerdictStore: Sendable {
    /// Records the verdict of a further oracle; durable when it returns. One that is there already stays.
    ///
    /// - Throws: ``StoreError``; ``StoreError/stepRefused(run:ordinal:detail:)`` for a test without a response.
    func record(_ verdict: Verdict, on ordinal: Int, milliseconds: Double, in run: String) async throws
    /// The verdicts on every test with a response, in order of ordinal.
    func verdicts(in run: String) -> Pages<TestVerdicts>
    /// The verdicts of further oracles on a test, by the oracles' names.
    func furtherVerdicts(on ordinal: Int, in run: String) async throws -> [Verdict]
    /// The verdicts of further oracles on all tests of a run with their reasons, by ordinal and the oracles' names; empty
    /// unless it was judged again.
    func furtherVerdicts(in run: String) async throws -> [Int: [Verdict]]
    /// Records the weights of the classifier with which a further oracle is about to judge, by their fingerprint; when it
    /// has judged with others before, ``RunRequest/severalWeights`` stands from then on.
    func note(classifierWeights weights: String, ofFurther oracle: String, in run: String) async throws
    /// The weights of the classifier with which a further oracle judged; nil when nobody recorded them.
    func classifierWeights(ofFurther oracle: String, in run: String) async throws -> String?
    /// The tests with a response, in order, that an oracle has not judged; without those of which the rules of a scenario
    /// leave it nothing to say.
    func unjudged(by oracle: String, in run: String) async throws -> [Int]

    /// Adds a person's label; durable when it returns.
    ///
    /// - Throws: ``StoreError``; ``StoreError/stepRefused(run:ordinal:detail:)`` for a test without a response.
    func add(_ label: HumanLabel, in run: String) async throws
    /// All labels of a run in the order in which they were given.
    func labels(in run: String) async throws -> [HumanLabel]
}
