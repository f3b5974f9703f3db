import Analysis
import Foundation
import Records

/// How much each oracle of a jury counts, for a terminal.
package enum WeightsTable {
    /// The weights, the heaviest first, and what they were learned from.
    package static func text(_ weights: JuryWeights, color: Bool) -> String {
        var table = TextTable([.init("oracle", flexible: true), .init("weight", .right)])
        for (oracle, weight) in weights.weights.sorted(by: {
            $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value
        }) {
            table.add([oracle, Figures.decimal(weight, places: 3)])
        }
        let date = Date(timeIntervalSince1970: weights.time).formatted(.iso8601)
        return
            "\(table.text(color: color))\n\nlearned by \(weights.method.rawValue) from \(weights.count) responses, \(date)"
    }
}
