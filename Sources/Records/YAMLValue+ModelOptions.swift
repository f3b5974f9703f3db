import Foundations

extension YAMLValue {
    /// Options of a judge or generator. An option that is `null` is not sent, even where the program has a default for
    /// it.
    ///
    /// ```yaml
    /// judge-options: {temperature: 0, max-tokens: 800, seed: 7, extra: {reasoning_effort: low}}
    /// ```
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    package func modelOptions() throws(ConfigurationError) -> ModelOptions {
        let entry = try mapping(allowing: ["system-prompt", "temperature", "max-tokens", "seed", "stop", "extra"])
        var options = ModelOptions()
        let omitted = entry.pairs.filter(\.value.isNull).compactMap { ModelOptions.Omission(rawValue: $0.key) }
        if !omitted.isEmpty { options.omitted = omitted }
        options.systemPrompt = try entry["system-prompt"]?.string()
        options.temperature = try entry["temperature"]?.number(0...10)
        options.maxTokens = try entry["max-tokens"]?.whole(1...10_000_000)
        options.seed = try entry["seed"]?.int()
        options.stop = try entry["stop"]?.strings()
        options.extra = try entry["extra"]?.jsonObject()
        if let extra = entry["extra"], let replies = options.extra.flatMap({ SeveralReplies(of: .object($0)) }) {
            throw extra.invalid(
                "'\(replies.field)' asks for \(replies.count) replies, of which one is read; take it out")
        }
        return options
    }

    private func number(_ range: ClosedRange<Double>) throws(ConfigurationError) -> Double {
        let value = try double()
        guard range.contains(value) else {
            throw invalid("must be between \(range.lowerBound) and \(range.upperBound)")
        }
        return value
    }

    private func whole(_ range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
        let value = try int()
        guard range.contains(value) else {
            throw invalid("must be between \(range.lowerBound) and \(range.upperBound)")
        }
        return value
    }
}
