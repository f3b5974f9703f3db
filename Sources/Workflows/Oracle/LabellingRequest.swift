import ChatModels
import Oracles
import Records
import SafetyGrid

/// Which oracle is to label a file of responses, and how its models are reached.
package struct LabellingRequest: Sendable {
    /// The oracle and the connections, as in a run.
    package var settings: RunRequest
    /// File of the classifier's weights; nil for those of the seeds.
    package let weights: String?
    /// Taxonomy of the hazards in a guard's prompt.
    package let taxonomy: String
    /// Seeds and store.
    package let places: Places
    /// What `http/<name>` may name.
    package let applications: [String: HTTPApplication]

    /// A request; see the properties.
    package init(
        settings: RunRequest, weights: String?, taxonomy: String, places: Places,
        applications: [String: HTTPApplication]
    ) {
        self.settings = settings
        self.weights = weights
        self.taxonomy = taxonomy
        self.places = places
        self.applications = applications
    }

    /// The same request for another oracle.
    func asking(_ oracle: String) -> LabellingRequest {
        var request = self
        request.settings.oracle.kind = oracle
        return request
    }

    /// Fingerprint of the weights that the oracle's verdicts rest on; nil for an oracle without the classifier.
    ///
    /// - Throws: ``WeightsError`` or ``ConfigurationError``.
    package func fingerprint() throws -> String? {
        try assembly().fingerprint()
    }

    private func assembly(_ basis: RunBasis = RunBasis()) throws -> OracleAssembly {
        OracleAssembly(
            request: settings, basis: basis, places: places, seeds: try places.seedFolder(), weights: weights)
    }

    /// The models of judge and guard; nil where none was named.
    ///
    /// - Throws: ``ChatError``, ``ConfigurationError`` or ``UsageError``.
    func models(notice: @escaping NoticeSink) throws -> (judge: (any ChatModel)?, guardian: (any ChatModel)?) {
        guard settings.oracle.judge != nil || settings.oracle.guardModel != nil else { return (nil, nil) }
        let models = try ModelFactory(
            request: settings, seeds: places.seedFolder().path, applications: applications,
            log: { notice(.warning($0)) })
        return (
            try settings.oracle.judge.map { WatchedModel(try models.model($0, baseURL: settings.oracle.judgeBaseURL)) },
            try settings.oracle.guardModel.map {
                WatchedModel(try models.model($0, baseURL: settings.oracle.guardBaseURL))
            }
        )
    }

    /// The oracle.
    ///
    /// - Throws: ``OracleError``, ``WeightsError`` or ``ConfigurationError``.
    func oracle(
        judge: (any ChatModel)?, guardian: (any ChatModel)?, juryWeights: [String: Double]? = nil
    ) throws -> any Oracle {
        var basis = RunBasis()
        basis.juryWeights = juryWeights
        // As in a run, a guard's prompt lists the hazards.
        let hazards = guardian == nil ? [] : try places.seedLibrary().taxonomy(taxonomy, of: .hazard).values
        return try assembly(basis).oracle(judge: judge, guardian: guardian, taxonomy: hazards)
    }
}
