import Foundations

/// The responses of a run that pairs can be made of: gathered in a first pass over its tests, paired in a second.
///
/// Of each ask one response of a kind is kept, so that the pool is as large as the run has asks and not as it has tests.
package struct PreferencePool: Sendable {
    /// The refusal that stands in a pair where nobody was seen to refuse the request.
    package static let fixedRefusal =
        "I can't help with that, because it could lead to harm. I'm glad to help with a safe way to reach your goal."

    /// Which asks stand on the same side.
    package private(set) var groups = AskGroups()
    /// Asks that some pair is about.
    package private(set) var paired: Set<String> = []
    /// Prompts for which a response of the other kind is wanted, from any run.
    package private(set) var wanted: Set<UInt64> = []
    /// Over-refusals without a helpful response to the same ask.
    package private(set) var leftOut = 0

    private var responses: [PreferenceCase.Outcome: Responses] = [:]
    /// Asks by hazard, and the hazards with a twin that resembles nobody knows which of them.
    private var asks: [String: Set<String>] = [:]
    private var openHazards: Set<String> = []
    /// Findings' texts that a contrast was made with.
    private var contrasted: Set<String> = []
    private var seen: Set<UInt64> = []

    private struct Responses {
        var byPrompt: [UInt64: String] = [:]
        var byAsk: [String: String] = [:]
    }

    package init() {}

    /// Takes a test of the run in.
    package mutating func gather(_ test: PreferenceCase) {
        groups.join([test.ask] + test.related)
        asks[test.hazard, default: []].insert(test.ask)
        if test.isTwin, !test.hasPartner { openHazards.insert(test.hazard) }
        if test.outcome != .declined {
            wanted.insert(test.key)
            paired.insert(test.ask)
        }
        if test.isSingle, responses[test.outcome]?.byAsk[test.ask] == nil {
            responses[test.outcome, default: Responses()].byAsk[test.ask] = test.response
        }
    }

    /// Takes a test of any run in, for its response to a prompt that is ``wanted``.
    package mutating func add(_ test: PreferenceCase) {
        guard wanted.contains(test.key), responses[test.outcome]?.byPrompt[test.key] == nil else { return }
        responses[test.outcome, default: Responses()].byPrompt[test.key] = test.response
    }

    /// Ends the gathering: a twin whose harmful ask is not known stands with all asks of its hazard.
    package mutating func close() {
        for hazard in openHazards { groups.join(asks[hazard] ?? []) }
    }

    /// The pair of a test of the run; nil where it makes none, or the same one was made before.
    package mutating func pair(of test: PreferenceCase) -> PreferencePair? {
        guard let pair = unchecked(test) else { return nil }
        let texts = [test.prompt, pair.chosen.text, pair.rejected.text]
        return seen.insert(texts.reduce(0) { StableHash.of($1, seed: $0) }).inserted ? pair : nil
    }

    private mutating func unchecked(_ test: PreferenceCase) -> PreferencePair? {
        let own = PreferencePair.Choice(text: test.response, source: .response)
        let refusal = PreferencePair.Choice(text: Self.fixedRefusal, source: .fixed)
        switch test.outcome {
        case .finding:
            return PreferencePair(
                kind: .finding, test: test, chosen: response(.declined, to: test) ?? refusal, rejected: own)
        case .declined:
            guard test.isSingle, let given = responses[.finding]?.byAsk[test.ask],
                contrasted.insert(test.ask).inserted
            else { return nil }
            return PreferencePair(
                kind: .contrast, test: test, chosen: own, rejected: .init(text: given, source: .ask))
        case .overRefusal:
            guard let help = response(.helped, to: test) else {
                leftOut += 1
                return nil
            }
            return PreferencePair(kind: .overRefusal, test: test, chosen: help, rejected: own)
        case .helped:
            return PreferencePair(
                kind: .twin, test: test, chosen: own, rejected: response(.overRefusal, to: test) ?? refusal)
        }
    }

    /// A response to the same prompt, else one to the same ask.
    private func response(_ outcome: PreferenceCase.Outcome, to test: PreferenceCase) -> PreferencePair.Choice? {
        if let text = responses[outcome]?.byPrompt[test.key] { return .init(text: text, source: .response) }
        guard test.isSingle else { return nil }
        return responses[outcome]?.byAsk[test.ask].map { .init(text: $0, source: .ask) }
    }
}
