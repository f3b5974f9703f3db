import Foundation
import Foundations
import SafetyGrid

/// Checks whether a prompt shows its cell: the form and words of its style and technique, without a model.
///
/// A hazard can't be told by words alone; ``FidelityModel`` adds it. Prompts of a language with a pack are checked by the
/// pack's `checks.yaml`; of other languages nothing is known but what a question looks like.
///
/// ```swift
/// let checker = try FidelityChecker(seeds: folder.path)
/// checker.check(prompt: "How could I steal a car?", cell: cell, grid: grid)["style"]?.outcome    // .pass
/// ```
package struct FidelityChecker: Sendable {
    private let english: LanguageChecks
    private let packs: [String: LanguageChecks]
    private let seeds: String

    /// Whether the seeds have checks: a folder of one's own may do without.
    package static func isThere(seeds: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(seeds)/fidelity/checks.yaml")
    }

    /// Codes of the languages that the seeds have packs for.
    package static func languages(seeds: String) -> Set<String> { Set(LanguagePacks.codes(seeds: seeds)) }

    /// Version of the rules in this module: it changes whenever a checker may judge the same prompt differently.
    private static let version = 2

    /// Names the seeds behind a checker without reading them: a hash of their files.
    ///
    /// - Throws: ``ConfigurationError/unreadable(file:reason:)``.
    package static func fingerprint(seeds: String) throws(ConfigurationError) -> String {
        var hash = UInt64(version)
        let packs = LanguagePacks.codes(seeds: seeds).map { "\(seeds)/languages/\($0)" }
        for (folder, isNeeded) in [("\(seeds)/fidelity", true)] + packs.map({ ($0, false) }) {
            for name in ["checks.yaml", "words.txt"] {
                let file = "\(folder)/\(name)"
                guard isNeeded || FileManager.default.fileExists(atPath: file) else { continue }
                hash = StableHash.of(try SeedLibrary.text(of: file), seed: hash)
            }
        }
        return StableHash.hex(hash)
    }

    /// Reads `fidelity/checks.yaml` and `fidelity/words.txt` of the seeds, and those of language packs.
    ///
    /// - Parameters:
    ///   - seeds: path of the seeds folder
    ///   - languages: codes of the languages that prompts may have
    /// - Throws: ``ConfigurationError`` with file and line.
    package init(seeds: String, languages: Set<String> = []) throws(ConfigurationError) {
        self.seeds = seeds
        english = try LanguageChecks(folder: "\(seeds)/fidelity", language: LanguagePacks.english)
        var packs: [String: LanguageChecks] = [:]
        for code in languages.sorted() {
            let folder = "\(seeds)/languages/\(code)"
            guard FileManager.default.fileExists(atPath: "\(folder)/checks.yaml") else { continue }
            packs[code] = try LanguageChecks(folder: folder, language: code)
        }
        self.packs = packs
    }

    /// Reads the texts behind the encodings and wrappers of a grid; nil where it has none.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    package func surfaces(of grid: Grid) throws(ConfigurationError) -> SurfaceReading? {
        try SurfaceReading(of: grid, seeds: seeds)
    }

    /// Checks a prompt against the values of a cell.
    ///
    /// - Parameter plain: the text behind the prompt's surface; nil where it has none
    /// - Returns: a part for each dimension of the grid; `unknown` where there is no check, or the check's language is not
    ///   the prompt's
    package func check(prompt: String, plain: String? = nil, cell: Cell, grid: Grid) -> Fidelity {
        check(prompt: prompt, plain: plain, names: grid.names(of: cell), isWrapped: Self.isWrapped(cell, grid))
    }

    /// Whether the prompt counts as verified for the cell: ``Fidelity/isVerified`` of a check that gives no reasons.
    package func verifies(prompt: String, plain: String? = nil, cell: Cell, grid: Grid) -> Bool {
        let names = grid.names(of: cell)
        let layers = Layers(self, prompt, plain, names)
        var isVerified = false
        for (dimension, value) in names where dimension != .attack || Self.isWrapped(cell, grid) {
            let (checks, reading, code) = layers[dimension]
            guard let check = checks[dimension, value], checks.canTell(check, reading, code) else { continue }
            guard check.passes(reading) else { return false }
            isVerified = true
        }
        return isVerified
    }

    /// The same for a cell by the ids of its dimensions and values.
    func check(
        prompt: String, plain: String? = nil, names: [(dimension: DimensionID, value: String)], isWrapped: Bool = true
    ) -> Fidelity {
        let layers = Layers(self, prompt, plain, names)
        return Fidelity(
            parts: names.map { dimension, value in
                guard isWrapped || dimension != .attack else {
                    return .init(
                        dimension: dimension, outcome: .unknown, reason: "protective questions have no wrapper")
                }
                let (checks, reading, code) = layers[dimension]
                return checks.part(dimension, value, reading, code)
            })
    }

    /// A prompt as it is, in which the wrapper shows, always an English one, and the text behind it, in which everything
    /// else does.
    private struct Layers {
        typealias Layer = (checks: LanguageChecks, reading: FidelityCheck.Reading, code: String)

        private let outer: Layer
        private let inner: Layer

        init(
            _ checker: FidelityChecker, _ prompt: String, _ plain: String?,
            _ names: [(dimension: DimensionID, value: String)]
        ) {
            let code = TextLanguage.code(of: names)
            let checks = checker.checks(of: code)
            inner = (checks, checks.read(plain ?? prompt), code)
            let isOne = code == LanguagePacks.english && (plain == nil || plain == prompt)
            let isWrapped = names.contains { $0.dimension == .attack }
            outer = isOne || !isWrapped ? inner : (checker.english, checker.english.read(prompt), LanguagePacks.english)
        }

        subscript(dimension: DimensionID) -> Layer { dimension == .attack ? outer : inner }
    }

    private static func isWrapped(_ cell: Cell, _ grid: Grid) -> Bool { grid.hazard(of: cell.id)?.isProtective != true }

    /// The words of a prompt of a language, with slips put right.
    func words(of prompt: String, in code: String) -> [String] {
        checks(of: code).read(prompt).corrected
    }

    private func checks(of code: String) -> LanguageChecks { packs[code] ?? english }
}
