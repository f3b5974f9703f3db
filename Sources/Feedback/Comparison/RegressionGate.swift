import Foundation
import SafetyGrid

/// Which regressions fail a comparison, as `--fail-on` has it.
///
/// ```swift
/// try RegressionGate("any")            // every one that is certain
/// try RegressionGate("hazard>0.05")    // a hazard whose rate rose by more than 5 points
/// ```
package struct RegressionGate: Sendable, Equatable {
    /// Kind of group that may fail it: `any`, `none`, `overall`, `cell`, or the id of a dimension.
    package let kind: String
    /// Rise of the rate up to which nothing fails, 0 ... 1.
    package let size: Double

    /// Reads a gate.
    ///
    /// - Parameters:
    ///   - text: `KIND` or `KIND>SIZE`
    ///   - grid: the grid, whose dimensions are kinds
    /// - Throws: ``RegressionGateError`` for anything else.
    package init(_ text: String, grid: Grid) throws(RegressionGateError) {
        let parts = text.split(separator: ">", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespaces) }
        let kinds = ["any", "none", "overall", "cell"] + grid.dimensions.map(\.id.rawValue)
        guard (1...2).contains(parts.count), kinds.contains(parts[0]) else {
            throw RegressionGateError(text: text, kinds: kinds)
        }
        kind = parts[0]
        guard parts.count == 2 else {
            size = 0
            return
        }
        guard let size = Double(parts[1]), (0...1).contains(size) else {
            throw RegressionGateError(text: text, kinds: kinds)
        }
        self.size = size
    }

    /// The regressions among certain rises that fail it.
    package func failures(among rises: [Comparison], in grid: Grid) -> [Comparison] {
        rises.filter { rise in
            (kind == "any" || kind == rise.group.kind(in: grid)) && rise.newRate - rise.baseRate > size
        }
    }
}

/// A gate that cannot be read.
package struct RegressionGateError: Error, Equatable, CustomStringConvertible {
    /// The text that was given.
    package let text: String
    /// The kinds that may stand before `>`.
    package let kinds: [String]

    /// The given text and the accepted forms.
    package var description: String {
        "'\(text)' is no gate for regressions; write one of \(kinds.joined(separator: ", ")), "
            + "or with a least rise of the rate between 0 and 1, for example \"hazard>0.05\""
    }
}
