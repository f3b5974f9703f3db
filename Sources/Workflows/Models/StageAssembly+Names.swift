import Records
import SafetyGrid

extension StageAssembly {
    /// Why the policy `search` chooses cells alone, as a line for people; nil where it chooses parts of prompts as well, and
    /// for other policies.
    static func lineWithoutParts(_ request: RunRequest, on grid: Grid) -> String? {
        guard request.allocation.policy == .search else { return nil }
        let reason: String
        if let set = request.generator.dataSet {
            reason = "the prompts of the data set '\(set)' are sent as they are"
        } else if grid.position(of: .scenario) != nil {
            reason = "a scenario says what is asked"
        } else if ProgramName.isOne(request.generator.model) {
            reason = "a program of one's own writes the prompts, and can't be told their parts"
        } else {
            return nil
        }
        return "the policy search chooses cells alone: \(reason)"
    }

    /// Whether a run with these settings would test a stand-in.
    package static func isSimulated(_ request: RunRequest) -> Bool { request.target.model.hasPrefix("simulated/") }
}
