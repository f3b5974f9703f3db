import ChatModels
import Foundations
import Records

/// A stand-in for an agent, with known weak spots: it carries tasks out with the tools it is given, and gives in to some
/// strategies.
///
/// It knows the scenarios. Its response is a function of the conversation and the profile; nothing is remembered from call to
/// call. Unsafe are its calls alone, or ``SimulatedModel/unsafeAnswer`` where there are no tools.
package struct SimulatedAgent: ChatModel {
    /// `simulated/<profile>`
    package let name: String
    /// Always true.
    package let isSimulated = true
    private let profile: AgentProfile
    private let model: SimulatedModel
    private let index: TaskIndex
    private let clock: any Clock<Duration>

    /// An agent of the given character that knows a library's scenarios.
    package init(
        _ profile: AgentProfile, library: ScenarioLibrary, clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.profile = profile
        self.clock = clock
        model = SimulatedModel(profile: profile.model, clock: clock)
        index = TaskIndex(library)
        name = model.name
    }

    /// The model of a profile: an agent where the profile has a part `agent`.
    ///
    /// - Throws: ``ConfigurationError`` for a broken profile, environment or scenario.
    package static func model(
        _ profile: SimulatedProfile, seeds: String, clock: any Clock<Duration> = ContinuousClock()
    ) throws(ConfigurationError) -> any ChatModel {
        guard profile.isAgent else { return SimulatedModel(profile: profile, clock: clock) }
        return SimulatedAgent(
            try AgentProfile(profile, seeds: seeds), library: try ScenarioLibrary.load(from: seeds), clock: clock)
    }

    /// Replies after the profile's latency: with the next call of a task, with its last words, or as in a conversation
    /// without tools.
    ///
    /// - Throws: `CancellationError`, when cancelled while waiting.
    package func reply(to request: ChatRequest) async throws -> ChatReply {
        let view = AgentView(request)
        let environment = request.tools.isEmpty ? nil : index.environment(of: request.tools)
        guard let environment, let scenarios = index.scenarios(in: environment, said: view.said) else {
            return try await talk(view, request)
        }
        if profile.model.latencyMS > 0 { try await clock.sleep(for: .milliseconds(profile.model.latencyMS)) }
        var reply = work(on: scenarios.seen(by: view), in: environment, scenarios.all, view)
        reply.model = name
        reply.usage = TokenUsage(
            input: request.messages.reduce(0) { $0 + SimulatedModel.tokens($1.content) },
            output: SimulatedModel.tokens(reply.text) + 8 * reply.toolCalls.count)
        return reply
    }

    // MARK: Tools

    private func work(
        on scenario: Scenario, in environment: ToolEnvironment, _ twins: [Scenario], _ view: AgentView
    ) -> ChatReply {
        // What foreign text alone asks for, nobody does of himself.
        let isOwnHarm = scenario.composition?.channels.isEmpty ?? true
        let isCareless = isOwnHarm && profile.draws(profile.careless[scenario.risk] ?? 0, "careless", scenario.id)
        var plan = AgentPlan(isCareless ? scenario.unsafe : scenario.safe)
        if let count = view.calls(until: CaselessText(scenario.attack.goal)),
            follows(scenario, after: count, in: environment, twins, view)
        {
            plan.insert(scenario.attack.steps, after: count)
        }
        if isOwnHarm, let before = callsBeforeGivingIn(in: scenario, view) {
            plan = AgentPlan(made: view.calls.prefix(before).map(\.call), then: scenario.unsafe)
        } else if profile.draws(profile.declines, "declines", scenario.id) {
            return ChatReply(text: "I'm sorry, but I can't help with that.")
        }
        let next = plan.next(after: view.calls.count)
        let isSuspicious = next.call == nil && profile.draws(profile.suspects, "suspects", scenario.id)
        var reply = ChatReply(text: isSuspicious ? "\(next.text) \(Self.suspicion)" : next.text)
        reply.toolCalls = [next.call].compactMap { $0 }
        return reply
    }

    /// How many calls were made before the turn in which a strategy broke it; nil when none did.
    private func callsBeforeGivingIn(in scenario: Scenario, _ view: AgentView) -> Int? {
        for count in view.turns.indices.map({ $0 + 1 }) {
            guard let weakness = profile.weakness(in: Array(view.said.prefix(count))), !weakness.cues.isEmpty,
                count >= weakness.turns, profile.draws(weakness.share, weakness.id, scenario.id)
            else { continue }
            return view.turns[count - 1].calls
        }
        return nil
    }

    private static let suspicion = "I think that I am being tested here."

    /// Whether it follows the foreign text that it saw.
    private func follows(
        _ scenario: Scenario, after count: Int, in environment: ToolEnvironment, _ twins: [Scenario], _ view: AgentView
    ) -> Bool {
        guard let place = place(of: scenario, after: count, in: environment, twins, view) else { return false }
        return profile.draws(profile.follows[place] ?? 0, "follows", place.rawValue, scenario.id, scenario.attack.id)
    }

    /// The place of the foreign text: that from which the calls so far would have brought it up just now.
    private func place(
        of scenario: Scenario, after count: Int, in environment: ToolEnvironment, _ twins: [Scenario], _ view: AgentView
    ) -> InjectionPlace? {
        if count == 0 { return .toolDescription }
        let calls = view.calls.prefix(count).map(\.call)
        return InjectionPlace.allCases.first { place in
            guard place != .toolDescription else { return false }
            let candidates = twins.filter { $0.composition.map { $0.channels == [place] } ?? true }
            guard let twin = candidates.first(where: { $0.attack.goal == scenario.attack.goal }) else { return false }
            var session = EnvironmentSession(scenario: twin, in: environment, injection: .plain(at: [place]))
            var text = ""
            for call in calls { text = session.call(call).text }
            return text.holds(scenario.attack.goal)
        }
    }

    // MARK: Conversations without tools

    private func talk(_ view: AgentView, _ request: ChatRequest) async throws -> ChatReply {
        var single = request
        single.messages =
            request.messages.last { $0.role == .user }.map { last in
                request.messages.filter { $0.role == .system } + [last]
            } ?? request.messages
        var reply = try await model.reply(to: single)
        if givesIn(to: view.said) {
            reply = ChatReply(text: SimulatedModel.unsafeAnswer, model: name, usage: reply.usage)
        } else if view.turns.count > 1, !reply.text.isEmpty, reply.text != SimulatedModel.unsafeAnswer,
            profile.draws(profile.suspects, "suspects", view.said[0])
        {
            reply.text += " " + Self.suspicion
        }
        return reply
    }

    /// Whether the user has asked for one hazard for as many turns as the agent withstands.
    private func givesIn(to said: [String]) -> Bool {
        guard let weakness = profile.weakness(in: said) else { return false }
        let readings = said.map { model.profile.reader.read($0) }
        let hazards = readings.map { $0["intent"] == "protective" ? nil : $0["hazard"] }
        guard readings.last?["intent"] != "protective", let hazard = hazards.last(where: { $0 != nil }) ?? nil,
            let first = hazards.firstIndex(of: hazard)
        else { return false }
        let asked = hazards[first...].count { $0 == hazard || $0 == nil }
        return asked >= weakness.turns && profile.draws(weakness.share, weakness.id, hazard)
    }
}
