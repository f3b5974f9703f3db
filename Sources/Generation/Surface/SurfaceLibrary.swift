import Foundation
import Foundations
import SafetyGrid

/// What `templates/perturbations.yaml` and `templates/encodings.yaml` of the seeds say: how a finished prompt is roughened and
/// encoded for a value of those dimensions. A seeds folder may lack either file.
struct SurfaceLibrary: Sendable {
    private let perturbations: [String: Perturbation?]
    private let encodings: [String: EncodedForm]
    private let folder: String

    /// Reads both files.
    ///
    /// - Parameter seeds: path of the seeds folder, the parent of `templates`
    /// - Throws: ``ConfigurationError`` with file and line.
    init(seeds: String) throws(ConfigurationError) {
        folder = "\(seeds)/templates"
        var perturbations: [String: Perturbation?] = [:]
        for (id, value) in try Self.pairs("perturbations", in: folder) {
            perturbations[id] = .some(try Perturbation.read(value))
        }
        var encodings: [String: EncodedForm] = [:]
        for (id, value) in try Self.pairs("encodings", in: folder) { encodings[id] = try EncodedForm(value, id: id) }
        self.perturbations = perturbations
        self.encodings = encodings
    }

    private static func pairs(_ name: String, in folder: String) throws(ConfigurationError) -> [(
        key: String, value: YAMLValue
    )] {
        let file = "\(folder)/\(name).yaml"
        guard FileManager.default.fileExists(atPath: file) else { return [] }
        return try YAMLValue(text: SeedLibrary.text(of: file), file: file).mapping(allowing: [name]).required(name)
            .mapping().pairs
    }

    /// The surface of a cell.
    ///
    /// - Throws: ``GenerationError/noWording(dimension:value:file:)`` for a value that the files lack.
    func surface(of cell: [(dimension: DimensionID, value: DimensionValue)]) throws(GenerationError) -> PromptSurface {
        var surface = PromptSurface()
        for (dimension, value) in cell {
            if dimension == .perturbation {
                guard let known = perturbations[value.id] else { throw missing(dimension, value, "perturbations") }
                surface.perturbation = known
            } else if dimension == .encoding {
                guard let known = encodings[value.id] else { throw missing(dimension, value, "encodings") }
                surface.form = known
            }
        }
        return surface
    }

    private func missing(_ dimension: DimensionID, _ value: DimensionValue, _ name: String) -> GenerationError {
        .noWording(dimension: dimension, value: value.id, file: "\(folder)/\(name).yaml")
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
