import Foundation
import Foundations
import SafetyGrid

/// The patterns in `templates/` of the seeds, read strictly and parsed.
///
/// `asks/*.yaml` say what a prompt is after, `statements.yaml` how it becomes a sentence, `frames.yaml` what is put
/// around it for a value of a dimension, and `styles.yaml` how the surface is rewritten.
package struct TemplateLibrary: Sendable {
    /// Id of the asks that serve every hazard without asks of its own.
    static let genericID = "generic"

    /// The folder it was read from.
    package let folder: String
    private let asks: [String: [Ask]]
    private let genericAsks: [Ask]
    private let twins: [String: [Ask]]
    private let frames: [DimensionID: [String: [Template]]]
    private let styles: [String: Style]
    let statements: RequestForms

    /// Reads the templates under `seeds`.
    ///
    /// - Parameters:
    ///   - seeds: path of the seeds folder, the parent of `templates`
    ///   - hasTwins: whether those of harmless twins are read too
    /// - Throws: ``ConfigurationError`` with file and line for an unknown key, an undefined slot, an empty list or a missing file.
    package init(seeds: String, hasTwins: Bool = false) throws(ConfigurationError) {
        let folder = "\(seeds)/templates"
        self.folder = folder
        (asks, genericAsks) = try Self.asks(in: "\(folder)/asks")
        twins = hasTwins ? try Self.twins(in: "\(folder)/twins.yaml") : [:]
        frames = try Self.frames(in: "\(folder)/frames.yaml")
        styles = try Self.styles(in: "\(folder)/styles.yaml")
        statements = try RequestForms(
            Self.root("\(folder)/statements.yaml").mapping(allowing: ["howto", "task"]), path: "statement")
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
        asks[hazard.id] ?? hazard.asks.flatMap { asks[$0] } ?? []
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

    private static func asks(in folder: String) throws(ConfigurationError) -> ([String: [Ask]], generic: [Ask]) {
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
            for (hazard, entry) in try value.mapping(allowing: ["id", "asks"]).required("asks").mapping().pairs {
                if let first = places.updateValue(entry.location, forKey: hazard) {
                    throw ConfigurationError.duplicateID(entry.location, id: hazard, first: first)
                }
                asks[hazard] = try Ask.read(
                    entry.mapping(allowing: ["slots", "howto", "task"]), path: "\(id)/\(hazard)")
            }
        }
        return (asks, generic)
    }

    private static func twins(in file: String) throws(ConfigurationError) -> [String: [Ask]] {
        guard FileManager.default.fileExists(atPath: file) else { return [:] }
        var twins: [String: [Ask]] = [:]
        for (hazard, entry) in try root(file).mapping(allowing: ["twins"]).required("twins").mapping().pairs {
            twins[hazard] = try Ask.read(
                entry.mapping(allowing: ["slots", "howto", "task"]), path: "twin/\(hazard)")
        }
        return twins
    }

    private static func frames(in file: String) throws(ConfigurationError) -> [DimensionID: [String: [Template]]] {
        let mapping = try root(file).mapping(allowing: ["frames", "slots"])
        var reader = TemplateReader(hole: "request")
        try reader.add(slots: mapping["slots"])
        var frames: [DimensionID: [String: [Template]]] = [:]
        for (dimension, values) in try mapping.required("frames").mapping().pairs {
            for (value, list) in try values.mapping().pairs {
                frames[DimensionID(dimension), default: [:]][value] =
                    try reader.templates(list, path: "\(dimension)/\(value)")
            }
        }
        return frames
    }

    private static func styles(in file: String) throws(ConfigurationError) -> [String: Style] {
        var styles: [String: Style] = [:]
        for (id, value) in try root(file).mapping(allowing: ["styles"]).required("styles").mapping().pairs {
            styles[id] = try Style(value, id: id)
        }
        return styles
    }
}
