import Foundations

/// What the categories of one taxonomy are in another.
///
/// ```yaml
/// id: house-to-ailuminate
/// from: house
/// to: ailuminate-1.0
/// basis: own reading
/// source: names and definitions of both
/// map:
///   wrong_refund: [ail-nonviolent-crimes]
///   gossip: []
/// ```
package struct Crosswalk: Sendable, Equatable {
    /// Who says so.
    package enum Basis: String, Sendable, CaseIterable {
        /// The source states the mapping.
        case published
        /// This project compared names and definitions.
        case ownReading = "own reading"
    }

    /// Id of the crosswalk, unique.
    package let id: String
    /// The hazard taxonomy it leads from.
    package let from: String
    /// The hazard taxonomy it leads to.
    package let to: String
    /// Who says so.
    package let basis: Basis
    /// Where the mapping is from.
    package let source: String
    /// Value or group of ``from`` to the values of ``to``; an empty list says that there is none.
    package let map: [String: [String]]
    private let locations: [String: SourceLocation]

    /// Reads a crosswalk.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    package init(text: String, file: String) throws(ConfigurationError) {
        let root = try YAMLValue(text: text, file: file)
            .mapping(allowing: ["id", "from", "to", "basis", "source", "map"])
        id = try root.text("id")
        from = try root.text("from")
        to = try root.text("to")
        source = try root.text("source")
        let basis = try root.text("basis")
        guard let known = Basis(rawValue: basis) else {
            throw try root.required("basis").invalid(
                "unknown basis '\(basis)'; known: \(Basis.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self.basis = known
        var map: [String: [String]] = [:]
        var locations: [String: SourceLocation] = [:]
        for (key, value) in try root.required("map").mapping().pairs {
            map[key] = try value.strings()
            locations[key] = value.location
        }
        guard !map.isEmpty else { throw try root.required("map").invalid("the map is empty") }
        self.map = map
        self.locations = locations
    }

    /// Makes sure that every id exists.
    ///
    /// - Throws: ``ConfigurationError`` with the line of an id that is in neither values nor groups.
    package func check(from source: Taxonomy, to target: Taxonomy) throws(ConfigurationError) {
        let keys = Set(source.values.map(\.id) + source.groups.map(\.id))
        let values = Set(target.values.map(\.id))
        for (key, list) in map.sorted(by: { $0.key < $1.key }) {
            let place = locations[key] ?? SourceLocation(file: id)
            guard keys.contains(key) else { throw .invalid(place, "'\(key)' is not in the taxonomy \(from)") }
            for value in list where !values.contains(value) {
                throw .invalid(place, "'\(value)' is no category of the taxonomy \(to)")
            }
        }
    }
}
