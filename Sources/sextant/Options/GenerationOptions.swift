import ArgumentParser
import Generation
import Records
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
        guard let isOn = Self.isOn(retrieval) else {
            throw UsageError("--retrieval is '\(retrieval)'; it must be on or off")
        }
        request.retrieval = isOn
    }

    /// The variants of a league, which flags before the file name; empty for one variant.
    ///
    /// - Throws: ``UsageError`` for one that stands twice, and for a generator that has no variants.
    func several(over file: [GenerationVariant], of request: GeneratorRequest) throws -> [GenerationVariant] {
        let all = variant.isEmpty ? file : variant
        guard all.count > 1 else { return [] }
        for (place, one) in all.enumerated() where all[..<place].contains(one) {
            throw UsageError("the variant '\(one.rawValue)' is given twice; name each once")
        }
        guard request.isChatModel else {
            throw UsageError(
                "'\(request.model)' has no variants: they are what a generator model is shown; add --generator provider/model, or give "
                    + "--variant once")
        }
        return all
    }

    /// The switch that a word stands for; nil for anything but `on` and `off`.
    static func isOn(_ word: String) -> Bool? {
        ["on": true, "true": true, "off": false, "false": false][word]
    }
}

extension GenerationVariant: ExpressibleByArgument {}
