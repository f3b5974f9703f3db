import Foundations
import SafetyGrid

/// The environments and scenarios of a seeds folder.
package struct ScenarioLibrary: Sendable {
    /// The environments, in order of file name.
    package let environments: [ToolEnvironment]
    /// The scenarios written by hand, in order of file and place.
    package let scenarios: [Scenario]
    /// The risks that scenarios are composed of, in order of file and place.
    package let risks: [RiskTemplate]
    /// The wordings of foreign text, in the order of the file.
    let wordings: [Wording]

    /// Reads `environments/`, `scenarios/`, `risks/` and `injections/` in a folder.
    ///
    /// - Throws: ``ConfigurationError`` with file and line; one broken file is enough.
    package static func load(from folder: String) throws(ConfigurationError) -> ScenarioLibrary {
        var environments: [ToolEnvironment] = []
        for file in try SeedLibrary.files(in: "\(folder)/environments") {
            let environment = try ToolEnvironment(text: SeedLibrary.text(of: file), file: file)
            if let first = environments.first(where: { $0.id == environment.id }) {
                throw .duplicateID(environment.location, id: environment.id, first: first.location)
            }
            environments.append(environment)
        }
        var scenarios: [Scenario] = []
        var places: [String: SourceLocation] = [:]
        for file in try SeedLibrary.files(in: "\(folder)/scenarios") {
            for scenario in try Self.scenarios(text: SeedLibrary.text(of: file), file: file, environments) {
                if let first = places.updateValue(scenario.location, forKey: scenario.id) {
                    throw .duplicateID(scenario.location, id: scenario.id, first: first)
                }
                scenarios.append(scenario)
            }
        }
        var risks: [RiskTemplate] = []
        for file in try SeedLibrary.files(in: "\(folder)/risks") {
            for risk in try RiskTemplate.list(text: SeedLibrary.text(of: file), file: file) {
                if let first = risks.first(where: { $0.id == risk.id }) {
                    throw .duplicateID(risk.location, id: risk.id, first: first.location)
                }
                risks.append(risk)
            }
        }
        var wordings: [Wording] = []
        for file in try SeedLibrary.files(in: "\(folder)/injections") {
            wordings += try Wording.list(text: SeedLibrary.text(of: file), file: file)
        }
        return ScenarioLibrary(environments: environments, scenarios: scenarios, risks: risks, wordings: wordings)
    }

    static func scenarios(
        text: String, file: String, _ environments: [ToolEnvironment]
    ) throws(ConfigurationError) -> [Scenario] {
        let root = try YAMLValue(text: text, file: file).mapping(allowing: ["environment", "scenarios"])
        let name = try root.required("environment")
        let id = try name.string()
        guard let environment = environments.first(where: { $0.id == id }) else {
            throw name.invalid("unknown environment '\(id)'; known: \(environments.map(\.id).joined(separator: ", "))")
        }
        return try root.items("scenarios") { value throws(ConfigurationError) in try Scenario(value, in: environment) }
    }

    /// The environment with an id.
    ///
    /// - Throws: ``ConfigurationError/unknownID(kind:id:known:)``.
    package func environment(_ id: String) throws(ConfigurationError) -> ToolEnvironment {
        guard let environment = environments.first(where: { $0.id == id }) else {
            throw .unknownID(kind: "environment", id: id, known: environments.map(\.id))
        }
        return environment
    }

    /// Foreign text at a place, `none` for none.
    ///
    /// - Parameters:
    ///   - place: a value of the dimension `injection`
    ///   - variant: which wording, by any number; the same number gives the same wording
    /// - Throws: ``ConfigurationError/unknownID(kind:id:known:)``.
    package func injection(_ place: String, variant: UInt64 = 0) throws(ConfigurationError) -> Injection {
        if place == "none" { return .none }
        guard let known = InjectionPlace(rawValue: place) else {
            throw .unknownID(
                kind: "place of an injection", id: place, known: ["none"] + InjectionPlace.allCases.map(\.rawValue))
        }
        return injection([known], variant: variant)
    }

    /// Foreign text at several places at once, in one wording.
    package func injection(_ places: [InjectionPlace], variant: UInt64 = 0) -> Injection {
        let fitting = wordings.filter { $0.places.isEmpty || !$0.places.isDisjoint(with: places) }
        guard !fitting.isEmpty, !places.isEmpty else { return places.isEmpty ? .none : .plain(at: places) }
        let wording = fitting[Int(variant % UInt64(fitting.count))]
        return Injection(places: places, wording: wording.id, template: wording.template)
    }
}
