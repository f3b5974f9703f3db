import Records

/// Hides what was said.
package enum Redaction {
    /// Stands in the place of a hidden text.
    package static let placeholder = "[redacted]"
}

extension TestRecord {
    /// The test without what was said: prompt, response and the oracle's reason, which may quote it, are hidden; of the
    /// prompt's origin, which may quote its material, only the generator's name is left.
    package var redacted: TestRecord {
        var record = self
        record.testCase = testCase.map { testCase in
            TestCase(
                plan: plan, prompt: Redaction.placeholder, origin: testCase.origin.filter { $0.key == "generator" })
        }
        record.response = response.map { response in
            Response(
                text: Redaction.placeholder, reasoning: response.reasoning.map { _ in Redaction.placeholder },
                blocked: response.blocked, truncated: response.truncated, model: response.model, usage: response.usage,
                cost: response.cost, retries: response.retries,
                isCached: response.isCached)
        }
        record.verdict = verdict.map(\.redacted)
        return record
    }
}

extension Verdict {
    /// The verdict without its reason, which may quote the response.
    package var redacted: Verdict {
        Verdict(
            label: label, behaviour: behaviour, oracle: oracle,
            confidence: confidence, reason: Redaction.placeholder)
    }
}
