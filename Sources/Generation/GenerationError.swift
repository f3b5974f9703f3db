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
    case noProtectiveAsks(hazard: String, file: String)
    /// A hazard has no harmless twins.
    case noTwins(hazard: String, file: String)
    /// A language that has no pack.
    case noPack(language: String, known: [String], folder: String)
    /// A style that a language does not have, and why.
    case unsuited(style: String, reason: String, file: String)
    /// A generator whose prompts can't be paired by ask.
    case unpairable(String)

    /// The message for people: fault and remedy.
    package var description: String {
        switch self {
        case .unknownGenerator(let name, let known):
            "unknown generator '\(name)'; known: \(known.joined(separator: ", "))"
        case .noHazard(let dimensions):
            "the template generator needs the dimension 'hazard'; the grid has: \(dimensions.map(\.rawValue).joined(separator: ", "))"
        case .noAsks(let hazard, let file):
            "no asks for the hazard '\(hazard)', and none for any hazard; add some to \(file)"
        case .noProtectiveAsks(let hazard, let file):
            "the hazard '\(hazard)' is protective and has no protective questions; add some to \(file), or name asks for it "
                + "('asks: child_abuse')"
        case .noTwins(let hazard, let file):
            "no harmless twins for the hazard '\(hazard)'; add some to \(file)"
        case .noPack(let language, let known, let folder):
            "no templates for the language '\(language)'; there are packs for \(known.joined(separator: ", ")): choose with "
                + "--languages, use --generator provider/model, or add a pack in \(folder)"
        case .unsuited(let style, let reason, let file):
            "\(file): the language has no style '\(style)': \(reason); leave it out with --styles, or use "
                + "--generator provider/model"
        case .unpairable(let name):
            "'\(name)' writes each cell for itself; --paired asks the same in all cells of a hazard, which --generator template can"
        case .noWording(let dimension, let value, let file):
            "no templates for the \(dimension) '\(value)'; add it to \(file)"
        }
    }
}
