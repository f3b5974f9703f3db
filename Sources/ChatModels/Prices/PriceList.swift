import Foundations
import Records
import SafetyGrid

/// Prices of models, from `prices.yaml` in the seeds folder.
///
/// A pattern is a model's name, in which a `*` at the end stands for any rest; the longest that fits counts.
package struct PriceList: Sendable {
    private struct Price: Sendable {
        let pattern: String
        let isPrefix: Bool
        let input: Double
        let output: Double
    }

    /// Day of the prices, as the file says, for example `2026-11-01`.
    package let date: String
    /// Where the prices come from.
    package let source: String
    /// Told of models that count no tokens, so that what their calls cost is estimated; nil to tell nobody.
    package var estimates: EstimatedCosts?
    private let prices: [Price]

    /// Reads the prices of a seeds folder.
    ///
    /// - Throws: `ConfigurationError` with file and line.
    package init(seeds: String) throws(ConfigurationError) {
        let file = "\(seeds)/prices.yaml"
        try self.init(text: SeedLibrary.text(of: file), file: file)
    }

    /// Reads prices.
    ///
    /// - Parameters:
    ///   - text: the YAML text
    ///   - file: its path, for messages
    /// - Throws: `ConfigurationError` with file and line.
    package init(text: String, file: String) throws(ConfigurationError) {
        let root = try YAMLValue(text: text, file: file).mapping(allowing: ["date", "source", "prices"])
        date = try root.text("date")
        source = try root.text("source")
        var prices: [Price] = []
        for (pattern, value) in try root.required("prices").mapping().pairs {
            let entry = try value.mapping(allowing: ["input", "output"])
            let isPrefix = pattern.hasSuffix("*")
            prices.append(
                Price(
                    pattern: isPrefix ? String(pattern.dropLast()) : pattern, isPrefix: isPrefix,
                    input: try Self.dollars("input", entry), output: try Self.dollars("output", entry)))
        }
        // Longest first, and of two alike the one without a star.
        self.prices = prices.sorted {
            let (left, right) = ($0.pattern.utf8.count, $1.pattern.utf8.count)
            return left == right ? !$0.isPrefix && $1.isPrefix : left > right
        }
    }

    /// The price of a call.
    ///
    /// - Parameters:
    ///   - usage: the call's tokens
    ///   - model: `provider/model`
    /// - Returns: US dollars; nil when the model is not in the list
    package func cost(of usage: TokenUsage, model: String) -> Double? {
        let fits = prices.first { $0.isPrefix ? model.hasPrefix($0.pattern) : model == $0.pattern }
        return fits.map { (Double(usage.input) * $0.input + Double(usage.output) * $0.output) / 1_000_000 }
    }

    private static func dollars(_ key: String, _ entry: YAMLMapping) throws(ConfigurationError) -> Double {
        let value = try entry.required(key)
        let dollars = try value.double()
        guard dollars >= 0 else { throw value.invalid("a price can't be negative") }
        return dollars
    }
}
