import Feedback
import Records

extension RunExporter {
    /// The bytes of `report.html` of a run as it stands now, without writing anything.
    ///
    /// - Throws: ``ReportError/template(reason:)``; the store's errors.
    package func report(of run: RunRecord) async throws -> [UInt8] {
        var statistics = try await statistics(of: run)
        addEstimates(try await gridRates(of: run), to: &statistics)
        if run.settings.gate != nil {
            try addGate(to: &statistics, earlier: try await Gate.Earlier.before(run, in: store))
        }
        return try ReportFile(statistics).bytes()
    }
}
