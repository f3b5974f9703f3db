import ChatModels
import Images
import Records
import SafetyGrid

/// The oracles by name: adding one takes its file and a line here.
package enum OracleRegistry {
    /// Names that `--oracle` accepts.
    package static let names = ["builtin", "judge", "guard", "jury", "cascade", "rules", "exact"]

    /// Whether verdicts of the oracle `name` rest on the classifier's weights.
    ///
    /// - Parameters:
    ///   - name: one of ``names``
    ///   - jury: names of the oracles of the `jury`
    package static func usesClassifier(_ name: String, jury: [String]) -> Bool {
        switch name {
        case "builtin", "cascade": true
        case "jury": jury.contains { $0 != "jury" && usesClassifier($0, jury: []) }
        default: false
        }
    }

    /// The parts of oracles.
    package struct Parts: Sendable {
        /// Reads the weights of the classifier; called when an oracle needs them.
        package var classifier: @Sendable () throws -> ResponseClassifier
        /// The model of the `judge` oracle.
        package var judge: (any ChatModel)?
        /// Calls to the judge at the same time, 1 or more.
        package var concurrency: Int
        /// Seed of the fences around responses.
        package var seed: UInt64
        /// Where the `cascade` asks its judge; nil for where the classifier says `unknown`.
        package var band: CascadeBand?

        /// How the judge is asked.
        package var judgeSettings = JudgeSettings()
        /// The model of the `guard` oracle.
        package var guardModel: (any ChatModel)?
        /// How the guard is asked, one of ``GuardFormats/names``.
        package var guardFormat = "auto"
        /// The hazards that stand in a guard's prompt; none for its own categories.
        package var taxonomy: [DimensionValue] = []
        /// Names of the oracles of the `jury`.
        package var jury: [String] = []
        /// How programs of the user's own are started.
        package var programs = ProgramContext(environment: [:], timeout: .seconds(120))
        /// Weights of the jury, by the oracles' names as in verdicts; nil for all alike.
        package var juryWeights: [String: Double]?

        /// Where the images of responses are; nil for none.
        package var shelf: ImageShelf?
        /// Where the images of data sets are; nil for none.
        package var inputs: ImageShelf?

        package init(
            classifier: @escaping @Sendable () throws -> ResponseClassifier, judge: (any ChatModel)?, concurrency: Int,
            seed: UInt64, band: CascadeBand? = nil
        ) {
            self.classifier = classifier
            self.judge = judge
            self.concurrency = concurrency
            self.seed = seed
            self.band = band
        }
    }

    /// The oracle `name`.
    ///
    /// - Parameters:
    ///   - name: one of ``names``, or `process/<command line>`
    ///   - parts: what it is made of
    /// - Throws: ``OracleError`` for an unknown name, or a judge without a model; ``WeightsError``.
    package static func oracle(_ name: String, _ parts: Parts) throws -> any Oracle {
        switch name {
        case "builtin": ClassifierOracle(try parts.classifier())
        case "judge": try judge(parts, for: name)
        case "cascade":
            CascadeOracle(
                first: ClassifierOracle(try parts.classifier()), second: try judge(parts, for: name), band: parts.band)
        case "guard": try guardian(parts)
        case "jury": try jury(parts)
        case "rules": RuleOracle()
        case "exact": ExactOracle()
        case _ where ProgramName.isOne(name):
            ProgramOracle(
                try LineProgram(name, role: "oracle", context: parts.programs), concurrency: parts.concurrency)
        default: throw OracleError.unknown(name, known: names + ["process/COMMAND"])
        }
    }

    private static func weight(of member: String, _ parts: Parts) -> Double {
        guard let weights = parts.juryWeights else { return 1 }
        return weights[member] ?? 0
    }

    private static func judge(_ parts: Parts, for name: String) throws(OracleError) -> JudgeOracle {
        guard let judge = parts.judge else { throw OracleError.judgeNeedsModel(oracle: name) }
        return JudgeOracle(
            model: judge, concurrency: parts.concurrency, seed: parts.seed, settings: parts.judgeSettings,
            shelf: parts.shelf, inputs: parts.inputs)
    }

    private static func guardian(_ parts: Parts) throws(OracleError) -> GuardOracle {
        guard let model = parts.guardModel else { throw OracleError.guardNeedsModel }
        return try GuardOracle(
            model: model, format: parts.guardFormat, taxonomy: parts.taxonomy, concurrency: parts.concurrency,
            logProbabilities: parts.judgeSettings.logProbabilities)
    }

    private static func jury(_ parts: Parts) throws -> JuryOracle {
        guard parts.jury.count >= 2, Set(parts.jury).count == parts.jury.count, !parts.jury.contains("jury") else {
            throw OracleError.juryTooSmall
        }
        let members = try parts.jury.map { ConfigOracle(try oracle($0, parts)) }
        return JuryOracle(
            name: "jury(" + members.map(\.name).joined(separator: ", ") + ")",
            members: members.map { ($0, weight(of: $0.name, parts)) })
    }
}
