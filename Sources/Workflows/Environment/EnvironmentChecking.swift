import Environments
import Foundations
import SafetyGrid

/// Proves the rules of scenarios.
package struct EnvironmentChecking: Sendable {
    /// What was found.
    package struct Outcome: Sendable {
        /// Scenarios that were looked at.
        package let scenarios: Int
        /// What is wrong, with file and line.
        package let problems: [ConfigurationError]
        /// Changes of single operators, and how many the scenarios' own steps noticed; nil when nobody asked.
        package let mutations: MutationCount?
        /// Scenarios whose steps missed a change.
        package let blind: [String]
    }

    private let library: ScenarioLibrary
    private let hazards: Set<String>

    /// A check of scenarios of a library.
    ///
    /// - Parameter seeds: the taxonomies, whose hazards scenarios may name
    package init(_ library: ScenarioLibrary, seeds: SeedLibrary) {
        self.library = library
        hazards = Set(seeds.taxonomies.filter { $0.dimension == .hazard }.flatMap { $0.values.map(\.id) })
    }

    /// Carries out the steps of each scenario and compares what its rules say.
    ///
    /// - Parameter withMutations: whether each operator is turned round too, to see whether the steps notice
    /// - Throws: ``ConfigurationError`` for a scenario of no environment.
    package func check(_ scenarios: [Scenario], withMutations: Bool) throws(ConfigurationError) -> Outcome {
        var problems: [ConfigurationError] = []
        var mutations = MutationCount()
        var blind: [String] = []
        for scenario in scenarios {
            let check = ScenarioCheck(scenario, in: try library.environment(scenario.environment))
            problems += check.problems()
            if let hazard = scenario.hazard, !hazards.contains(hazard) {
                problems.append(.invalid(scenario.location, "\(scenario.id): no taxonomy has the hazard '\(hazard)'"))
            }
            guard withMutations else { continue }
            let count = check.mutations()
            mutations = mutations + count
            if count.caught < count.all { blind.append(scenario.id) }
        }
        return Outcome(
            scenarios: scenarios.count, problems: problems, mutations: withMutations ? mutations : nil, blind: blind)
    }
}
