import Generation
import Records
import SafetyGrid

/// What runs on a grid take from the seeds. It needs no store, so that it is read while theirs is opened.
package struct RunSeeds: Sendable {
    /// What their files take, which is read beside all else.
    let material: ReportMaterial
    /// The templates; nil where no prompt is made of them.
    let templates: TemplateLibrary?

    /// Reads what runs as asked for take.
    ///
    /// - Throws: ``ConfigurationError``.
    init(of request: RunRequest, on grid: Grid, in places: Places) throws {
        material = try ReportMaterial(on: grid, of: places)
        let areGiven =
            request.generator.dataSet != nil || request.generator.itemSet != nil
            || request.conversation.scenarios != nil
        templates = areGiven ? nil : try GeneratorRegistry.templates(for: grid, seeds: places.seedFolder().path)
    }
}
