import SafetyGrid

extension GeneratorRequest {
    /// What the name of a data set's prompts begins with.
    package static let dataSetPrefix = "dataset/"

    /// The data set whose prompts are sent as they are, by `--generator dataset/<name>`; nil for other generators.
    package var dataSet: String? {
        model.hasPrefix(Self.dataSetPrefix) ? String(model.dropFirst(Self.dataSetPrefix.count)) : nil
    }

    /// Whether a chat model writes the prompts: no templates, data set, items or program.
    package var isChatModel: Bool {
        model.contains("/") && itemSet == nil && !ProgramName.isOne(model) && dataSet == nil
    }
}
