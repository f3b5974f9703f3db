import SafetyGrid

/// The parts that a generator can be told to put a prompt together from, with all their values.
///
/// What a prompt has is in its origin, under ``originKeys``: ids joined by commas. Ids of different parts differ.
package struct PromptParts: Sendable, Equatable {
    /// A part of prompts.
    package struct Part: Sendable, Equatable {
        /// Its name: `ask`, `frame`, `statement`, `style variant`.
        package let name: String
        /// The dimension whose values have parts of their own; nil for a part that goes with all cells.
        package let within: DimensionID?
        /// Ids of the values: a list for each value of the dimension, or one list. A list without ids stands for cells
        /// whose prompts lack the part.
        package let values: [[String]]
        /// Conditions: by the name of a dimension or an earlier part, the values of that one with which each own value
        /// goes; an id that is not there goes with all.
        package let conditions: [String: [String: Set<String>]]
        /// Length of each value's text in bytes, by its id; nil where nobody knows.
        package let lengths: [String: Int]?

        package init(
            name: String, within: DimensionID? = nil, values: [[String]],
            conditions: [String: [String: Set<String>]] = [:], lengths: [String: Int]? = nil
        ) {
            self.lengths = lengths
            self.name = name
            self.within = within
            self.values = values
            self.conditions = conditions
        }
    }

    /// Name of the part that says what is asked for, and its key in an origin.
    package static let ask = "ask"
    /// Name of the part that makes a sentence of it, and its key in an origin.
    package static let statement = "statement"
    /// Key of an origin that says what was made of earlier findings, and name of the part.
    package static let operatorKey = "operator"
    /// Keys of an origin whose texts are ids of parts.
    package static let originKeys = [ask, "frame", operatorKey, statement, "style"]

    /// The parts, each after those that its conditions name.
    package let parts: [Part]

    package init(_ parts: [Part]) { self.parts = parts }
}
