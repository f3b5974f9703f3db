import ArgumentParser
import Records
import Settings
import Workflows

/// The material that a generator model is shown.
struct GenerationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Material for a generator model: rag, rag+fs (with examples) or rag+fs+ts (fresh passages first; default). In a run several times: a league of them.",
            valueName: "name"))
    var variant: [GenerationVariant] = []

    @Option(
        help: ArgumentHelp(
            "Show a generator model passages of stored pages: on or off (default: on).", valueName: "on|off"))
    var retrieval: String?

    /// Puts the flags into a request.
    ///
    /// - Throws: ``UsageError`` for a switch that is neither on nor off.
    func apply(to request: inout GeneratorRequest) throws {
        request.variant = variant.first ?? request.variant
        guard let retrieval else { return }
        guard let isOn = Switch.isOn(retrieval) else {
            throw UsageError("--retrieval is '\(retrieval)'; it must be on or off")
        }
        request.retrieval = isOn
    }
}

extension GenerationVariant: ExpressibleByArgument {}
