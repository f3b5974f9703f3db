import DataSets
import Foundations
import Records
import SafetyGrid
import Storage

/// Imports a file of safety configs as a set that `--axes config=NAME` takes.
package struct ConfigImport {
    /// What an import brought.
    package struct Outcome {
        /// The set's name.
        package let name: String
        /// The configs, in the order of the file.
        package let configs: [DimensionValue]
    }

    private let file: String
    private let name: String
    private let replace: Bool

    /// - Parameters:
    ///   - file: path of the file
    ///   - name: name of the set; nil for that of the file
    ///   - replace: whether a set of the same name goes
    package init(file: String, name: String?, replace: Bool) {
        self.file = file
        self.name = name ?? DataSetImport.defaultName(file)
        self.replace = replace
    }

    /// Reads the whole file, and then stores it: a faulty config keeps all of it out.
    ///
    /// - Parameters:
    ///   - store: where they go; nil stores nothing
    ///   - library: the taxonomies whose hazards configs may name
    /// - Throws: ``ConfigurationError`` with file and line, ``UsageError`` for the name of the seeds' own set, or ``StoreError``.
    package func execute(into store: StorePlace?, library: SeedLibrary) async throws -> Outcome {
        guard name != Taxonomy.configs else {
            throw UsageError("'\(name)' is the set of configs in the seeds; give yours another name with --name")
        }
        var reader = ConfigReader { (id) throws(ConfigurationError) in try library.taxonomy(id, of: .hazard) }
        try reader.read(text: SeedLibrary.text(of: file), file: file)
        if let store { try await keep(reader.configs, in: try await store.openForWriting()) }
        return Outcome(name: name, configs: reader.configs)
    }

    private func keep(_ configs: [DimensionValue], in store: any Store) async throws {
        let set = DataSetRecord(
            name: name, digest: try DataSetDigest.of(file: file), role: .tests,
            origin: "configs imported from \(DataSetImport.fileName(file))", promptField: "text",
            grid: Taxonomy.configs, createdAt: DataSetImport.now)
        let rows = try configs.enumerated().map { ordinal, config in
            DataSetRow(
                ordinal: ordinal, prompt: config.systemPrompt ?? "", category: config.id,
                fields: [ConfigSet.key: try JSONValue(encoding: config)])
        }
        try await store.keep(rows, as: set, replace: replace)
    }
}
