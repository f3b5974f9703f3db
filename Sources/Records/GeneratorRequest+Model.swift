import SafetyGrid

extension GeneratorRequest {
    /// What the name of a data set's prompts begins with.
    private static let dataSetPrefix = "dataset/"

    /// Whether a chat model writes the prompts: no templates, data set, items or program.
    package var isChatModel: Bool {
        model.contains("/") && itemSet == nil && !ProgramName.isOne(model) && !model.hasPrefix(Self.dataSetPrefix)
    }
}
