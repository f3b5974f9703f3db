import Foundation
import Foundations
import Records
import SafetyGrid

/// What `templates/perturbations.yaml`, `encodings.yaml` and `attacks.yaml` of the seeds say: how a finished prompt is
/// roughened, encoded and wrapped for a value of those dimensions. A seeds folder may lack any of the files.
struct SurfaceLibrary: Sendable {
    private let perturbations: [String: Perturbation?]
    private let encodings: [String: EncodedForm]
    private let wrappers: [String: [Template]]
    /// Where each file has its values, by the dimension.
    private let places: [DimensionID: SourceLocation]

    private static let files: KeyValuePairs<DimensionID, String> = [
        .perturbation: "perturbations", .encoding: "encodings", .attack: "attacks",
    ]

    /// Reads the files.
    ///
    /// - Parameter seeds: path of the seeds folder, the parent of `templates`
    /// - Throws: ``ConfigurationError`` with file and line.
    init(seeds: String) throws(ConfigurationError) {
        var values: [DimensionID: YAMLMapping] = [:]
        var places: [DimensionID: SourceLocation] = [:]
        for (dimension, name) in Self.files {
            let file = "\(seeds)/templates/\(name).yaml"
            values[dimension] = try Self.values(name, in: file)
            places[dimension] = values[dimension]?.location ?? SourceLocation(file: file)
        }
        var perturbations: [String: Perturbation?] = [:]
        for (id, value) in values[.perturbation]?.pairs ?? [] {
            perturbations[id] = .some(try Perturbation.read(value))
        }
        var encodings: [String: EncodedForm] = [:]
        for (id, value) in values[.encoding]?.pairs ?? [] { encodings[id] = try EncodedForm(value, id: id) }
        var wrappers: [String: [Template]] = [:]
        for (id, list) in values[.attack]?.pairs ?? [] {
            wrappers[id] = try TemplateReader(hole: "request").templates(list, path: "attack/\(id)")
        }
        self.perturbations = perturbations
        self.encodings = encodings
        self.wrappers = wrappers
        self.places = places
    }

    private static func values(_ name: String, in file: String) throws(ConfigurationError) -> YAMLMapping? {
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        return try YAMLValue(text: SeedLibrary.text(of: file), file: file).mapping(allowing: [name]).required(name)
            .mapping()
    }

    /// The surface of a cell.
    ///
    /// - Throws: ``GenerationError/noWording(dimension:value:file:)`` for a value that the files lack.
    func surface(of cell: [(dimension: DimensionID, value: DimensionValue)]) throws(GenerationError) -> PromptSurface {
        var surface = PromptSurface()
        for (dimension, value) in cell {
            if dimension == .perturbation {
                guard let known = perturbations[value.id] else { throw missing(dimension, value.id) }
                surface.perturbation = known
            } else if dimension == .encoding {
                guard let known = encodings[value.id] else { throw missing(dimension, value.id) }
                surface.form = known
            } else if dimension == .attack {
                surface.wrappers = wrappers[value.id] ?? []
            }
        }
        return surface
    }

    /// Whether a value changes nothing but the surface.
    func covers(_ dimension: DimensionID, _ value: String) -> Bool {
        dimension.isSurface || dimension == .attack && wrappers[value] != nil
    }

    /// The error of a value without a surface: file and line of those that there are.
    func missing(_ dimension: DimensionID, _ value: String) -> GenerationError {
        .noWording(dimension: dimension, value: value, file: places[dimension]?.description ?? "")
    }
}

/// An encoding, and what is said around the encoded text.
struct EncodedForm: Sendable {
    let encoding: TextEncoding
    /// Each with the encoded text in it once; none for that text alone.
    let frames: [Template]

    /// Reads `encoding`, and `frames` with `{request}`.
    ///
    /// - Throws: ``ConfigurationError`` with file and line for an encoding that there is not, or a frame without its placeholder.
    init(_ value: YAMLValue, id: String) throws(ConfigurationError) {
        let mapping = try value.mapping(allowing: ["encoding", "frames"])
        let name = try mapping.required("encoding")
        guard let encoding = TextEncoding(rawValue: try name.string()) else {
            let known = TextEncoding.allCases.map(\.rawValue).joined(separator: ", ")
            throw name.invalid("no encoding '\(try name.string())'; known: \(known)")
        }
        self.encoding = encoding
        frames =
            try mapping["frames"].map { (list) throws(ConfigurationError) in
                try TemplateReader(hole: "request").templates(list, path: "encoding/\(id)")
            } ?? []
    }
}
