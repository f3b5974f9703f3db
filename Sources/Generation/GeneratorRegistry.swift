import SafetyGrid

/// The generators by name: adding one takes its file and a line here.
package enum GeneratorRegistry {
    /// Names that `--generator` accepts.
    package static let names = ["template"]

    /// The generator `name`.
    ///
    /// - Parameters:
    ///   - name: one of ``names``
    ///   - seeds: path of the seeds folder
    ///   - grid: the grid to write for; every value of it must have templates
    ///   - seed: seed of every random choice
    /// - Throws: ``GenerationError``, or `SeedError` from a broken template file.
    package static func generator(
        _ name: String, seeds: String, grid: Grid, seed: UInt64
    ) throws -> any PromptGenerator {
        guard name == "template" else { throw GenerationError.unknownGenerator(name, known: names) }
        let library = try TemplateLibrary(seeds: seeds)
        try library.check(covers: grid)
        return TemplateGenerator(library: library, seed: seed)
    }
}
