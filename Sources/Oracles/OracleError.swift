/// Faults in the choice of an oracle.
package enum OracleError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Nobody knows the name.
    case unknown(String, known: [String])
    /// An oracle with a judge was chosen, but no model for it.
    case judgeNeedsModel(oracle: String)
    /// The guard was chosen, but no model for it.
    case guardNeedsModel
    /// Nobody knows the guard's format.
    case unknownGuardFormat(String, known: [String])
    /// The guard's format can't be told from its model's name.
    case guardFormatNeeded(model: String, known: [String])
    /// A jury of fewer than two, with one of them twice, or within another jury.
    case juryTooSmall

    /// The message for people.
    package var description: String {
        switch self {
        case .unknown(let name, let known):
            "unknown oracle '\(name)'; known: \(known.joined(separator: ", "))"
        case .judgeNeedsModel(let oracle):
            "the oracle '\(oracle)' needs a model: give --judge provider/model"
        case .guardNeedsModel:
            "the oracle 'guard' needs a model: give --guard provider/model"
        case .unknownGuardFormat(let name, let known):
            "unknown --guard-format '\(name)'; known: \(known.joined(separator: ", "))"
        case .guardFormatNeeded(let model, let known):
            "how '\(model)' is asked can't be told from its name: give --guard-format; known: "
                + known.joined(separator: ", ")
        case .juryTooSmall:
            "the oracle 'jury' needs two or more different oracles: give --jury, for example builtin,judge"
        }
    }
}
