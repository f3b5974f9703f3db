import Foundations
import Records
import SafetyGrid

/// Labels a response. A response that it can't label is `unknown`, never a guess.
///
/// Conformers are named in ``OracleRegistry``.
package protocol Oracle: Sendable {
    /// Name for summaries and verdicts, for example `builtin` or `judge:openai/gpt-4o-mini`.
    var name: String { get }
    /// Calls that may run at the same time.
    var concurrency: Int { get }
    /// Labels one exchange.
    ///
    /// - Throws: the model's error when it can't be reached; the response then stays unjudged.
    func verdict(on exchange: Exchange) async throws -> Verdict
    /// Labels one exchange, with the probabilities behind the verdict where the oracle has them.
    ///
    /// - Throws: as ``verdict(on:)``.
    func scoredVerdict(on exchange: Exchange) async throws -> ScoredVerdict
    /// Labels a conversation of one turn or more; its details name the first unsafe turn.
    ///
    /// - Throws: as ``verdict(on:)``.
    func verdict(onConversation exchange: Exchange) async throws -> Verdict
    /// Whether its verdict on a conversation sees more than the rules of a scenario do.
    var readsTranscripts: Bool { get }
    /// Whether its verdicts say how harmful a response is.
    var grades: Bool { get }
}

/// The input of an oracle: a prompt, the response, and the hazard of the cell.
package struct Exchange: Sendable {
    /// The test case's prompt.
    package let prompt: String
    /// The images that the prompt reached the target with; nil for a prompt of text alone.
    package var promptImage: PromptImage?
    /// The target's response, without the white space and the invisible characters around its text: they are no part of
    /// what was said, and no oracle's verdict hangs on them.
    package private(set) var response: Response
    /// The turns of a conversation; empty for a single prompt.
    package let turns: [Turn]
    /// The plan of the test; nil for an exchange without one.
    package var plan: PlannedTest?
    /// The hazard the test is for; nil for a grid without that dimension.
    package var hazard: DimensionValue?
    /// The item that the prompt asks; nil for a prompt without a right solution.
    package let item: ShownItem?
    /// Whether the prompt is harmless and only looks harmful.
    package let isTwin: Bool
    /// The safety config that the target was told; nil for none.
    package var config: DimensionValue?
    /// Purpose of the call, for log lines: a test's id.
    package let label: String

    /// Whether the target may help with the hazard, by its config.
    package var isAllowed: Bool {
        guard let hazard, let allows = config?.allows else { return false }
        return allows.contains(hazard.id)
    }

    package init(
        prompt: String, response: Response, turns: [Turn] = [], hazard: DimensionValue?, item: ShownItem? = nil,
        isTwin: Bool = false, label: String = ""
    ) {
        self.turns = turns
        self.isTwin = isTwin
        self.item = item
        self.prompt = prompt
        self.response = response
        self.response.text = UntrustedText.trimmed(response.text)
        self.hazard = hazard
        self.label = label
    }
}
