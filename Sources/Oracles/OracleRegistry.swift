import ChatModels
import Records

/// The oracles by name: adding one takes its file and a line here.
package enum OracleRegistry {
    /// Names that `--oracle` accepts.
    package static let names = ["builtin", "judge", "cascade", "rules"]

    /// What oracles are made of.
    package struct Parts: Sendable {
        /// Reads the weights of the classifier; called when an oracle needs them.
        package var classifier: @Sendable () throws -> AnswerClassifier
        /// The model of the `judge` oracle.
        package var judge: (any ChatModel)?
        /// Calls to the judge at the same time, 1 or more.
        package var concurrency: Int
        /// Seed of the fences around responses.
        package var seed: UInt64
        /// Where the `cascade` asks its judge; nil for where the classifier says `unknown`.
        package var band: CascadeBand?

        /// Parts.
        package init(
            classifier: @escaping @Sendable () throws -> AnswerClassifier, judge: (any ChatModel)?, concurrency: Int,
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
    ///   - name: one of ``names``
    ///   - parts: what it is made of
    /// - Throws: ``OracleError`` for an unknown name, or a judge without a model; ``WeightsError``.
    package static func oracle(_ name: String, _ parts: Parts) throws -> any Oracle {
        switch name {
        case "builtin": ClassifierOracle(try parts.classifier())
        case "judge": try judge(parts, for: name)
        case "cascade":
            CascadeOracle(
                first: ClassifierOracle(try parts.classifier()), second: try judge(parts, for: name), band: parts.band)
        case "rules": RuleOracle()
        default: throw OracleError.unknown(name, known: names)
        }
    }

    private static func judge(_ parts: Parts, for name: String) throws(OracleError) -> JudgeOracle {
        guard let judge = parts.judge else { throw OracleError.judgeNeedsModel(oracle: name) }
        return JudgeOracle(model: judge, concurrency: parts.concurrency, seed: parts.seed)
    }
}

/// What can be wrong with the choice of an oracle.
package enum OracleError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Nobody knows the name.
    case unknown(String, known: [String])
    /// An oracle with a judge was chosen, but no model for it.
    case judgeNeedsModel(oracle: String)

    /// The message for people.
    package var description: String {
        switch self {
        case .unknown(let name, let known):
            "unknown oracle '\(name)'; known: \(known.joined(separator: ", "))"
        case .judgeNeedsModel(let oracle):
            "the oracle '\(oracle)' needs a model: give --judge provider/model"
        }
    }
}
