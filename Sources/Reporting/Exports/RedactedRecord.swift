import Records

extension TestRecord {
    /// The test without what was said: prompt, response and the oracle's reason, which may quote it, are hidden; of the
    /// prompt's origin, which may quote its material, only the generator's name is left.
    var redacted: TestRecord {
        var record = self
        record.testCase = testCase.map { testCase in
            TestCase(
                plan: plan, prompt: RunResult.redacted, origin: testCase.origin.filter { $0.key == "generator" })
        }
        record.response = response.map { response in
            Response(
                text: RunResult.redacted, reasoning: response.reasoning.map { _ in RunResult.redacted },
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
    var redacted: Verdict {
        Verdict(
            label: label, behaviour: behaviour, oracle: oracle,
            confidence: confidence, reason: RunResult.redacted)
    }
}
