import Records

/// `cascade`: the classifier first, a second oracle only where the classifier is unsure.
///
/// What the classifier settles has no grade. The verdict bears the name of the oracle that gave it in its reason, so that the calls saved can be counted.
package struct CascadeOracle: Oracle {
    private let first: ClassifierOracle
    private let second: any Oracle
    private let band: CascadeBand

    /// A cascade.
    ///
    /// - Parameters:
    ///   - first: the classifier
    ///   - second: who is asked where the classifier is unsure
    ///   - band: the probabilities of unsafe between which `second` is asked; nil for the classifier's own thresholds
    package init(first: ClassifierOracle, second: any Oracle, band: CascadeBand? = nil) {
        self.first = first
        self.second = second
        self.band = band ?? first.unsureBand
    }

    /// `cascade:` and the second oracle's name.
    package var name: String { "cascade:\(second.name)" }
    package var concurrency: Int { second.concurrency }

    package var readsTranscripts: Bool { second.readsTranscripts }
    package var grades: Bool { second.grades }

    package func verdict(on exchange: Exchange) async throws -> Verdict {
        if let settled = settled(exchange) { return renamed(settled, by: first.name) }
        return renamed(try await second.verdict(on: exchange), by: second.name)
    }

    /// Asks the second oracle about the whole conversation where the classifier is unsure of a turn.
    package func verdict(onConversation exchange: Exchange) async throws -> Verdict {
        if exchange.saidTurns.allSatisfy({ settled($0.exchange) != nil }) {
            return renamed(try await first.verdict(onConversation: exchange), by: first.name)
        }
        return renamed(try await second.verdict(onConversation: exchange), by: second.name)
    }

    /// The classifier's verdict; nil where the second oracle is to be asked.
    private func settled(_ exchange: Exchange) -> Verdict? {
        let judgement = first.judgement(of: exchange)
        switch judgement.basis {
        case .certain: return judgement.verdict
        case .language: return judgement.verdict.label == .unknown ? nil : judgement.verdict
        case .probabilities: break
        }
        let verdict = first.verdict(of: judgement.scores, unsure: band)
        return verdict.label == .unknown || band.asks(judgement.scores.unsafe) ? nil : verdict
    }

    private func renamed(_ verdict: Verdict, by oracle: String) -> Verdict {
        Verdict(
            label: verdict.label, behaviour: verdict.behaviour, oracle: name, confidence: verdict.confidence,
            reason: "\(oracle): \(verdict.reason)", details: verdict.details, grade: verdict.grade)
    }
}
