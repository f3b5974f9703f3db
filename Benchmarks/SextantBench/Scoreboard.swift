import Foundation

/// The scores of a policy beside those of `uniform` on the same worlds and seeds.
struct Scoreboard {
    private let means: [Double]
    private let ratios: [Double]
    private let errors: [Double]
    private let hotCells: Double
    private var extra: [(String, Double)] = []

    init(_ tried: [Score], _ base: [Score], hasHidden: Bool) {
        let count = Double(tried.count)
        func mean(_ scores: [Score], _ key: Int) -> Double { scores.reduce(0) { $0 + $1.values[key] } / count }
        let keys = Score.keys.indices
        means = keys.map { mean(tried, $0) }
        let below = keys.map { mean(base, $0) }
        let ratios = zip(means, below).map { $1 > 0 ? $0 / $1 : 1 }
        self.ratios = ratios
        // Of a ratio of means of pairs (Cochran 1977, "Sampling Techniques", chapter 6).
        errors = keys.map { key in
            guard count > 1, below[key] > 0 else { return 0 }
            let squares = zip(tried, base).reduce(0.0) { sum, pair in
                let gap = pair.0.values[key] - ratios[key] * pair.1.values[key]
                return sum + gap * gap
            }
            return (squares / (count - 1) / count).squareRoot() / below[key]
        }
        hotCells = tried.reduce(0) { $0 + Double($1.hotCells) } / count
        if hasHidden {
            extra = [("hidden_found_at", Self.median(tried)), ("hidden_found_at_uniform", Self.median(base))]
        }
    }

    /// One line of JSON, or a line a number, as the options say.
    func text(_ options: AllocationBench, world: World) -> String {
        options.json ? json(options, world) : plain(options, world)
    }

    private func json(_ options: AllocationBench, _ world: World) -> String {
        var fields = [
            "\"world\":\"\(world.name)\"", "\"policy\":\"\(options.policy)\"", "\"budget\":\(options.budget)",
        ]
        fields += [
            "\"seeds\":\(options.seeds)", "\"floor\":\(options.floor)", "\"hot_cells\":\(Self.rounded(hotCells))",
        ]
        fields += Self.pairs(means) + extra.map { "\"\($0.0)\":\(Self.rounded($0.1))" }
        fields.append("\"ratios\":{\(Self.pairs(ratios).joined(separator: ","))}")
        fields.append("\"ratio_errors\":{\(Self.pairs(errors).joined(separator: ","))}")
        return "{\(fields.joined(separator: ","))}"
    }

    private func plain(_ options: AllocationBench, _ world: World) -> String {
        var lines = [
            "\(world.name): \(options.policy), \(options.budget) tests, floor \(options.floor), mean of \(options.seeds)"
        ]
        for (key, name) in Score.keys.enumerated() {
            lines.append(
                "  \(name): \(Self.rounded(means[key])), \(Self.rounded(ratios[key])) +/- "
                    + "\(Self.rounded(errors[key])) x uniform")
        }
        return (lines + extra.map { "  \($0.0): \(Self.rounded($0.1))" }).joined(separator: "\n")
    }

    private static func median(_ scores: [Score]) -> Double {
        let sorted = scores.map(\.hiddenFoundAt).sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    private static func pairs(_ values: [Double]) -> [String] {
        zip(Score.keys, values).map { "\"\($0)\":\(rounded($1))" }
    }

    private static func rounded(_ value: Double) -> Double {
        (value * 10_000).rounded() / 10_000
    }
}
