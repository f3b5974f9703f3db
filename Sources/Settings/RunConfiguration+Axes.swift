import Records
import SafetyGrid
import Workflows

extension RunConfiguration {
    /// The axes with the hazards of an application in the place of ASTRAL's, where no hazards were named.
    static func axes(
        _ axes: [(dimension: DimensionID, taxonomy: String)], of profile: ApplicationProfile?, _ request: RunRequest,
        _ selection: [DimensionID: [String]]
    ) -> [(dimension: DimensionID, taxonomy: String)] {
        guard profile != nil, axes.isEmpty, request.conversation.scenarios == nil, selection[.hazard] == nil
        else { return axes }
        return SeedLibrary.standardDimensions.map { ($0, $0 == .hazard ? ApplicationProfile.taxonomy : "astral") }
    }

    /// The axes of the grid, with the strategies where there are any.
    ///
    /// - Throws: ``UsageError`` for a setting that nothing would use.
    static func axes(
        _ axes: [(dimension: DimensionID, taxonomy: String)], of request: ConversationRequest,
        _ selection: [DimensionID: [String]]
    ) throws -> [(dimension: DimensionID, taxonomy: String)] {
        let hasStrategies = selection[.strategy] != nil || axes.contains { $0.dimension == .strategy }
        if request.attacker == nil, (request.branches ?? request.width ?? request.depth) != nil {
            throw UsageError(
                "--branches, --width and --depth are the attacker's; name one with --attacker provider/model")
        }
        if !hasStrategies, request.attacker != nil || request.control == true {
            throw UsageError("--attacker and --control need a strategy; add --strategies, for example escalation")
        }
        if request.scenarios != nil {
            guard axes.isEmpty else { throw UsageError("--scenarios makes a grid of its own; leave --axes out") }
            return []
        }
        if request.user != nil {
            throw UsageError("--user plays the users of scenarios; add --scenarios, for example all")
        }
        if selection[.injection] != nil {
            throw UsageError("--injections are for agents; add --scenarios, for example all")
        }
        guard selection[.strategy] != nil, !axes.contains(where: { $0.dimension == .strategy }) else { return axes }
        let standard = SeedLibrary.standardDimensions.map { (dimension: $0, taxonomy: "astral") }
        return (axes.isEmpty ? standard : axes) + [(.strategy, "strategies")]
    }
}
