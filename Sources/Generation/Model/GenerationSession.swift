import ChatModels
import Records
import SafetyGrid

/// How far the writing for one cell has come, and what to do next. Every way through it ends after a bounded number of
/// calls: a call brings a prompt that is new, or counts against a limit.
struct GenerationSession {
    /// Why the model is not called again.
    enum End: Equatable {
        /// There are as many prompts as were asked for.
        case complete
        /// The model declined twice; holds how.
        case declined(String)
        /// Two replies had no prompt in them.
        case unreadable
        /// Calls bring nothing new.
        case exhausted
    }

    /// Calls that may bring nothing new: the first, one at a higher temperature, one at a still higher one.
    static let mostStalls = 3
    /// Sampling temperature after calls that repeated something; the first is left to the provider.
    private static let temperatures: [Double?] = [nil, 1.1, 1.3]

    private let wanted: Int
    private(set) var prompts: [GeneratedPrompt] = []
    private(set) var end: End?
    private(set) var calls = 0
    /// Calls in which something was known already: each later call is shown other material.
    private(set) var repeats = 0
    private(set) var statesPurpose = false
    private(set) var remindsOfForm = false
    private var stalls = 0
    private var takesTemperature = true
    private var usage = TokenUsage(input: 0, output: 0)
    private var hasUsage = false

    init(wanted: Int) {
        self.wanted = wanted
    }

    /// Prompts that are still missing.
    var missing: Int { wanted - prompts.count }

    /// Temperature of the next call; nil leaves it to the provider.
    var temperature: Double? {
        takesTemperature ? Self.temperatures[min(repeats, Self.temperatures.count - 1)] : nil
    }

    /// Counts a call and what it took.
    mutating func count(_ reply: ChatReply) {
        calls += 1
        guard let used = reply.usage else { return }
        hasUsage = true
        usage = TokenUsage(input: usage.input + used.input, output: usage.output + used.output)
    }

    /// The provider does not take the raised temperature: the next calls go without.
    mutating func temperatureRejected() {
        takesTemperature = false
    }

    /// The model declined, or its provider's filter stopped it.
    mutating func declined(_ how: String) {
        if statesPurpose { end = .declined(how) } else { statesPurpose = true }
    }

    /// The reply had no prompt in it.
    mutating func unreadable() {
        if remindsOfForm { end = .unreadable } else { remindsOfForm = true }
    }

    /// A reply with prompts was gone through.
    ///
    /// - Parameters:
    ///   - new: prompts that were not known
    ///   - delivered: prompts that an interrupted process had before
    ///   - known: prompts that the store had
    mutating func took(_ new: [GeneratedPrompt], delivered: Int, known: Int) {
        prompts += new
        if known > 0 { repeats += 1 }
        if new.isEmpty, delivered == 0 { stalls += 1 }
        if missing <= 0 {
            end = .complete
        } else if stalls >= Self.mostStalls || calls >= wanted + delivered + 2 * Self.mostStalls {
            end = .exhausted
        }
    }

    /// The prompts, each with its share of the tokens of all calls: the shares add up to the whole.
    func prompts(adding others: [GeneratedPrompt] = [], cost: (TokenUsage) -> Double?) -> [GeneratedPrompt] {
        let all = prompts + others
        guard hasUsage, !all.isEmpty else { return all }
        let price = cost(usage)
        return all.enumerated().map { index, prompt in
            var origin = prompt.origin
            origin["input_tokens"] = .int(Self.share(of: usage.input, index, all.count))
            origin["output_tokens"] = .int(Self.share(of: usage.output, index, all.count))
            if let price { origin["cost"] = .number(price / Double(all.count)) }
            return GeneratedPrompt(text: prompt.text, origin: origin)
        }
    }

    private static func share(of whole: Int, _ index: Int, _ count: Int) -> Int {
        whole / count + (index < whole % count ? 1 : 0)
    }
}
