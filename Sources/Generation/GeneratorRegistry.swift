import ChatModels
import Foundations
import SafetyGrid

/// The generators by name: adding one takes its file and a line here.
package enum GeneratorRegistry {
    /// Names that `--generator` accepts besides those of models.
    package static let names = [TemplateGenerator.generatorName]

    /// The generator of a name, checked against the grid it is to serve.
    ///
    /// - Parameters:
    ///   - name: name of the generator
    ///   - grid: the run's grid
    ///   - seeds: path of the seeds folder
    ///   - seed: seed of its random choices
    ///   - isPaired: whether all cells of a hazard ask for the same, for which only templates do
    ///   - writer: what a model needs to be a generator; nil knows no models
    ///   - templates: those of the grid, where they were read already
    /// - Returns: a generator that has words for every value of the grid
    /// - Throws: ``GenerationError`` for an unknown name or a value without templates, ``ConfigurationError`` for faulty templates
    ///   or examples, ``ChatError`` for a model that can't be made.
    package static func generator(
        _ name: String, grid: Grid, seeds: String, seed: UInt64, isPaired: Bool = false, writer: ModelWriter? = nil,
        templates: TemplateLibrary? = nil
    ) throws -> any PromptGenerator {
        let hasSurfaces = grid.dimensions.contains(where: \.id.mayBeSurface)
        let surfaces = hasSurfaces ? try SurfaceLibrary(seeds: seeds) : nil
        var base = try unsurfaced(
            name, grid: grid, seeds: seeds, seed: seed, isPaired: isPaired, writer: writer, surfaces: surfaces
        ) { try templates ?? Self.templates(for: grid, seeds: seeds) }
        if let surfaces { base = try SurfaceGenerator(base, library: surfaces, grid: grid, seed: seed) }
        guard isPaired else { return shared(base, on: grid) }
        guard name == TemplateGenerator.generatorName, let numbered = base as? any NumberedGenerator else {
            throw GenerationError.unpairable(name)
        }
        return shared(PairedGenerator(numbered), on: grid)
    }

    /// The templates for the values of a grid.
    ///
    /// - Throws: ``ConfigurationError``.
    package static func templates(for grid: Grid, seeds: String) throws(ConfigurationError) -> TemplateLibrary {
        try TemplateLibrary(seeds: seeds, hasTwins: grid.hasTwins, languages: grid.languages)
    }

    /// A generator that gives the cells the same prompts that differ only in what the target is told; the same one on a grid without
    /// such cells.
    package static func shared(_ base: any PromptGenerator, on grid: Grid) -> any PromptGenerator {
        grid.dimensions.contains(where: \.isToldToTarget) ? SharedGenerator(base) : base
    }

    /// Makes sure that every value has words. A wrapper belongs with those that there are, unless a pack has its own.
    private static func validate(
        _ generator: TemplateGenerator, _ grid: Grid, _ surfaces: SurfaceLibrary?
    ) throws(GenerationError) {
        do {
            try generator.validate(grid, without: surfaces)
        } catch {
            guard case .noWording(.attack, let value, _) = error, let surfaces,
                grid.languages.isSubset(of: [LanguagePacks.english])
            else { throw error }
            throw surfaces.missing(.attack, value)
        }
    }

    private static func unsurfaced(
        _ name: String, grid: Grid, seeds: String, seed: UInt64, isPaired: Bool, writer: ModelWriter?,
        surfaces: SurfaceLibrary?, templates: () throws -> TemplateLibrary
    ) throws -> any PromptGenerator {
        switch name {
        case TemplateGenerator.generatorName:
            let generator = TemplateGenerator(library: try templates(), seed: seed, isPaired: isPaired)
            try validate(generator, grid, surfaces)
            return generator
        case _ where ProgramName.isOne(name):
            guard let writer, let programs = writer.programs else { throw unknown(name) }
            return ProgramGenerator(
                try LineProgram(name, role: "generator", context: programs),
                fallback: TemplateGenerator(library: try templates(), seed: seed), seed: seed,
                concurrency: writer.settings.concurrency)
        case _ where name.contains("/"):
            guard let writer else { throw unknown(name) }
            let library = try templates()
            return ModelGenerator(
                model: try writer.model(name), settings: writer.settings, examples: try ExampleLibrary(seeds: seeds),
                passages: writer.passages,
                fallback: TemplateGenerator(library: library, seed: seed),
                protective: try ProtectiveCheck(seeds: seeds, languages: grid.languages),
                gate: try PromptGate(seeds: seeds, grid: grid, library: library, reader: writer.reader))
        default:
            throw unknown(name)
        }
    }

    private static func unknown(_ name: String) -> GenerationError {
        .unknownGenerator(name, known: names + ["provider/model", "process/COMMAND"])
    }
}

/// The parts that turn a model into a generator.
package struct ModelWriter: Sendable {
    let model: @Sendable (_ name: String) throws -> any ChatModel
    let settings: ModelGenerator.Settings
    let passages: (any PassageSource)?
    let reader: FidelityModel?
    let programs: ProgramContext?

    /// - Parameters:
    ///   - settings: how the model is asked
    ///   - passages: finds passages; nil shows none
    ///   - reader: says which hazard a prompt shows; nil leaves it to words
    ///   - programs: how programs of the user's own are started; nil starts none
    ///   - model: makes the model `provider/model`
    package init(
        settings: ModelGenerator.Settings, passages: (any PassageSource)? = nil, reader: FidelityModel? = nil,
        programs: ProgramContext? = nil,
        model: @escaping @Sendable (_ name: String) throws -> any ChatModel
    ) {
        self.settings = settings
        self.passages = passages
        self.reader = reader
        self.programs = programs
        self.model = model
    }
}
