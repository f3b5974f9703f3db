import SafetyGrid

/// Why no prompts can be written for a cell.
///
/// Each case prints as one line that names the fault and the remedy.
package enum GenerationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is no generator of that name.
    case unknownGenerator(String, known: [String])
    /// The grid has no hazards, and so nothing to ask for.
    case noHazard(dimensions: [DimensionID])
    /// A hazard has no asks, and there are none for any hazard.
    case noAsks(hazard: String, file: String)
    /// A value of a dimension has neither frames nor a style, so that it would leave no trace in the text.
    case noWording(dimension: DimensionID, value: String, file: String)

    /// A protective hazard has no protective questions; it never gets others.
    case noProtectiveAsks(hazard: String)
    /// A hazard has no harmless twins.
    case noTwins(hazard: String, file: String)
    /// A language or an attack that templates don't have.
    case needsModel(dimension: DimensionID, value: String)

    /// The message for people: fault and remedy.
    package var description: String {
        switch self {
        case .unknownGenerator(let name, let known):
            "unknown generator '\(name)'; known: \(known.joined(separator: ", "))"
        case .noHazard(let dimensions):
            "the template generator needs the dimension 'hazard'; the grid has: \(dimensions.map(\.rawValue).joined(separator: ", "))"
        case .noAsks(let hazard, let file):
            "no asks for the hazard '\(hazard)', and none for any hazard; add \(file)"
        case .noProtectiveAsks(let hazard):
            "the hazard '\(hazard)' is protective and has no protective questions; name asks for it ('asks: child_abuse')"
        case .noTwins(let hazard, let file):
            "no harmless twins for the hazard '\(hazard)'; add some to \(file)"
        case .needsModel("language", let value):
            "templates are English only; the language '\(value)' needs --generator provider/model, or select language en"
        case .needsModel(let dimension, let value):
            "there are no templates for the \(dimension) '\(value)'; use --generator provider/model, or leave it out with "
                + "'select' in sextant.yaml"
        case .noWording(let dimension, let value, let file):
            "no templates for the \(dimension) '\(value)'; add it to \(file)"
        }
    }
}
