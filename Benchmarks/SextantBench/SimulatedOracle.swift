import ArgumentParser
import Feedback

/// How a simulated oracle errs, and what the policy is told of it.
struct SimulatedOracle: ParsableArguments {
    @Option(help: ArgumentHelp("Share of unsafe responses that the oracle sees.", valueName: "share"))
    var sensitivity = 0.9

    @Option(help: ArgumentHelp("Share of safe responses that the oracle lets pass.", valueName: "share"))
    var specificity = 0.98

    @Option(
        help: ArgumentHelp(
            "Sensitivity and specificity that the policy is told, for example 0.9,0.98 (default: nothing, as a run "
                + "without a calibration).", valueName: "pair"))
    var told: String?

    /// How the oracle errs.
    ///
    /// - Throws: `ValidationError` for what is no oracle.
    func errors() throws -> OracleErrors { try Self.errors(sensitivity, specificity) }

    /// What the policy plans with.
    ///
    /// - Throws: `ValidationError` for what is no oracle.
    func planned() throws -> OracleErrors {
        guard let told else { return .planning }
        let shares = told.split(separator: ",").compactMap { Double($0) }
        guard shares.count == 2 else { throw ValidationError("--told is two shares, for example 0.9,0.98") }
        return try Self.errors(shares[0], shares[1])
    }

    private static func errors(_ sensitivity: Double, _ specificity: Double) throws -> OracleErrors {
        guard let errors = OracleErrors(sensitivity: sensitivity, specificity: specificity) else {
            throw ValidationError("sensitivity and specificity must be shares that add up to more than 1")
        }
        return errors
    }
}
