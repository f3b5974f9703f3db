import ChatModels
import Foundation
import HTTPTransport
import Oracles
import Records
import SafetyGrid

/// Makes the oracle of a run, or of `sextant oracle`, out of its settings.
struct OracleAssembly {
    let settings: RunSettings
    let places: Places
    let seeds: SeedFolder

    /// The oracle.
    ///
    /// - Parameter judge: the model of the oracles that have a judge
    /// - Throws: ``OracleError`` or ``WeightsError``.
    func oracle(judge: (any ChatModel)?) throws -> any Oracle {
        try OracleRegistry.oracle(
            settings.oracle,
            OracleRegistry.Parts(
                classifier: { try classifier() }, judge: judge, concurrency: settings.maxConnections,
                seed: settings.seed, band: settings.cascadeBand))
    }

    /// The classifier with the weights of the seeds; those beside the program when a folder of one's own has none.
    ///
    /// - Throws: ``WeightsError``.
    func classifier() throws -> AnswerClassifier {
        do {
            return AnswerClassifier(try ClassifierWeights(seeds: seeds.path))
        } catch WeightsError.missing(let file) {
            guard let installed = try? places.installedSeeds(), installed.path != seeds.path,
                let weights = try? ClassifierWeights(seeds: installed.path)
            else { throw WeightsError.missing(file: file) }
            return AnswerClassifier(weights)
        }
    }
}

extension ModelContext {
    /// What models are made of, by the settings of a run.
    ///
    /// - Throws: the transport's error, for a file of certificates that can't be used.
    init(
        settings: RunSettings, seeds: String, applications: [String: HTTPApplication], isVerbose: Bool = false,
        log: @escaping @Sendable (String) -> Void
    ) throws {
        let client = try CurlClient(
            CurlSettings(idleConnections: settings.maxConnections, caBundle: settings.caBundle))
        let attempts: any HTTPClient = isVerbose ? TracingClient(client, trace: log) : client
        let resilient = ResilientClient(
            attempts, limits: settings.hostLimits, seed: settings.seed, onRetry: { log(RunTexts.retry($0)) })
        self.init(
            environment: ProcessInfo.processInfo.environment, http: resilient, seeds: seeds,
            applications: applications, transfer: settings.transferOptions)
    }
}
