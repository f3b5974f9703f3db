import Workflows

extension Places {
    /// Places by flags, over the file, over defaults.
    package init(
        _ file: ConfigurationFile, seeds: String? = nil, output: String? = nil, coverage: String? = nil,
        store: String? = nil, reference: String? = nil
    ) {
        self.init(
            seeds: seeds ?? file.seeds, output: output ?? file.output ?? "Output",
            coverage: coverage ?? file.coverage ?? "Coverage", reference: reference ?? file.reference,
            database: store ?? file.store)
    }
}
