import ChatModels
import Records
import SafetyGrid

/// A run as it was asked for, joined from file, flags and defaults, and checked.
package struct RunConfiguration: Sendable {
    /// What the run is to be.
    package private(set) var request: RunRequest
    /// The targets of a league, whose names differ, each with caps of its own; empty for a run of one.
    package let targets: [LeagueTarget]
    /// The variants of the generator that each target of a league is tested with; empty for that of the request.
    package let variants: [GenerationVariant]
    /// Dimension and taxonomy of each axis; empty for ASTRAL's three.
    package let axes: [(dimension: DimensionID, taxonomy: String)]
    /// Values to keep of a dimension; all of those that it lacks.
    package let selection: [DimensionID: [String]]
    /// Hazards of the application that a model thought of.
    var furtherHazards: [DimensionValue] = []
    /// Calls of models that were made before there was a run: its first run pays for them.
    package internal(set) var earlyCalls: [ModelCall] = []
    /// Seeds, store and output.
    package let places: Places
    /// Most earlier runs to build on.
    package let priorRuns: Int
    /// Whether a budget and a floor were asked for, and are not the defaults.
    package let isGiven: (budget: Bool, floor: Bool)
    /// File of the accuracy that a run of items is compared with; nil for none.
    package let itemReference: String?
    /// What the application under test is for, whose hazards may be an axis; nil where nobody says.
    package let profile: ApplicationProfile?
    /// The webhook that hears of a failed gate; nil for none.
    package let webhook: Webhook?
    /// The applications that `http/<name>` may name.
    package let applications: [String: HTTPApplication]

    /// A checked configuration; see the properties.
    package init(
        request: RunRequest, axes: [(dimension: DimensionID, taxonomy: String)],
        selection: [DimensionID: [String]], places: Places, priorRuns: Int, isGiven: (budget: Bool, floor: Bool),
        webhook: Webhook?, applications: [String: HTTPApplication], itemReference: String? = nil,
        targets: [LeagueTarget] = [], variants: [GenerationVariant] = [], profile: ApplicationProfile? = nil
    ) {
        self.targets = targets
        self.variants = variants
        self.profile = profile
        self.itemReference = itemReference
        self.request = request
        self.axes = axes
        self.selection = selection
        self.places = places
        self.priorRuns = priorRuns
        self.isGiven = isGiven
        self.webhook = webhook
        self.applications = applications
    }

    /// The configuration of one target of the league, with a variant where it has several.
    func of(_ target: LeagueTarget, _ variant: GenerationVariant? = nil) -> RunConfiguration {
        var configuration = self
        if let variant { configuration.request.generator.variant = variant }
        configuration.request.target = target.target
        (configuration.request.limits.maxCost, configuration.request.limits.maxTokens) = (
            target.maxCost, target.maxTokens
        )
        return configuration
    }

    /// The application of the target `http/<name>`; nil for another target.
    package var application: HTTPApplication? {
        let prefix = "http/"
        return request.target.model.hasPrefix(prefix)
            ? applications[String(request.target.model.dropFirst(prefix.count))] : nil
    }
}
