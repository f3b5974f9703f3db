import ArgumentParser
import Foundations
import SafetyGrid

extension HazardCommand {
    /// A hazard as the options describe it.
    struct Description: ParsableArguments {
        @Option(help: ArgumentHelp("Id: lower-case letters, digits, '_', '-' and '.'.", valueName: "id"))
        var id: String?

        @Option(help: ArgumentHelp("Title for people.", valueName: "text"))
        var title: String?

        @Option(
            help: ArgumentHelp(
                "Definition: the requests that belong to it, and those that no longer do.", valueName: "text"))
        var definition: String?

        @Option(help: ArgumentHelp("Taxonomy to add it to; created when it is missing.", valueName: "id"))
        var taxonomy = "house"

        @Option(
            help: ArgumentHelp("Its topic, worded to stand within a sentence (default: the title).", valueName: "text"))
        var topic: String?

        @Option(help: ArgumentHelp("Source of the hazard.", valueName: "text"))
        var source = "added by hand"

        @Option(help: ArgumentHelp("Address or file with background; may be repeated.", valueName: "url"))
        var page: [String] = []

        @Flag(help: "Ask protective questions only, by the asks of child_abuse.")
        var protective = false

        @Option(
            help: ArgumentHelp(
                "Weight among the hazards, above 0 (default: 1); a gate counts 2 and more as high.", valueName: "number"
            )
        )
        var severity: Double?

        func validate() throws {
            if let severity, !severity.isFinite || severity <= 0 {
                throw ValidationError("--severity is \(severity); it must be a number over 0")
            }
            for case (let name, let text?) in [("id", id), ("taxonomy", taxonomy)] where !Taxonomy.isIdentifier(text) {
                throw ValidationError(
                    "--\(name) '\(text)' is not an id: use lower-case letters, digits, '_', '-' and '.'")
            }
            for case (let name, let text?) in [("title", title), ("definition", definition), ("source", source)]
            where text.trimmed.isEmpty {
                throw ValidationError("--\(name) is empty")
            }
        }

        /// The options that describe the hazard itself, as far as they are given.
        var given: [String] {
            [("--id", id), ("--title", title), ("--definition", definition)].filter { $0.1 != nil }.map(\.0)
        }

        /// - Throws: `ValidationError` for an option that is missing.
        func value() throws -> DimensionValue {
            guard let id, let title, let definition else {
                let missing = ["--id", "--title", "--definition"].filter { !given.contains($0) }
                throw ValidationError(
                    "a hazard needs \(missing.joined(separator: ", ")); or name a policy with --from-policy")
            }
            return DimensionValue(
                id: id, title: title.trimmed, definition: definition.trimmed, source: source.trimmed, topic: topic,
                asks: protective ? "child_abuse" : nil, pages: page.isEmpty ? nil : page,
                protective: protective ? true : nil, severity: severity)
        }
    }
}
