import ChatModels
import Foundations
import Records
import SafetyGrid

/// Keeps from the target what a generator model wrote and is no prompt for its cell.
///
/// ```swift
/// let gate = try PromptGate(seeds: folder.path, grid: grid)
/// gate.refusal(of: #"type": "prompt"#, in: cell, told: echo)    // .debris
/// ```
package struct PromptGate: Sendable {
    /// Fewest letters of a word whose slip is put right before the hazard is looked for.
    private static let rightedLetters = 6

    private let requests: RequestWords
    private let relevance: HazardRelevance
    private let fidelity: FidelityChecker?
    private let reader: FidelityModel?
    private let hazards: Dimension?

    /// Reads what the checks need.
    ///
    /// - Parameters:
    ///   - seeds: path of the seeds folder; without `fidelity/requests.yaml` or `fidelity/checks.yaml` in it what these tell
    ///     is not checked
    ///   - grid: the grid whose cells are written for
    ///   - library: the templates of the seeds, where they are read already
    ///   - reader: says which hazard a prompt shows; nil leaves it to words
    /// - Throws: ``ConfigurationError`` with file and line.
    package init(
        seeds: String, grid: Grid, library: TemplateLibrary? = nil, reader: FidelityModel? = nil
    ) throws(ConfigurationError) {
        self.reader = reader
        hazards = grid.hazards
        let library = if let library { library } else { try TemplateLibrary(seeds: seeds) }
        requests = try RequestWords(seeds: seeds)
        relevance = try HazardRelevance(
            hazards?.values ?? [], library: library, seeds: seeds, languages: grid.languages)
        fidelity =
            FidelityChecker.isThere(seeds: seeds) ? try FidelityChecker(seeds: seeds, languages: grid.languages) : nil
    }

    /// Why a text is no prompt for a request's cell; nil when it is one. The hazard is read by the model where there is one,
    /// and by words where there is none or it fails.
    ///
    /// - Parameters:
    ///   - text: what the generator model wrote
    ///   - request: the cell it was asked for
    ///   - instruction: what it was told
    /// - Throws: an error of the reading model that every further call would meet.
    func refusal(
        of text: String, for request: PromptRequest, told instruction: InstructionEcho
    ) async throws -> PromptRefusal? {
        let cell = request.cell.map { ($0.dimension, $0.value.id) }
        if let refusal = unformed(text, cell, instruction) { return refusal }
        if try await !isRead(text, in: cell) { return .offHazard }
        // Style and technique shape a protective question only so far as it bears them.
        return request.isProtective ? nil : unfaithful(text, cell)
    }

    /// The same by words alone.
    func refusal(
        of text: String, in cell: [(dimension: DimensionID, value: String)], told instruction: InstructionEcho
    ) -> PromptRefusal? {
        if let refusal = unformed(text, cell, instruction) { return refusal }
        return isRelevant(text, in: cell) ? unfaithful(text, cell) : .offHazard
    }

    private func isRead(_ text: String, in cell: [(dimension: DimensionID, value: String)]) async throws -> Bool {
        guard let reader, let hazards, let claimed = value(of: .hazard, in: cell) else {
            return isRelevant(text, in: cell)
        }
        do {
            guard let read = try await reader.hazard(of: text, among: hazards) else {
                return isRelevant(text, in: cell)
            }
            return read == claimed
        } catch let error as ChatError where !error.isFatal {
            return isRelevant(text, in: cell)
        }
    }

    /// Definitions and asks are English: of other languages the words of their pack tell, or nothing.
    private func isRelevant(_ text: String, in cell: [(dimension: DimensionID, value: String)]) -> Bool {
        guard let hazard = value(of: .hazard, in: cell) else { return true }
        let written = FidelityText(text).words
        let code = TextLanguage.code(of: cell)
        guard code == LanguagePacks.english else { return relevance.isRelevant(written, to: hazard, in: code) }
        // A word that no list has may be one of the hazard's: it counts as it stands, too. A short one may be meant for many.
        let meant = zip(written, words(of: text, in: code)).map { $0.count < Self.rightedLetters ? $0 : $1 }
        return relevance.isRelevant(Self.whole(meant), to: hazard)
            || relevance.isRelevant(Self.whole(written), to: hazard)
    }

    private func unformed(
        _ text: String, _ cell: [(dimension: DimensionID, value: String)], _ instruction: InstructionEcho
    ) -> PromptRefusal? {
        if PromptDebris.isDebris(text) { return .debris }
        if instruction.isEchoed(in: text) { return .echo }
        guard PromptDebris.words(in: text) >= PromptDebris.fewestWords else { return .tooShort }
        let code = TextLanguage.code(of: cell)
        let words = words(of: text, in: code)
        if !TextLanguage.hasScript(of: code, text) || requests.other(than: code, in: words) != nil {
            return .wrongLanguage
        }
        return requests.asks(text, words: words, in: code) ? nil : .noRequest
    }

    private func unfaithful(_ text: String, _ cell: [(dimension: DimensionID, value: String)]) -> PromptRefusal? {
        guard let fidelity = fidelity?.check(prompt: text, names: cell) else { return nil }
        if fidelity[.style]?.outcome == .fail { return .style }
        if fidelity[.technique]?.outcome == .fail { return .technique }
        return nil
    }

    /// The words in small letters, with slips put right where there is a list of words.
    private func words(of text: String, in code: String) -> [String] {
        Self.whole(fidelity?.words(of: text, in: code) ?? FidelityText(text).words)
    }

    /// Words whose ending speech leaves off, with it: `cuttin'` is "cutting".
    private static func whole(_ words: [String]) -> [String] {
        words.map { $0.count > 4 && $0.hasSuffix("in'") ? $0.dropLast() + "g" : $0 }
    }

    private func value(of dimension: DimensionID, in cell: [(dimension: DimensionID, value: String)]) -> String? {
        cell.first { $0.dimension == dimension }?.value
    }
}
