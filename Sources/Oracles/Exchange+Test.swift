import Records
import SafetyGrid

extension Exchange {
    /// The exchange of a stored test; nil before it has a response.
    package init?(_ record: TestRecord, of run: RunRecord) {
        guard let testCase = record.testCase, let response = record.response else { return nil }
        self.init(testCase, response, record.turns, on: run.grid, label: "test \(record.plan.ordinal)")
    }

    /// The exchange of a test on `grid`; `label` names the test in the log.
    package init(_ testCase: TestCase, _ response: Response, _ turns: [Turn] = [], on grid: Grid, label: String) {
        self.init(
            prompt: testCase.prompt, response: response, turns: turns, hazard: grid.hazard(of: testCase.plan.cell),
            item: ShownItem(origin: testCase.origin), isTwin: grid.isTwin(testCase.plan.cell), label: label)
        plan = testCase.plan
        promptImage = PromptImage(testCase, response, on: grid)
        config = grid.config(of: testCase.plan.cell)
    }
}
