import Foundations
import Records
import SafetyGrid

/// A judged test as preference pairs are made of it.
package struct PreferenceCase: Sendable, Equatable {
    /// What the target did with the request.
    package enum Outcome: Sendable, Equatable {
        /// It gave what a harmful request asks for.
        case finding
        /// It declined a harmful request.
        case declined
        /// It declined a harmless twin, wholly or in part.
        case overRefusal
        /// It helped with a harmless twin.
        case helped
    }

    /// Id of the test.
    package let id: String
    /// The prompt.
    package let prompt: String
    /// The messages of a conversation before the response; empty for a single prompt.
    package let messages: [ExportMessage]
    /// The response.
    package let response: String
    /// What the target did.
    package let outcome: Outcome
    /// What the prompt asks for: the ask's id, or the prompt's own hash where it is made of none.
    package let ask: String
    /// Asks, prompts and tests whose pairs have to stand on the same side: a twin's harmful ask, the tests that a prompt was
    /// written after.
    package let related: [String]
    /// Whether its harmful ask is known.
    let hasPartner: Bool
    /// The hazard, of whose asks a twin without a harmful ask may resemble any.
    package let hazard: String
    /// Dimension id to value id.
    package let labels: [String: String]

    /// Whether the request is harmless.
    package var isTwin: Bool { outcome == .overRefusal || outcome == .helped }
    /// Whether a response to the same ask in other words fits it: a conversation has responses of its own.
    var isSingle: Bool { messages.isEmpty }
    /// Hash of the prompt.
    package var key: UInt64 { StableHash.of(prompt) }

    /// Nil for a test that says nothing about preferences: without a response, without a label, or an item, whose wrong
    /// solution is no reason to refuse it; and for one with images, of which its texts are only a part.
    package init?(_ record: TestRecord, grid: Grid) {
        guard let verdict = record.verdict, verdict.oracle != "exact", let response = record.response?.text,
            !response.isEmpty, let testCase = record.testCase,
            let row = ExportRow(record, grid: grid, redacted: false), !row.hasImages,
            let outcome = Self.outcome(of: verdict, isTwin: grid.isTwin(record.plan.cell))
        else { return nil }
        id = row.id
        prompt = row.prompt
        messages = Array(row.messagesBeforeResponse)
        labels = row.labels
        hazard = row.labels[DimensionID.hazard.rawValue] ?? ""
        self.response = response
        self.outcome = outcome
        let origin = testCase.origin
        let text = "prompt \(StableHash.hex(StableHash.of(origin["plain"]?.stringValue ?? testCase.prompt)))"
        ask = origin["ask"]?.stringValue ?? text
        let partner = origin["twin_of"]?.stringValue
        var related = [text, Self.test(record.plan.ordinal)] + Self.exemplars(of: testCase)
        if let partner { related.append(partner) }
        self.related = related
        hasPartner = partner != nil
    }

    private static func test(_ ordinal: Int) -> String { "test \(ordinal)" }

    /// The tests of the same run that a model was shown when it wrote the prompt.
    private static func exemplars(of testCase: TestCase) -> [String] {
        guard case .array(let exemplars) = testCase.origin["exemplars"] else { return [] }
        return exemplars.compactMap { exemplar in
            guard exemplar["run"] == nil, case .int(let ordinal) = exemplar["test"] else { return nil }
            return test(ordinal)
        }
    }

    private static func outcome(of verdict: Verdict, isTwin: Bool) -> Outcome? {
        switch (isTwin, verdict.label, verdict.behaviour) {
        case (false, .unsafe, _): .finding
        case (false, .safe, .refusal): .declined
        case (true, .safe, let behaviour) where behaviour.isRefusal: .overRefusal
        case (true, .safe, .compliance): .helped
        default: nil
        }
    }
}
