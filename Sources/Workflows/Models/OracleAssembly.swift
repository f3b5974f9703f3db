import ChatModels
import Foundation
import Images
import Oracles
import Records
import SafetyGrid

/// Makes the oracle of a run, or of `sextant oracle`, out of its settings.
package struct OracleAssembly {
    private let request: RunRequest
    private let basis: RunBasis
    private let places: Places
    private let seeds: SeedFolder
    private let file: String?
    private let shelf: ImageShelf?
    private let inputs: ImageShelf?

    /// An assembly.
    ///
    /// - Parameters:
    ///   - request: which oracle
    ///   - basis: a cascade's band, and the voices of a jury
    ///   - places: the seeds beside the program, in place of missing weights
    ///   - seeds: where the weights are
    ///   - file: other weights than those of the seeds
    ///   - shelf: where the images of the run are; nil for none
    ///   - inputs: where the images of data sets are; nil for none
    package init(
        request: RunRequest, basis: RunBasis = RunBasis(), places: Places, seeds: SeedFolder,
        weights file: String? = nil, shelf: ImageShelf? = nil, inputs: ImageShelf? = nil
    ) {
        self.inputs = inputs
        self.shelf = shelf
        self.request = request
        self.basis = basis
        self.places = places
        self.seeds = seeds
        self.file = file
    }

    /// The oracle.
    ///
    /// - Parameters:
    ///   - judge: the model of the oracles that have a judge
    ///   - guardian: the model of the oracle `guard`
    ///   - taxonomy: the hazards of the run
    ///   - calls: responses that are judged at the same time; nil for the connections of the settings
    /// - Throws: ``OracleError`` or ``WeightsError``.
    package func oracle(
        judge: (any ChatModel)?, guardian: (any ChatModel)? = nil, taxonomy: [DimensionValue] = [], calls: Int? = nil
    ) throws -> any Oracle {
        var parts = OracleRegistry.Parts(
            classifier: { try classifier() }, judge: judge, concurrency: calls ?? request.connection.maxConnections,
            seed: request.seed, band: basis.cascadeBand)
        parts.judgeSettings = request.oracle.judgeSettings
        parts.guardModel = guardian
        parts.shelf = shelf
        parts.inputs = inputs
        parts.guardFormat = request.oracle.guardFormat ?? "auto"
        parts.taxonomy = taxonomy
        parts.jury = request.oracle.jury ?? []
        parts.programs = request.programs
        parts.juryWeights = basis.juryWeights
        return try OracleRegistry.oracle(request.oracle.kind, parts)
    }

    /// The classifier with these weights.
    ///
    /// - Throws: ``WeightsError``.
    package func classifier() throws -> ResponseClassifier {
        ResponseClassifier(try fromWeights(ClassifierWeights.init(file:)))
    }

    /// Fingerprint of the weights that the run's verdicts rest on; nil for an oracle without the classifier, and where the
    /// rules of scenarios decide in its place.
    ///
    /// - Throws: ``WeightsError``.
    package func fingerprint() throws -> String? {
        !request.isDecidedByRules
            && OracleRegistry.usesClassifier(request.oracle.kind, jury: request.oracle.jury ?? [])
            ? try fromWeights(ClassifierWeights.fingerprint) : nil
    }

    /// How the oracle did on labelled sets that it had not learned from, by the file beside its weights; nil for oracles but
    /// `builtin`, without a file, and when the file is of other weights.
    ///
    /// - Throws: ``UsageError`` for a file that can't be read.
    package func unseenErrors(fingerprint: String?) throws -> UnseenErrors? {
        guard request.oracle.kind == "builtin", let fingerprint else { return nil }
        for folder in [seeds.path, try? places.installedSeeds().path].compactMap({ $0 }) {
            let file = "\(folder)/\(UnseenErrors.fileName)"
            guard let json = FileManager.default.contents(atPath: file) else { continue }
            do {
                if let errors = try UnseenErrors(json: json).of(weights: fingerprint) { return errors }
            } catch {
                throw UsageError(
                    "the oracle's measured errors can't be read: \(file): \(error.reason); restore or delete the file")
            }
        }
        return nil
    }

    /// What is read from the file of weights; without one from that of the seeds, or from that beside the program when a folder
    /// of one's own has none.
    ///
    /// - Throws: ``WeightsError``.
    private func fromWeights<Value>(_ read: (_ file: String) throws -> Value) throws -> Value {
        if let file { return try read(file) }
        do {
            return try read(ClassifierWeights.file(seeds: seeds.path))
        } catch WeightsError.missing(let file) {
            guard let installed = try? places.installedSeeds(), installed.path != seeds.path,
                let value = try? read(ClassifierWeights.file(seeds: installed.path))
            else { throw WeightsError.missing(file: file) }
            return value
        }
    }
}

extension OracleRequest {
    /// How the judge is asked.
    package var judgeSettings: JudgeSettings {
        JudgeSettings(
            view: judgeView ?? .full, samples: judgeSamples ?? 1,
            logProbabilities: judgeLogProbabilities ?? false, grades: judgeGrades ?? true)
    }
}
