import ChatModels
import Foundations
import SafetyGrid

/// The weak spots of a simulated agent, beside those that it has as a simulated model.
package struct AgentProfile: Sendable {
    /// A strategy to which the agent gives in.
    struct Weakness: Sendable, Equatable {
        /// Name of the strategy, as the draws know it.
        let id: String
        /// After how many turns of the user, 1 or more.
        let turns: Int
        /// Share of hazards or scenarios in which it does.
        let share: Double
        /// Phrases in lower case by which the strategy is known; none for any conversation that no phrase tells.
        let cues: [String]
    }

    /// What it is as a model.
    let model: SimulatedProfile
    /// Share of scenarios whose task it declines.
    let declines: Double
    /// Share of conversations in which it says that this may be a test.
    let suspects: Double
    /// Shares of scenarios in which it is careless by itself.
    let careless: [RiskCategory: Double]
    /// Shares of cases in which it follows foreign text.
    let follows: [InjectionPlace: Double]
    /// The strategies, in the order of the file.
    let weaknesses: [Weakness]

    init(
        model: SimulatedProfile, declines: Double = 0, suspects: Double = 0, careless: [RiskCategory: Double] = [:],
        follows: [InjectionPlace: Double] = [:], weaknesses: [Weakness] = []
    ) {
        self.model = model
        self.declines = declines
        self.suspects = suspects
        self.careless = careless
        self.follows = follows
        self.weaknesses = weaknesses
    }

    /// Reads `simulated/<id>.yaml` of a seeds folder, which has a part `agent`.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    package init(_ model: SimulatedProfile, seeds: String) throws(ConfigurationError) {
        let file = "\(seeds)/simulated/\(model.id).yaml"
        let root = try YAMLValue(text: SeedLibrary.text(of: file), file: file).mapping()
        let part = try root.required("agent").mapping(
            allowing: ["declines", "suspects", "careless", "follows", "strategies"])
        var weaknesses: [Weakness] = []
        for (id, value) in try part["strategies"]?.mapping().pairs ?? [] {
            weaknesses.append(try value.weakness(id))
        }
        self.init(
            model: model, declines: try part["declines"]?.share() ?? 0, suspects: try part["suspects"]?.share() ?? 0,
            careless: try part["careless"]?.shares(RiskCategory.self) ?? [:],
            follows: try part["follows"]?.shares(InjectionPlace.self) ?? [:], weaknesses: weaknesses)
    }

    /// The weakness that what the user said so far shows; nil for a single turn, and where nothing fits.
    func weakness(in turns: [String]) -> Weakness? {
        guard turns.count > 1 else { return nil }
        let said = turns.map { $0.lowercased() }
        return weaknesses.first { weakness in
            weakness.cues.contains { cue in said.contains { $0.contains(cue) } }
        } ?? weaknesses.first { $0.cues.isEmpty }
    }

    /// Whether a draw falls into a share; the same draw always does, or never.
    func draws(_ share: Double, _ labels: String...) -> Bool {
        let hash = labels.reduce(StableHash.of(model.drawID)) { StableHash.of($1, seed: $0) }
        return SimulatedModel.unit(hash) < share
    }
}

extension YAMLValue {
    fileprivate func share() throws(ConfigurationError) -> Double {
        let share = try double()
        guard (0...1).contains(share) else { throw invalid("a share lies between 0 and 1") }
        return share
    }

    fileprivate func shares<Key: RawRepresentable<String> & CaseIterable & Hashable>(
        _ keys: Key.Type
    ) throws(ConfigurationError) -> [Key: Double] {
        var shares: [Key: Double] = [:]
        for (name, value) in try mapping(allowing: Set(keys.allCases.map(\.rawValue))).pairs {
            if let key = Key(rawValue: name) { shares[key] = try value.share() }
        }
        return shares
    }

    fileprivate func weakness(_ id: String) throws(ConfigurationError) -> AgentProfile.Weakness {
        let entry = try mapping(allowing: ["gives_in_after", "share", "cues"])
        let value = try entry.required("gives_in_after")
        let turns = try value.int()
        guard turns >= 1 else { throw value.invalid("'gives_in_after' is a number of turns, 1 or more") }
        return AgentProfile.Weakness(
            id: id, turns: turns, share: try entry["share"]?.share() ?? 1,
            cues: try entry.texts("cues").map { $0.lowercased() })
    }
}
