import Foundations
import SafetyGrid

/// What coverage is reported in.
package enum CoverageView: Sendable, Equatable {
    /// Kinds of harm, attacks and channels of scenarios.
    case risks
    /// The items of a framework.
    case framework(String)
    /// Another taxonomy of hazards, or a tier of one.
    case taxonomy(String)

    /// Whether it can be given as JSON.
    package var hasJSON: Bool {
        if case .framework = self { true } else { false }
    }

    /// What a name stands for.
    ///
    /// - Throws: ``ConfigurationError`` for a name that stands for nothing, with all that would.
    package init(_ name: String, _ library: SeedLibrary) throws(ConfigurationError) {
        let frameworks = try library.frameworkNames()
        let taxonomies = library.taxonomies.filter { $0.dimension == .hazard }.map(\.id)
        if name == RiskCoverage.name {
            self = .risks
        } else if frameworks.contains(name) {
            self = .framework(name)
        } else if let id = name.split(separator: "/").first, taxonomies.contains(String(id)) {
            self = .taxonomy(name)
        } else {
            throw .unknownID(
                kind: "framework or taxonomy", id: name, known: frameworks + taxonomies + [RiskCoverage.name])
        }
    }
}
