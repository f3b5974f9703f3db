import Workflows

extension Places {
    /// Places by flags, over the file, over defaults.
    package init(
        _ file: ConfigurationFile, seeds: String? = nil, output: String? = nil, coverage: String? = nil,
        store: String? = nil, reference: String? = nil
    ) {
        self.init(
            seeds: (seeds ?? file.seeds).map(HomePath.expanded),
            output: HomePath.expanded(output ?? file.output ?? "Output"),
            coverage: HomePath.expanded(coverage ?? file.coverage ?? "Coverage"),
            reference: (reference ?? file.reference).map(HomePath.expanded), database: store ?? file.store)
    }
}
