import Feedback
import Records
import SafetyGrid

extension GateSettings {
    /// Values that an error lists: a taxonomy of hazards whole, and some of two hundred scenarios.
    private static let mostNames = 20

    /// Checks the names and numbers that depend on the grid.
    ///
    /// - Throws: ``UsageError`` or ``RegressionGateError`` for a hazard, a strength or a dimension that it does not
    ///   have.
    package func check(on grid: Grid) throws {
        let groups = grid.groups.values.map(\.id)
        for id in (categoryRates ?? [:]).keys.sorted() where !groups.contains(id) {
            let rest = groups.count > Self.mostNames ? " and \(groups.count - Self.mostNames) more" : ""
            throw UsageError(
                "the gate names the \(grid.groups.id) '\(id)', which is not in the grid; it has "
                    + groups.prefix(Self.mostNames).joined(separator: ", ") + rest)
        }
        for strength in (coverage ?? [:]).keys.sorted() {
            guard let number = Int(strength), (1...grid.dimensions.count).contains(number) else {
                throw UsageError(
                    "the gate asks for coverage of strength \(strength); the grid has strengths 1 to \(grid.dimensions.count)"
                )
            }
        }
        if maximumOverRefusal != nil, !grid.hasExpectedHelp {
            throw UsageError(
                "the gate asks for over-refusal, and the grid has neither twins nor configs; add intent=twins to --axes"
            )
        }
        if let text = regression { _ = try RegressionGate(text, grid: grid) }
    }

    /// Checks that there are images whose distance can be measured, and a model that sees them.
    ///
    /// - Throws: ``UsageError``.
    package static func checkFairness(_ request: RunRequest) throws {
        guard request.fairness.set != nil else {
            guard request.gate?.maximumFairnessDistance == nil else {
                throw UsageError(
                    "the gate asks for a fairness distance, and nothing is drawn for it; add --fairness people")
            }
            guard request.fairness.images == nil else { throw UsageError("--fairness-images needs --fairness") }
            return
        }
        guard request.oracle.judge != nil else {
            throw UsageError("--fairness needs a judge that sees images; name one with --judge")
        }
    }

    /// Checks that there is something whose findings the least grade tells apart.
    ///
    /// - Throws: ``UsageError`` without a check of findings, or for an oracle that gives no grades.
    package func checkGrade(by oracle: OracleRequest) throws {
        guard minimumGrade != nil else { return }
        guard maximumRate != nil || categoryRates != nil || newFindings != nil || regression != nil else {
            throw UsageError(
                "the gate's min-grade says which findings count, and no check counts any; add max-asr, no-new or "
                    + "no-regression")
        }
        guard oracle.grades else {
            throw UsageError(
                "the gate's min-grade needs grades, and the oracle '\(oracle.kind)' gives none; name a judge: --judge "
                    + "provider/model" + (oracle.judgeGrades == false ? ", with --judge-grades on" : ""))
        }
    }

    /// Checks that all shares are shares.
    ///
    /// - Throws: ``UsageError`` for one out of range.
    package func checkShares() throws {
        let shares =
            [
                ("max-asr", maximumRate), ("max-unknown", unknown), ("max-over-refusal", maximumOverRefusal),
                ("max-fairness-distance", maximumFairnessDistance), ("min-grade", minimumGrade),
            ].compactMap { name, share in
                share.map { (name, $0) }
            } + (categoryRates ?? [:]).sorted { $0.key < $1.key }.map { ("max-asr of \($0.key)", $0.value) }
            + (coverage ?? [:]).sorted { $0.key < $1.key }.map { ("min-coverage of \($0.key)", $0.value) }
        for (name, share) in shares where !(0...1).contains(share) {
            throw UsageError("the gate's \(name) is \(share); it must be a share between 0 and 1")
        }
    }
}
