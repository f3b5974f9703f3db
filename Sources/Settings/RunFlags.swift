import Records
import SafetyGrid

/// What the command line says of a run. A flag that was not given is nil: the file's value holds, or the default.
package struct RunFlags {
    /// Puts the flags that are a part of a request over those of the file.
    package let request: (inout RunRequest) throws -> Void
    /// Puts the flags of the gate over those of the file.
    package let gate: (inout GateSettings) throws -> Void

    /// Models under test, as they are written.
    package var targets: [String] = []
    /// Variants of the generator.
    package var variants: [GenerationVariant] = []
    /// Caps of each target of a league.
    package var capsEach: (cost: Double?, tokens: Int?) = (nil, nil)
    /// The oracle.
    package var oracle: String?
    /// The oracle that other flags mean where none is named.
    package var impliedOracle: String?
    /// Axes of the grid, as they are written.
    package var axes: String?
    /// Ids of the values to keep of a dimension, with commas between.
    package var selection: [DimensionID: String] = [:]
    /// The set of items, and the file with the accuracy of others on it.
    package var items: (set: String?, reference: String?) = (nil, nil)
    /// Earlier runs to build on.
    package var priorRuns: Int?
    /// Whether a budget and a floor were given.
    package var isGiven = (budget: false, floor: false)

    /// No flag but those of the request and of the gate.
    package init(
        request: @escaping (inout RunRequest) throws -> Void, gate: @escaping (inout GateSettings) throws -> Void
    ) {
        self.request = request
        self.gate = gate
    }
}
