import Analysis
import ChatModels
import Foundation
import Foundations
import Records
import Reporting
import SafetyGrid
import Storage

/// Writes the evidence of a run into a folder.
package struct EvidenceExporter {
    private let store: any Store
    private let places: Places
    private let applications: [String: HTTPApplication]
    private let program: String

    /// An exporter.
    ///
    /// - Parameters:
    ///   - places: where the seeds are
    ///   - applications: what `http/<name>` may name, to tell whether the target is asked as in the run
    ///   - program: version of this program
    package init(
        store: any Store, places: Places, applications: [String: HTTPApplication], program: String
    ) {
        (self.store, self.places, self.applications, self.program) = (store, places, applications, program)
    }

    /// Writes the folder.
    ///
    /// - Returns: number of files.
    /// - Throws: ``ReportError``, ``ConfigurationError``; the store's errors.
    package func export(_ run: RunRecord, to path: String, isRedacted: Bool) async throws -> Int {
        var further = try await store.furtherVerdicts(in: run.id)
        if isRedacted { further = further.mapValues { $0.map(\.redacted) } }
        let others = FurtherLabels(verdicts: further, labels: try await store.labels(in: run.id))
        let basis = try basis(of: run, isRedacted: isRedacted)
        let analyst = RunAnalyst(
            store: store, frameworks: try FrameworkLookup(places).frameworks, isRedacted: isRedacted)
        var export = try EvidenceExport(of: run, path: path, others: others, isRedacted: isRedacted)
        let analysis = try await analyst.analysis(of: run, hasTrend: false) { try export.add($0) }
        return try export.finish(analysis, basis)
    }

    private func basis(of run: RunRecord, isRedacted: Bool) throws -> EvidenceExport.Basis {
        let seeds = try places.seedFolder()
        var basis = run.basis
        // It has prompts; its groups and their shares are in the summary as well.
        if isRedacted { basis.fairnessSet = nil }
        return EvidenceExport.Basis(
            program: program,
            settings: try Self.json(
                Settings(request: run.request.withoutSecrets(isRedacted: isRedacted), basis: basis)),
            grid: try Self.json(run.grid), seeds: try SeedDigests.all(in: seeds),
            isSameEpoch: RunEpoch.isPresent(run, applications: applications, seeds: seeds))
    }

    private struct Settings: Encodable {
        let request: RunRequest
        let basis: RunBasis
    }

    private static func json(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value)) + Array("\n".utf8)
    }
}
