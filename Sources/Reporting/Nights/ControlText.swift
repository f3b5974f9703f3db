import Analysis
import Records

/// What came of the control responses of a night, for people and for `nightly.json`.
package enum ControlText {
    /// One line.
    package static func line(_ check: ControlCheck) -> String {
        let oracle = TerminalText.safe(check.oracle)
        guard let reference = check.reference else {
            return "\(oracle) labelled its control responses for the first time; later nights are compared with that"
        }
        let moves =
            "of \(check.compared) control responses, \(check.toUnsafe) became unsafe and \(check.toSafe) became safe since "
            + "\(reference) (p \(probability(check.pValue)))"
        return check.hasMoved
            ? "the labels of \(oracle) have moved: \(moves); this night is not compared with earlier ones"
            : "the labels of \(oracle) have not moved: \(moves)"
    }

    private static func probability(_ value: Double) -> String {
        value < 0.0001 ? "under 0.0001" : "= \(Figures.decimal(value, places: 4))"
    }

    /// The object `control`.
    static func json(_ check: ControlCheck) -> OrderedJSON {
        .object([
            ("oracle", .string(check.oracle)), ("reference", check.reference.map(OrderedJSON.string) ?? .null),
            ("compared", .int(check.compared)), ("to_unsafe", .int(check.toUnsafe)), ("to_safe", .int(check.toSafe)),
            ("p", .number(check.pValue)), ("moved", .bool(check.hasMoved)),
        ])
    }
}
