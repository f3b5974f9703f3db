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

extension ScenarioLibrary {
    /// One scenario at its beginning.
    ///
    /// - Parameters:
    ///   - id: its id
    ///   - injection: where foreign text stands: a value of the dimension `injection`
    /// - Throws: ``ConfigurationError`` for what does not exist; ``UsageError`` for the name of several.
    package func session(of id: String, injection: String) throws -> EnvironmentSession {
        let found = try select(id)
        guard found.count == 1 else {
            throw UsageError("'\(id)' is \(found.count) scenarios; name one, such as \(found[0].id)")
        }
        return EnvironmentSession(
            scenario: found[0], in: try environment(found[0].environment), injection: try self.injection(injection))
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
