import SafetyGrid

/// Everything in `Seeds/templates`: asks by hazard, transforms by style, frames by the values of other dimensions.
package struct TemplateLibrary: Sendable {
    /// Path of the folder, for messages.
    let folder: String
    /// Hazard id to its asks.
    let asks: [String: AskBook]
    /// Asks for hazards that have none of their own; their slot `{topic}` is the hazard's title.
    let genericAsks: AskBook
    /// Statement forms of an ask, for every style but a question.
    let howtoForms: [Pattern]
    let taskForms: [Pattern]
    /// Style id to its transform.
    let styles: [String: StyleTransform]
    /// Dimension id to value id to frames.
    let frames: [String: [String: [Pattern]]]
    let frameSlots: Slots

    /// Reads the templates of a seeds folder.
    ///
    /// - Throws: `SeedError` with file and line.
    package init(seeds: String) throws(SeedError) {
        folder = "\(seeds)/templates"
        func root(_ name: String) throws(SeedError) -> YAMLValue {
            let file = "\(seeds)/templates/\(name).yaml"
            return try YAMLValue(text: SeedLibrary.text(of: file), file: file)
        }
        asks = try Self.asks(in: folder)
        genericAsks = try AskBook(
            root("asks/generic").mapping(allowing: ["id", "slots", "howto", "task"]), given: ["topic"])
        let statements = try root("statements").mapping(allowing: ["howto", "task"])
        howtoForms = try statements.required("howto").patterns(known: ["howto"])
        taskForms = try statements.required("task").patterns(known: ["task"])
        var styles: [String: StyleTransform] = [:]
        for (id, value) in try root("styles").mapping(allowing: ["styles"]).required("styles").mapping().pairs {
            styles[id] = try StyleTransform(value)
        }
        self.styles = styles
        let file = try root("frames").mapping(allowing: ["frames", "slots"])
        frameSlots = try file.slots()
        frames = try Self.frames(file.required("frames"), known: Set(frameSlots.keys).union(["request"]))
    }

    private static func asks(in folder: String) throws(SeedError) -> [String: AskBook] {
        var asks: [String: AskBook] = [:]
        for file in try SeedLibrary.files(in: "\(folder)/asks") where !file.hasSuffix("/generic.yaml") {
            let mapping = try YAMLValue(text: SeedLibrary.text(of: file), file: file).mapping(allowing: ["id", "asks"])
            for (hazard, value) in try mapping.required("asks").mapping().pairs {
                guard asks[hazard] == nil else { throw value.invalid("the hazard '\(hazard)' has asks in another file too") }
                asks[hazard] = try AskBook(value.mapping(allowing: ["slots", "howto", "task"]))
            }
        }
        return asks
    }

    private static func frames(
        _ value: YAMLValue, known: Set<String>
    ) throws(SeedError) -> [String: [String: [Pattern]]] {
        var frames: [String: [String: [Pattern]]] = [:]
        for (dimension, values) in try value.mapping().pairs {
            for (id, list) in try values.mapping().pairs {
                let patterns = try list.patterns(known: known)
                guard patterns.allSatisfy({ $0.slots.contains("request") }) else {
                    throw list.invalid("every frame needs '{request}'")
                }
                frames[dimension, default: [:]][id] = patterns
            }
        }
        return frames
    }

    /// Checks that every value of a grid has templates.
    ///
    /// - Throws: ``GenerationError/noTemplates(dimension:value:file:)`` for the first that has none.
    package func check(covers grid: Grid) throws(GenerationError) {
        for dimension in grid.dimensions where dimension.id != "hazard" {
            for value in dimension.values
            where frames[dimension.id]?[value.id] == nil && (dimension.id != "style" || styles[value.id] == nil) {
                throw GenerationError.noTemplates(
                    dimension: dimension.id, value: value.id,
                    file: "\(folder)/\(dimension.id == "style" ? "styles" : "frames").yaml")
            }
        }
    }
}
