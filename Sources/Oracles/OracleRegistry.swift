import ChatModels

/// The oracles by name: adding one takes its file and a line here.
package enum OracleRegistry {
    /// Names that `--oracle` accepts.
    package static let names = ["builtin", "judge"]

    /// The oracle `name`.
    ///
    /// - Parameters:
    ///   - name: one of ``names``
    ///   - judge: the model of the `judge` oracle
    ///   - concurrency: calls to the judge at the same time, 1 or more
    ///   - seed: seed of the fences around responses
    /// - Throws: ``OracleError`` for an unknown name, or a judge without a model.
    package static func oracle(
        _ name: String, judge: (any ChatModel)?, concurrency: Int, seed: UInt64
    ) throws(OracleError) -> any Oracle {
        switch name {
        case "builtin":
            return RuleOracle()
        case "judge":
            guard let judge else { throw OracleError.judgeNeedsModel }
            return JudgeOracle(model: judge, concurrency: concurrency, seed: seed)
        default:
            throw OracleError.unknown(name, known: names)
        }
    }
}

/// What can be wrong with the choice of an oracle.
package enum OracleError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Nobody knows the name.
    case unknown(String, known: [String])
    /// `judge` was chosen, but no model for it.
    case judgeNeedsModel

    /// The message for people.
    package var description: String {
        switch self {
        case .unknown(let name, let known):
            "unknown oracle '\(name)'; known: \(known.joined(separator: ", "))"
        case .judgeNeedsModel:
            "the oracle 'judge' needs a model: give --judge provider/model"
        }
    }
}
