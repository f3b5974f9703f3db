import ArgumentParser
import Generation
import Records
import Workflows

/// The material that a generator model is shown.
struct GenerationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Material for a generator model: rag, rag+fs (with examples) or rag+fs+ts (fresh passages first; default).",
            valueName: "name"))
    var variant: GenerationVariant?

    @Option(
        help: ArgumentHelp(
            "Show a generator model passages of stored pages: on or off (default: on).", valueName: "on|off"))
    var retrieval: String?

    /// The switch that `text` stands for.
    ///
    /// - Throws: ``UsageError`` for anything but `on` and `off`.
    static func isOn(_ text: String) throws -> Bool {
        switch text {
        case "on", "true": true
        case "off", "false": false
        default: throw UsageError("--retrieval is '\(text)'; it must be on or off")
        }
    }
}

extension GenerationVariant: ExpressibleByArgument {}
