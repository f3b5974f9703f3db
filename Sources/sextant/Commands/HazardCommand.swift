import ArgumentParser
import Foundations
import Generation
import Reporting
import SafetyGrid
import Workflows

/// `sextant hazard`
struct HazardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hazard",
        abstract: "Add hazards, look at them, and check them for clashes.",
        discussion: """
            Examples:
              sextant hazard list
              sextant hazard show privacy_violation
              sextant hazard check --id wrong_refund --title "Wrong refunds" --definition "…"
              sextant hazard add --id wrong_refund --title "Wrong refunds" --definition "…" --taxonomy house
            """,
        subcommands: [Add.self, List.self, Show.self, Check.self])

    /// A hazard as the options describe it.
    struct Description: ParsableArguments {
        @Option(help: ArgumentHelp("Id: lower-case letters, digits, '_', '-' and '.'.", valueName: "id"))
        var id: String

        @Option(help: ArgumentHelp("Title for people.", valueName: "text"))
        var title: String

        @Option(
            help: ArgumentHelp(
                "Definition: the requests that belong to it, and those that no longer do.", valueName: "text"))
        var definition: String

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
            for (name, text) in [("id", id), ("taxonomy", taxonomy)] where !Taxonomy.isIdentifier(text) {
                throw ValidationError(
                    "--\(name) '\(text)' is not an id: use lower-case letters, digits, '_', '-' and '.'")
            }
            for (name, text) in [("title", title), ("definition", definition), ("source", source)]
            where text.trimmed.isEmpty {
                throw ValidationError("--\(name) is empty")
            }
        }

        var value: DimensionValue {
            DimensionValue(
                id: id, title: title.trimmed, definition: definition.trimmed, source: source.trimmed, topic: topic,
                asks: protective ? "child_abuse" : nil, pages: page.isEmpty ? nil : page,
                protective: protective ? true : nil, severity: severity)
        }
    }

    /// `sextant hazard list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the hazard taxonomies, or the hazards of one.",
            discussion: "Example: sextant hazard list ailuminate-1.0")

        @Argument(help: "A taxonomy (default: all, with their sizes).")
        var taxonomy: String?
        @OptionGroup var places: PlaceOptions

        func run() async throws {
            let library = try Places(places, ConfigurationFile(option: nil)).seedLibrary()
            if let taxonomy {
                Console.output(HazardTexts.list(try library.taxonomy(taxonomy, of: .hazard)))
            } else {
                Console.output(HazardTexts.taxonomies(library))
            }
        }
    }

    /// `sextant hazard show`
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a hazard: definition, tiers, counterparts in other taxonomies.",
            discussion: "Example: sextant hazard show ail-privacy")

        @Argument(help: "Id of the hazard.")
        var id: String
        @OptionGroup var places: PlaceOptions

        func run() async throws {
            let library = try Places(places, ConfigurationFile(option: nil)).seedLibrary()
            let walks = try library.crosswalks()
            for (taxonomy, value) in try library.hazards(id) {
                Console.output(HazardTexts.show(value, in: taxonomy, walks: walks, library: library))
            }
        }
    }

    /// `sextant hazard check`
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a new or existing hazard for clashes, and show its neighbours.",
            discussion: """
                Examples:
                  sextant hazard check privacy_violation
                  sextant hazard check --id wrong_refund --title "Wrong refunds" --definition "Requests that …"
                """)

        @Argument(help: "Id of a hazard that exists.")
        var existing: String?
        @Option(help: ArgumentHelp("Id of a new hazard.", valueName: "id"))
        var id: String?
        @Option(help: ArgumentHelp("Its name.", valueName: "text"))
        var title: String?
        @Option(help: ArgumentHelp("Its definition.", valueName: "text"))
        var definition: String?
        @Option(help: ArgumentHelp("Taxonomy it is to go into.", valueName: "id"))
        var taxonomy = "house"
        @OptionGroup var places: PlaceOptions

        func validate() throws {
            guard (existing == nil) == (definition != nil) else {
                throw ValidationError("name a hazard, or describe a new one with --id, --title and --definition")
            }
            if let definition, definition.trimmed.isEmpty { throw ValidationError("--definition is empty") }
            if let id, !Taxonomy.isIdentifier(id) {
                throw ValidationError("--id '\(id)' is not an id: use lower-case letters, digits, '_', '-' and '.'")
            }
        }

        func run() async throws {
            let library = try Places(places, ConfigurationFile(option: nil)).seedLibrary()
            var clashes: [String] = []
            if let existing {
                for (home, value) in try library.hazards(existing) {
                    let check = HazardCheck(value, in: home.id, library: library, isExisting: true)
                    Console.output(HazardTexts.neighbours(check))
                    clashes += check.clashes
                }
            } else {
                let value = DimensionValue(
                    id: id ?? "new", title: title ?? "", definition: definition ?? "", source: "")
                let check = HazardCheck(value, in: taxonomy, library: library)
                Console.output(HazardTexts.neighbours(check))
                clashes = check.clashes
            }
            guard clashes.isEmpty else { throw UsageError("clashes: \(clashes.joined(separator: "; "))") }
            Console.output("no clashes")
        }
    }
}

extension SeedLibrary {
    /// The hazards with an id, in every taxonomy that has one.
    ///
    /// - Throws: ``ConfigurationError/unknownID(kind:id:known:)``, with ids that are near.
    func hazards(_ id: String) throws(ConfigurationError) -> [(Taxonomy, DimensionValue)] {
        var found: [(Taxonomy, DimensionValue)] = []
        var known: [String] = []
        for taxonomy in taxonomies where taxonomy.dimension == .hazard {
            for value in taxonomy.values {
                if value.id == id { found.append((taxonomy, value)) }
                if value.id.contains(id.prefix(4)) { known.append(value.id) }
            }
        }
        guard !found.isEmpty else { throw .unknownID(kind: "hazard", id: id, known: Array(known.prefix(8))) }
        return found
    }
}
