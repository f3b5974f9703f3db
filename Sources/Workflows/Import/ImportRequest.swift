import DataSets
import Foundation
import Generation
import Images
import Records
import SafetyGrid
import Storage

/// Which file to import, as what, and where its prompts are placed.
package struct ImportRequest {
    /// What an import brought.
    package struct Outcome {
        /// The counts.
        package let result: DataSetImport.Result
        /// The file, read to its end.
        package let reader: DataSetReader
        /// The data set.
        package let set: DataSetRecord
    }

    /// Path of the file.
    package let file: String
    /// Use of the set.
    package let role: DataSetRole
    /// Name of the set; nil for that of the file.
    package let name: String?
    /// Column of the prompts; nil when it is to be detected.
    package let promptField: String?
    /// Column of the categories; nil when it is to be detected.
    package let categoryField: String?
    /// Column with the paths of image files; nil for prompts without images.
    package let imageField: String?
    /// Least confidence with which a prompt is placed at a hazard, 0 to 1.
    package let minConfidence: Double
    /// Whether a set of the same name goes.
    package let replace: Bool
    /// The grid.
    package let grid: Grid
    /// The seeds.
    package let library: SeedLibrary

    /// A request; see the properties.
    package init(
        file: String, role: DataSetRole, name: String?, promptField: String?, categoryField: String?,
        imageField: String? = nil, minConfidence: Double, replace: Bool, grid: Grid, library: SeedLibrary
    ) {
        self.file = file
        self.role = role
        self.name = name
        self.promptField = promptField
        self.categoryField = categoryField
        self.imageField = imageField
        self.minConfidence = minConfidence
        self.replace = replace
        self.grid = grid
        self.library = library
    }

    /// Imports the file.
    ///
    /// - Parameters:
    ///   - store: path of the store; nil stores nothing
    ///   - classification: makes the model that places prompts without a known category; nil for none
    /// - Throws: ``DataSetError``, ``StoreError``, ``ChatError``, ``ConfigurationError`` or ``UsageError``.
    package func execute(
        into store: StorePlace?, classification: () throws -> ModelClassification?
    ) async throws -> Outcome {
        let placement = try Placement(
            grid: grid, library: library, templates: TemplateLibrary(seeds: library.folder), minimum: minConfidence)
        let reader = try DataSetReader(
            path: file, promptField: promptField, categoryField: categoryField, placement: placement,
            library: library)
        let set = DataSetRecord(
            name: name ?? DataSetImport.defaultName(file), digest: try DataSetDigest.of(file: file), role: role,
            origin: "imported from \(DataSetImport.fileName(file))", promptField: reader.guess.prompt,
            categoryField: reader.guess.category, grid: grid.id, createdAt: DataSetImport.now)
        try checkImages(of: reader)
        let model = try classification()
        let opened = try await store?.openForWriting()
        let work = DataSetImport(
            set: set, classification: model, replace: replace, images: images(place: store, store: opened))
        let result = try await work.read(reader, into: opened)
        return Outcome(result: result, reader: reader, set: set)
    }

    private func checkImages(of reader: DataSetReader) throws {
        guard let imageField else { return }
        guard reader.columns.contains(imageField) else {
            throw UsageError(
                "there is no column '\(imageField)'; the file has: \(reader.columns.joined(separator: ", "))")
        }
    }

    private func images(place: StorePlace?, store: (any Store)?) -> ImageInputs? {
        guard let imageField else { return nil }
        let output = place.map { URL(fileURLWithPath: $0.pages).deletingLastPathComponent().path }
        return ImageInputs(
            column: imageField, file: file,
            shelf: output.map { .inputs(in: $0, depot: store.flatMap { StorePlace.shared($0) }) })
    }
}
