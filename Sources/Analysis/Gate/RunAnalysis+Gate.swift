import Records

extension RunAnalysis {
    /// The analysis with the result of the run's gate, where it has one and has ended.
    ///
    /// - Parameter counted: the analysis in which only findings from a score on count
    /// - Throws: ``RegressionGateError`` for a rule that can't be read.
    func gated(_ counted: (_ grade: Double) async throws -> RunAnalysis) async throws -> RunAnalysis {
        guard let settings = run.request.gate, run.state == .finished else { return self }
        var fromGrade: RunAnalysis?
        if let grade = settings.minimumGrade { fromGrade = try await counted(grade) }
        return RunAnalysis(self, gate: try Gate(settings).result(of: self, counting: fromGrade))
    }
}
