import Foundation

/// The points of the logit scale on which a cell's rate is integrated: from 1 in 20,000 to 99 %, evenly spaced.
///
/// A step of 0.4 integrates any normal density of a spread of 0.3 or more without a visible error.
struct LogitAxis: Sendable {
    static let step = 0.4
    static let first = -9.8
    static let count = 37

    /// Rate at each point.
    let rates: [Double]
    /// Logarithm of the chance of an unsafe verdict at each point.
    let logUnsafe: [Double]
    /// Logarithm of the chance of another verdict at each point.
    let logSafe: [Double]

    init(_ errors: OracleErrors) {
        rates = (0..<Self.count).map { 1 / (1 + exp(-(Self.first + Self.step * Double($0)))) }
        logUnsafe = rates.map { log(max(errors.observed($0), 1e-300)) }
        logSafe = rates.map { log(max(1 - errors.observed($0), 1e-300)) }
    }
}
