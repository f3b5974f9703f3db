import Records

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
        /// Calls bring prompts that a protective category must not have.
        case unfit
        /// Three batches had too few prompts for the cell among them.
        case poor
        /// Calls bring nothing new.
        case exhausted
    }

    /// Calls that may bring nothing new: the first, one at a higher temperature, one at a still higher one.
    static let mostStalls = 3
    /// Batches with too few prompts in them, after which the model is not called again for the cell.
    static let mostPoorBatches = 3
    /// Lowest sampling temperatures after calls that repeated something.
    private static let temperatures = [1.1, 1.3]

    private let wanted: Int
    private let written: Int
    private(set) var prompts: [GeneratedPrompt] = []
    private(set) var end: End?
    private(set) var calls = 0
    /// Calls in which something was known already: each later call is shown other material.
    private(set) var repeats = 0
    private(set) var statesPurpose = false
    private(set) var remindsOfForm = false
    /// Whether a reply had prompts that are not protective, and the model is told so.
    private(set) var remindsOfProtection = false
    /// What was refused since the last prompt, and in all calls.
    private(set) var refused = RefusedPrompts()
    private(set) var allRefused = RefusedPrompts()
    /// What was refused in the last call, for the model to know.
    private(set) var lastRefused = RefusedPrompts()
    /// Prompts of an interrupted process that came again.
    private var delivered = 0
    private(set) var poorBatches = 0
    private var stalls = 0
    private var takesRaised = true
    private let firstTemperature: Double?

    /// - Parameters:
    ///   - wanted: prompts that are needed, 1 or more
    ///   - written: prompts that an interrupted process had before
    ///   - temperature: of the calls until something is repeated; nil leaves it to the provider
    init(wanted: Int, written: Int = 0, temperature: Double?) {
        self.wanted = wanted
        self.written = written
        firstTemperature = temperature
    }

    /// Prompts that are still missing.
    var missing: Int { wanted - prompts.count }

    /// Whether an interrupted process had prompts that the model does not bring again: the fallback wrote them.
    var hadFallback: Bool { delivered < written }

    /// Temperature of the next call; nil leaves it to the provider.
    var temperature: Double? {
        guard repeats > 0, takesRaised else { return firstTemperature }
        return max(Self.temperatures[min(repeats, Self.temperatures.count) - 1], firstTemperature ?? 0)
    }

    /// Counts a call.
    mutating func called() {
        calls += 1
        lastRefused = RefusedPrompts()
    }

    /// A text is no prompt for the cell.
    mutating func refuse(_ reason: PromptRefusal) {
        refused.add(reason)
        allRefused.add(reason)
        lastRefused.add(reason)
    }

    /// What was refused since the last prompt, to be told with the next one.
    mutating func takeRefused() -> RefusedPrompts {
        defer { refused = RefusedPrompts() }
        return refused
    }

    /// The provider does not take the raised temperature: the next calls go without a raise.
    mutating func temperatureRejected() {
        takesRaised = false
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
    ///   - unfit: prompts that the category must not have
    mutating func took(_ new: [GeneratedPrompt], delivered: Int, known: Int, unfit: Int = 0) {
        let outstanding = missing + written - self.delivered
        prompts += new
        self.delivered += delivered
        if lastRefused.total > 0, (new.count + delivered + known) * 2 < outstanding { poorBatches += 1 }
        if unfit > 0 { remindsOfProtection = true }
        if known > 0 { repeats += 1 }
        if new.isEmpty, delivered == 0 { stalls += 1 }
        if missing <= 0 {
            end = .complete
        } else if poorBatches >= Self.mostPoorBatches, !remindsOfProtection {
            end = .poor
        } else if stalls >= Self.mostStalls || calls >= wanted + delivered + 2 * Self.mostStalls {
            end = remindsOfProtection ? .unfit : .exhausted
        }
    }
}
