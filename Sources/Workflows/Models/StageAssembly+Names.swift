import Records

extension StageAssembly {
    /// The data set whose prompts are sent as they are, by `--generator dataset/<name>`; nil for other generators.
    package static func dataSet(of request: RunRequest) -> String? {
        let prefix = "dataset/"
        return request.generator.model.hasPrefix(prefix) ? String(request.generator.model.dropFirst(prefix.count)) : nil
    }

    /// Whether a run with these settings would test a stand-in.
    package static func isSimulated(_ request: RunRequest) -> Bool { request.target.model.hasPrefix("simulated/") }
}
