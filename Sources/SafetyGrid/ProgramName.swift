/// The name of a part that is a program of the user's own: `process/<command line>`.
package enum ProgramName {
    /// What the name begins with.
    package static let prefix = "process/"

    /// Whether a name of an oracle, a generator or a strategy is that of a program.
    package static func isOne(_ name: String) -> Bool { name.hasPrefix(prefix) }

    /// The value of the dimension `strategy` that a program is.
    static func strategy(_ name: String) -> DimensionValue {
        DimensionValue(
            id: name, title: name, definition: "A program of the user's own leads the conversation.", source: name)
    }
}
