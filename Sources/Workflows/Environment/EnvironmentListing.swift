import Environments
import Foundation
import Foundations
import SafetyGrid

extension Places {
    /// The environments and scenarios in the seeds.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    package func scenarioLibrary() throws(ConfigurationError) -> ScenarioLibrary {
        try ScenarioLibrary.load(from: seedFolder().path)
    }
}

/// An environment with its scenarios, as `environment list` shows it.
package struct EnvironmentListing: Codable, Sendable, Equatable {
    /// Id of the environment.
    package let id: String
    /// Name for people.
    package let title: String
    /// Names of its tools.
    package let tools: [String]
    /// Ids of the scenarios written by hand.
    package let scenarios: [String]

    /// The environments of a library, in its order.
    package static func all(_ library: ScenarioLibrary) -> [EnvironmentListing] {
        library.environments.map { environment in
            EnvironmentListing(
                id: environment.id, title: environment.title, tools: environment.tools.map(\.name),
                scenarios: library.scenarios.filter { $0.environment == environment.id }.map(\.id))
        }
    }
}

/// A composed scenario, as `environment compose` shows it.
package struct ComposedListing: Codable, Sendable, Equatable {
    /// Id of the scenario.
    package let id: String
    /// Id of the environment.
    package let environment: String
    /// Id of the risk.
    package let risk: String
    /// What plays each role, by name.
    package let roles: [String: String]

    /// The composed ones among scenarios, in order.
    package static func all(_ scenarios: [Scenario]) -> [ComposedListing] {
        scenarios.compactMap { scenario in
            scenario.composition.map {
                ComposedListing(id: scenario.id, environment: scenario.environment, risk: $0.risk, roles: $0.roles)
            }
        }
    }
}
