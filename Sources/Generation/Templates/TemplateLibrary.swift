import Foundation
import Foundations
import SafetyGrid

/// The patterns in `templates/` of the seeds, or in a language pack, read strictly and parsed.
///
/// `asks/*.yaml` say what a prompt is after, `statements.yaml` how it becomes a sentence, `frames.yaml` what is put
/// around it for a value of a dimension, and `styles.yaml` how the surface is rewritten. The packs are folders of the same
/// make in `languages/`, one a language.
package struct TemplateLibrary: Sendable {
    /// Id of the asks that serve every hazard without asks of its own.
    static let genericID = "generic"

    /// The folder it was read from.
    package let folder: String
    private let asks: [String: [Ask]]
    private let genericAsks: [Ask]
    /// By the name of a kind, as hazards of an application name it in `asks`.
    private let applicationAsks: [String: [Ask]]
    private let twins: [String: [Ask]]
    private let frames: [DimensionID: [String: [Template]]]
    private let styles: [String: Style]
    let statements: RequestForms
    /// Stands for all dimensions that the frames do not name.
    private static let further: DimensionID = "*"
    /// Where words for a dimension's values stand, for messages.
    private let places: [DimensionID: SourceLocation]
    let packs: LanguagePacks

    /// Reads the templates under `seeds`.
    ///
    /// - Parameters:
    ///   - seeds: path of the seeds folder, the parent of `templates` and `languages`
    ///   - hasTwins: whether those of harmless twins are read too
    ///   - languages: codes of the languages whose packs are read; one without a pack is left to ``library(for:)``
    /// - Throws: ``ConfigurationError`` with file and line for an unknown key, an undefined slot, an empty list or a missing file.
    package init(
        seeds: String, hasTwins: Bool = false, languages: Set<String> = []
    ) throws(ConfigurationError) {
        let packs = try LanguagePacks(seeds: seeds, languages: languages, hasTwins: hasTwins)
        try self.init(folder: "\(seeds)/templates", writing: .english, hasTwins: hasTwins, packs: packs)
    }

    /// Reads a folder of templates whose language is written so.
    init(
        folder: String, writing: Writing, hasTwins: Bool, packs: LanguagePacks = LanguagePacks()
    ) throws(ConfigurationError) {
        self.folder = folder
        self.packs = packs
        var places: [DimensionID: SourceLocation] = [:]
        (asks, genericAsks) = try Self.asks(in: "\(folder)/asks", &places)
        applicationAsks = try Self.applicationAsks(in: "\(folder)/application.yaml")
        twins = hasTwins ? try Self.twins(in: "\(folder)/twins.yaml", of: asks) : [:]
        frames = try Self.frames(in: "\(folder)/frames.yaml", &places)
        styles = try Self.styles(in: "\(folder)/styles.yaml", writing, &places)
        statements = try RequestForms(
            Self.root("\(folder)/statements.yaml").mapping(allowing: ["howto", "task"]), path: "statement",
            writing: writing)
        self.places = places
    }

    /// Where words for a further value of a dimension belong: file and line of those that are there.
    func place(for dimension: DimensionID) -> String {
        (places[dimension] ?? (dimension == .hazard ? nil : places[Self.further])).map { "\($0)" } ?? "\(folder)/asks"
    }

    /// Ids of the hazards that have asks of their own, sorted.
    package var hazards: [String] {
        asks.keys.sorted()
    }

    /// The asks of a hazard, or those it names, or those for any hazard. A protective hazard never falls back to the
    /// last: its asks are protective questions or none.
    func asks(for hazard: DimensionValue) -> [Ask] {
        let own = ownAsks(for: hazard)
        return own.isEmpty && !hazard.isProtective ? genericAsks : own
    }

    /// The asks that are a hazard's alone; none when it is served by those for any hazard.
    func ownAsks(for hazard: DimensionValue) -> [Ask] {
        asks[hazard.id] ?? hazard.asks.flatMap { asks[$0] ?? applicationAsks[$0] } ?? []
    }

    /// The asks that the seeds have under the id of a hazard.
    func asks(of id: String) -> [Ask] {
        asks[id] ?? []
    }

    /// The harmless twins of a hazard's asks, or of the hazard whose asks serve it; none where the seeds have none.
    func twins(for hazard: DimensionValue) -> [Ask] {
        twins[hazard.id] ?? hazard.asks.flatMap { twins[$0] } ?? []
    }

    /// The frames of a dimension's value; nil when there are none.
    func frames(for value: DimensionValue, of dimension: DimensionID) -> [Template]? {
        frames[dimension]?[value.id]
    }

    /// The transforms of a style; nil for a style that `styles.yaml` does not have.
    func style(_ value: DimensionValue) -> Style? {
        styles[value.id]
    }

    private static func root(_ file: String) throws(ConfigurationError) -> YAMLValue {
        try YAMLValue(text: SeedLibrary.text(of: file), file: file)
    }

    private static func asks(
        in folder: String, _ shown: inout [DimensionID: SourceLocation]
    ) throws(ConfigurationError) -> ([String: [Ask]], generic: [Ask]) {
        var asks: [String: [Ask]] = [:]
        var generic: [Ask] = []
        var places: [String: SourceLocation] = [:]
        for file in try SeedLibrary.files(in: folder) {
            let value = try root(file)
            let id = try value.mapping().text("id")
            guard id != genericID else {
                generic = try Ask.read(
                    value.mapping(allowing: ["id", "slots", "howto", "task"]), path: id, hole: "topic")
                continue
            }
            let entries = try value.mapping(allowing: ["id", "asks"]).required("asks")
            shown[.hazard] = shown[.hazard] ?? entries.location
            for (hazard, entry) in try entries.mapping().pairs {
                if let first = places.updateValue(entry.location, forKey: hazard) {
                    throw ConfigurationError.duplicateID(entry.location, id: hazard, first: first)
                }
                asks[hazard] = try Ask.read(
                    entry.mapping(allowing: ["slots", "howto", "task"]), path: "\(id)/\(hazard)")
            }
        }
        return (asks, generic)
    }

    /// What is asked of applications; none without the file. An entry with `topic` speaks of the hazard's topic in every ask.
    private static func applicationAsks(in file: String) throws(ConfigurationError) -> [String: [Ask]] {
        guard FileManager.default.fileExists(atPath: file) else { return [:] }
        var asks: [String: [Ask]] = [:]
        let kinds = Set(ApplicationProfile.Kind.allCases.map(\.rawValue))
        for (kind, entry) in try root(file).mapping(allowing: kinds).pairs {
            let mapping = try entry.mapping(allowing: ["topic", "slots", "howto", "task"])
            let path = "\(ApplicationProfile.taxonomy)/\(kind)"
            asks[path] = try Ask.read(mapping, path: path, hole: mapping["topic"]?.bool() == true ? "topic" : nil)
        }
        return asks
    }

    private static func twins(
        in file: String, of asks: [String: [Ask]]
    ) throws(ConfigurationError) -> [String: [Ask]] {
        guard FileManager.default.fileExists(atPath: file) else { return [:] }
        var twins: [String: [Ask]] = [:]
        for (hazard, entry) in try root(file).mapping(allowing: ["twins"]).required("twins").mapping().pairs {
            let own = try Ask.read(entry.mapping(allowing: ["slots", "howto", "task"]), path: "twin/\(hazard)")
            twins[hazard] = Ask.twins(own, of: asks[hazard] ?? [])
        }
        return twins
    }

    private static func frames(
        in file: String, _ places: inout [DimensionID: SourceLocation]
    ) throws(ConfigurationError) -> [DimensionID: [String: [Template]]] {
        let mapping = try root(file).mapping(allowing: ["frames", "slots"])
        let dimensions = try mapping.required("frames")
        places[further] = dimensions.location
        var reader = TemplateReader(hole: "request")
        try reader.add(slots: mapping["slots"])
        var frames: [DimensionID: [String: [Template]]] = [:]
        for (dimension, values) in try dimensions.mapping().pairs {
            places[DimensionID(dimension)] = values.location
            for (value, list) in try values.mapping().pairs {
                frames[DimensionID(dimension), default: [:]][value] =
                    try reader.templates(list, path: "\(dimension)/\(value)")
            }
        }
        return frames
    }

    private static func styles(
        in file: String, _ writing: Writing, _ places: inout [DimensionID: SourceLocation]
    ) throws(ConfigurationError) -> [String: Style] {
        var styles: [String: Style] = [:]
        let entries = try root(file).mapping(allowing: ["styles"]).required("styles")
        places[.style] = entries.location
        for (id, value) in try entries.mapping().pairs {
            styles[id] = try Style(value, id: id, writing: writing)
        }
        return styles
    }
}
