import SafetyGrid

/// The generators by name: adding one takes its file and a line here.
package enum GeneratorRegistry {
    /// Names that `--generator` accepts.
    package static let names = [TemplateGenerator.generatorName]

    /// The generator of a name, checked against the grid it is to serve.
    ///
    /// - Parameters:
    ///   - name: name of the generator
    ///   - grid: the run's grid
    ///   - seeds: path of the seeds folder
    ///   - seed: seed of its random choices
    /// - Returns: a generator that has words for every value of the grid
    /// - Throws: ``GenerationError`` for an unknown name or a value without templates, ``SeedError`` for faulty templates.
    package static func generator(
        _ name: String, grid: Grid, seeds: String, seed: UInt64
    ) throws -> any PromptGenerator {
        switch name {
        case TemplateGenerator.generatorName:
            let generator = TemplateGenerator(library: try TemplateLibrary(seeds: seeds), seed: seed)
            try generator.validate(grid)
            return generator
        default:
            throw GenerationError.unknownGenerator(name, known: names)
        }
    }
}
