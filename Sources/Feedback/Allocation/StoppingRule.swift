import Foundation
import SafetyGrid

/// When a run has seen enough to end before its budget is spent.
///
/// ```swift
/// try StoppingRule("hole<=0.05")          // no cell's rate of unsafe verdicts can be above 5 %
/// try StoppingRule("new<=0.05 in 100")    // the next 100 tests show nothing new
/// ```
package enum StoppingRule: Sendable, Equatable {
    /// The largest 95 % upper bound of any cell's rate, from ``HierarchicalModel``, is at most `limit`, over 0 ... 1.
    ///
    /// The rate is that of unsafe verdicts, or, where the run was told the oracle's errors, of unsafe responses behind them.
    case hole(limit: Double)
    /// The chance that any of the next `tests` tests shows a finding in a cell without one is at most `limit`, over 0 ... 1.
    ///
    /// Good-Turing: the chance of something new at the next test is (kinds seen once) / tests (Good 1953, "The population
    /// frequencies of species", eq. 9). One kind is added to those seen once, so that no finding yet is not taken for
    /// none to come; the chance for n tests is at most n times that for one.
    case new(limit: Double, tests: Int)

    /// Level of the upper bound.
    package static let level = 0.95

    /// Reads a rule as `--stop-when` has it.
    ///
    /// - Throws: ``StoppingRuleError`` for anything else.
    package init(_ text: String) throws(StoppingRuleError) {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        let compact = words.joined()
        guard let sign = compact.range(of: "<=") else { throw StoppingRuleError(text: text) }
        let name = compact[..<sign.lowerBound]
        let rest = compact[sign.upperBound...]
        switch name {
        case "hole":
            self = .hole(limit: try Self.limit(rest, text))
        case "new":
            guard let cut = rest.range(of: "in"), words.contains("in"), let tests = Int(rest[cut.upperBound...]),
                (1...1_000_000_000).contains(tests)
            else { throw StoppingRuleError(text: text) }
            self = .new(limit: try Self.limit(rest[..<cut.lowerBound], text), tests: tests)
        default:
            throw StoppingRuleError(text: text)
        }
    }

    private static func limit(_ digits: Substring, _ text: String) throws(StoppingRuleError) -> Double {
        let plain = digits.allSatisfy { $0 == "." || ("0"..."9").contains($0) }
        guard plain, let limit = Double(digits), limit > 0, limit <= 1 else { throw StoppingRuleError(text: text) }
        return limit
    }

    /// Why the run can end, in one sentence; nil while it has to go on.
    ///
    /// - Parameters:
    ///   - history: what is known; every cell should have had its floor
    ///   - errors: how often the oracle is right, as far as the run was told; ``OracleErrors/none`` for rates of verdicts
    package func reason(toStop history: AllocationHistory, errors: OracleErrors) -> String? {
        let value = value(history, errors: errors)
        switch self {
        case .hole(let limit):
            guard value <= limit else { return nil }
            let rate =
                errors == .none
                ? "no cell's rate of unsafe verdicts is above \(Self.percent(value)) with 95 % probability"
                : "no cell's unsafe rate is above \(Self.percent(value)) with 95 % probability, if the oracle's "
                    + "sensitivity is \(Self.percent(errors.sensitivity)) and its specificity "
                    + "\(Self.percent(errors.specificity))"
            return "\(rate) (hole<=\(limit))"
        case .new(let limit, let tests):
            guard value <= limit else { return nil }
            return "the next \(tests) tests show a finding in a new cell with a chance of at most "
                + "\(Self.percent(value)) (new<=\(limit) in \(tests))"
        }
    }

    /// The value that is compared with the limit.
    package func value(_ history: AllocationHistory, errors: OracleErrors) -> Double {
        switch self {
        case .hole:
            return HierarchicalModel(grid: history.verdicts.grid, errors: errors)
                .posterior(given: history.evidence).largestBound(level: Self.level)
        case .new(_, let tests):
            let judged = history.verdicts.depth.reduce(0, +)
            let once = history.verdicts.findings.count { $0 == 1 }
            return min(1, Double(tests) * Double(once + 1) / Double(judged + 1))
        }
    }

    private static func percent(_ share: Double) -> String {
        "\((share * 1000).rounded() / 10) %"
    }
}

/// A stopping rule that cannot be read.
package struct StoppingRuleError: Error, Equatable, CustomStringConvertible {
    /// The text that was given.
    package let text: String

    /// The given text and the accepted forms.
    package var description: String {
        "--stop-when '\(text)' is not a rule; write \"hole<=0.05\" or \"new<=0.05 in 100\", "
            + "with a limit over 0 and at most 1, and a number of tests of at least 1"
    }
}
