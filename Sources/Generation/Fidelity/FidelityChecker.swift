import Foundation
import Foundations
import SafetyGrid

/// Checks whether a prompt shows its cell: the form and words of its style and technique, without a model.
///
/// A hazard can't be told by words alone; ``FidelityModel`` adds it.
///
/// ```swift
/// let checker = try FidelityChecker(seeds: folder.path)
/// checker.check(prompt: "How could I steal a car?", cell: cell, grid: grid)["style"]?.outcome    // .pass
/// ```
package struct FidelityChecker: Sendable {
    private let checks: [DimensionID: [String: FidelityCheck]]
    private let vocabulary: Set<String>
    private let spelling: Spelling
    private let file: String
    /// Meanings found for unknown words: prompts of a set share most of theirs, and a look-up tries every edit.
    private let corrections = Locked<[String: String?]>([:])
    private static let mostCorrections = 50_000
    /// Least share of Latin letters for a text that may be English.
    private static let latinShare = 0.7

    /// Whether the seeds have checks: a folder of one's own may do without.
    package static func isThere(seeds: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(seeds)/fidelity/checks.yaml")
    }

    /// Version of the rules in this module: it changes whenever a checker may judge the same prompt differently.
    private static let version = 1

    /// Names the seeds behind a checker without reading them: a hash of their files.
    ///
    /// - Throws: ``ConfigurationError/unreadable(file:reason:)``.
    package static func fingerprint(seeds: String) throws(ConfigurationError) -> String {
        var hash = UInt64(version)
        for name in ["checks.yaml", "words.txt"] {
            hash = StableHash.of(try SeedLibrary.text(of: "\(seeds)/fidelity/\(name)"), seed: hash)
        }
        return StableHash.hex(hash)
    }

    /// Reads `fidelity/checks.yaml` and `fidelity/words.txt` of the seeds.
    ///
    /// - Parameter seeds: path of the seeds folder
    /// - Throws: ``ConfigurationError`` with file and line.
    package init(seeds: String) throws(ConfigurationError) {
        file = "\(seeds)/fidelity/checks.yaml"
        let root = try YAMLValue(text: SeedLibrary.text(of: file), file: file).mapping(allowing: ["checks"])
        var checks: [DimensionID: [String: FidelityCheck]] = [:]
        for (dimension, values) in try root.required("checks").mapping().pairs {
            for (value, check) in try values.mapping().pairs {
                checks[DimensionID(dimension), default: [:]][value] = try FidelityCheck(check)
            }
        }
        self.checks = checks
        vocabulary = checks.values.reduce(into: []) { all, values in
            for check in values.values { all.formUnion(check.vocabulary) }
        }
        spelling = try Spelling(file: "\(seeds)/fidelity/words.txt")
    }

    /// Checks a prompt against the values of a cell.
    ///
    /// - Returns: a part for each dimension of the grid; `unknown` where there is no check, or the check's language is not
    ///   the prompt's
    package func check(prompt: String, cell: Cell, grid: Grid) -> Fidelity {
        check(prompt: prompt, names: grid.names(of: cell))
    }

    /// Whether the prompt counts as verified for the cell: ``Fidelity/isVerified`` of a check that gives no reasons.
    package func verifies(prompt: String, cell: Cell, grid: Grid) -> Bool {
        let names = grid.names(of: cell)
        let isEnglish = TextLanguage.code(of: names) == "en"
        let reading = read(prompt)
        var isVerified = false
        for (dimension, value) in names {
            guard let check = checks[dimension]?[value], canTell(check, reading, isEnglish: isEnglish) else { continue }
            guard check.passes(reading) else { return false }
            isVerified = true
        }
        return isVerified
    }

    /// The same for a cell by the ids of its dimensions and values.
    func check(prompt: String, names: [(dimension: DimensionID, value: String)]) -> Fidelity {
        let isEnglish = TextLanguage.code(of: names) == "en"
        let reading = read(prompt)
        return Fidelity(parts: names.map { part($0.dimension, $0.value, reading, isEnglish: isEnglish) })
    }

    /// The words of a prompt, with slips put right.
    func words(of prompt: String) -> [String] {
        read(prompt).corrected
    }

    private func part(
        _ dimension: DimensionID, _ value: String, _ reading: FidelityCheck.Reading, isEnglish: Bool
    ) -> Fidelity.Part {
        guard let check = checks[dimension]?[value] else {
            return .init(dimension: dimension, outcome: .unknown, reason: "no check for '\(value)' in \(file)")
        }
        guard canTell(check, reading, isEnglish: isEnglish) else {
            return .init(dimension: dimension, outcome: .unknown, reason: "the check knows English alone")
        }
        let (passes, reason) = check.outcome(of: reading)
        return .init(dimension: dimension, outcome: passes ? .pass : .fail, reason: reason)
    }

    /// Whether a check knows the prompt's language.
    private func canTell(_ check: FidelityCheck, _ reading: FidelityCheck.Reading, isEnglish: Bool) -> Bool {
        !check.isEnglish || isEnglish && reading.text.latinShare >= Self.latinShare
    }

    /// The words with slips put right, so that a misspelled prompt shows its technique. A word that any check knows is no
    /// slip: dialects have a spelling of their own.
    private func read(_ prompt: String) -> FidelityCheck.Reading {
        let text = FidelityText(prompt)
        var (slips, counted) = (0, 0)
        let corrected = text.words.map { word in
            guard Spelling.isCounted(word) else { return word }
            counted += 1
            guard !spelling.knows(word), !vocabulary.contains(word), let meant = correction(of: word) else {
                return word
            }
            slips += 1
            return meant
        }
        return .init(text: text, corrected: corrected, slips: slips, counted: counted)
    }

    private func correction(of word: String) -> String? {
        if let known = corrections.withLock({ $0[word] }) { return known }
        let meant = spelling.correction(of: word, preferring: vocabulary.contains)
        corrections.withLock { if $0.count < Self.mostCorrections { $0[word] = .some(meant) } }
        return meant
    }
}
