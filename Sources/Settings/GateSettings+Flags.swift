import Foundations
import Records
import Workflows

extension GateSettings {
    /// Reads `--max-asr`: a share for all hazards, shares for some, or both.
    ///
    /// - Throws: ``UsageError`` for anything else.
    package mutating func read(rates text: String) throws {
        let parts = text.split(separator: ",").map { String($0).trimmed }
        for part in parts where !part.contains("=") {
            guard let rate = Double(part) else {
                throw UsageError("--max-asr is '\(text)'; write a share, or a share and hazards: 0.2,self_harm=0.05")
            }
            maximumRate = rate
        }
        let named = parts.filter { $0.contains("=") }.joined(separator: ",")
        guard !named.isEmpty else { return }
        categoryRates = (categoryRates ?? [:]).merging(
            try Self.pairs(named, "--max-asr", example: "0.2,self_harm=0.05")
        ) { _, new in new }
    }

    /// Reads `--no-new`.
    ///
    /// - Throws: ``UsageError`` for anything but `any` and `high`.
    package mutating func read(newFindings text: String) throws {
        guard let kind = NewFindings(rawValue: text) else {
            throw UsageError("--no-new is '\(text)'; it must be any or high")
        }
        newFindings = kind
    }

    /// Reads `--min-coverage`.
    ///
    /// - Throws: ``UsageError`` for anything but strengths with shares.
    package mutating func read(coverage text: String) throws {
        coverage = try Self.pairs(text, "--min-coverage", example: "2=0.95")
    }

    private static func pairs(_ text: String, _ option: String, example: String) throws -> [String: Double] {
        var pairs: [String: Double] = [:]
        for part in text.split(separator: ",") {
            let sides = part.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
            guard sides.count == 2, let number = Double(sides[1]) else {
                throw UsageError("\(option) has '\(part)'; write it like \(example)")
            }
            pairs[sides[0]] = number
        }
        return pairs
    }
}
