import Foundation
import Foundations
import SafetyGrid

/// How prompts of one language are checked: the checks by dimension and value, and the words that slips are told by.
struct LanguageChecks: Sendable {
    private let language: String
    private let file: String
    private let checks: [DimensionID: [String: FidelityCheck]]
    private let vocabulary: Set<String>
    private let spelling: Spelling?
    /// Meanings found for unknown words: prompts of a set share most of theirs, and a look-up tries every edit.
    private let corrections = Locked<[String: String?]>([:])
    private static let mostCorrections = 50_000
    /// Least share of Latin letters for a text that may be English.
    private static let latinShare = 0.7

    /// Reads `checks.yaml` and, where it is there, `words.txt` of a folder.
    ///
    /// - Throws: ``ConfigurationError`` with file and line; a check of the spelling needs the words.
    init(folder: String, language: String) throws(ConfigurationError) {
        self.language = language
        file = "\(folder)/checks.yaml"
        let words = "\(folder)/words.txt"
        let hasWords = language == LanguagePacks.english || FileManager.default.fileExists(atPath: words)
        let root = try YAMLValue(text: SeedLibrary.text(of: file), file: file).mapping(allowing: ["checks"])
        var checks: [DimensionID: [String: FidelityCheck]] = [:]
        for (dimension, values) in try root.required("checks").mapping().pairs {
            for (value, entry) in try values.mapping().pairs {
                let check = try FidelityCheck(entry)
                if case .spelling = check, !hasWords { throw entry.invalid("a check of the spelling needs \(words)") }
                checks[DimensionID(dimension), default: [:]][value] = check
            }
        }
        self.checks = checks
        vocabulary = checks.values.reduce(into: []) { all, values in
            for check in values.values { all.formUnion(check.vocabulary) }
        }
        spelling = hasWords ? try Spelling(file: words) : nil
    }

    /// The check of a dimension's value, if there is one.
    subscript(dimension: DimensionID, value: String) -> FidelityCheck? { checks[dimension]?[value] }

    /// The part of one dimension in a prompt's fidelity.
    ///
    /// - Parameter code: the language that the cell claims
    func part(
        _ dimension: DimensionID, _ value: String, _ reading: FidelityCheck.Reading, _ code: String
    ) -> Fidelity.Part {
        guard let check = self[dimension, value] else {
            return .init(dimension: dimension, outcome: .unknown, reason: "no check for '\(value)' in \(file)")
        }
        guard canTell(check, reading, code) else {
            let known = language == LanguagePacks.english ? "English" : "'\(language)'"
            return .init(dimension: dimension, outcome: .unknown, reason: "the check knows \(known) alone")
        }
        let (passes, reason) = check.outcome(of: reading)
        return .init(dimension: dimension, outcome: passes ? .pass : .fail, reason: reason)
    }

    /// Whether a check knows the prompt's language.
    func canTell(_ check: FidelityCheck, _ reading: FidelityCheck.Reading, _ code: String) -> Bool {
        guard check.isOfOneLanguage else { return true }
        guard code == language else { return false }
        return language == LanguagePacks.english
            ? reading.text.latinShare >= Self.latinShare : TextLanguage.hasScript(of: code, reading.prompt)
    }

    /// The words with slips put right, so that a misspelled prompt shows its technique. A word that any check knows is no
    /// slip: dialects have a spelling of their own.
    func read(_ prompt: String) -> FidelityCheck.Reading {
        let text = FidelityText(prompt)
        guard let spelling else {
            return .init(prompt: prompt, text: text, corrected: text.words, slips: 0, counted: 0)
        }
        var (slips, counted) = (0, 0)
        let corrected = text.words.map { word in
            guard Spelling.isCounted(word) else { return word }
            counted += 1
            guard !spelling.knows(word), !vocabulary.contains(word), let meant = correction(of: word, spelling) else {
                return word
            }
            slips += 1
            return meant
        }
        return .init(prompt: prompt, text: text, corrected: corrected, slips: slips, counted: counted)
    }

    private func correction(of word: String, _ spelling: Spelling) -> String? {
        if let known = corrections.withLock({ $0[word] }) { return known }
        let meant = spelling.correction(of: word, preferring: vocabulary.contains)
        corrections.withLock { if $0.count < Self.mostCorrections { $0[word] = .some(meant) } }
        return meant
    }
}
