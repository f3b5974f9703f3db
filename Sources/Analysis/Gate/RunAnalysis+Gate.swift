import Records

extension RunAnalysis {
    /// The analysis with the result of the run's gate, where it has one and has ended.
    ///
    /// - Throws: ``RegressionGateError`` for a rule that can't be read.
    func gated() throws -> RunAnalysis {
        guard let settings = run.request.gate, run.state == .finished else { return self }
        return RunAnalysis(self, gate: try Gate(settings).result(of: self))
    }
}
