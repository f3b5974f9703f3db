import Records
import Reporting
import SafetyGrid

/// What `sextant show` says of one test.
enum TestTexts {
    /// Everything known of a test, free of control characters.
    static func text(of test: TestRecord, in run: RunRecord) -> String {
        let cell = run.grid.names(of: run.grid.cell(test.plan.cell))
        var parts = ["test \(TestsFile.id(ordinal: test.plan.ordinal)) of run \(run.id), round \(test.plan.round)"]
        parts += cell.map { "\($0.dimension)  \($0.value)" }
        parts.append("stage  \(test.stage.rawValue)")
        if let prompt = test.testCase?.prompt { parts.append("\nprompt\n\(TerminalText.safe(prompt, lines: true))") }
        if let response = test.response {
            let simulated = run.simulated ? " (simulated)" : ""
            let text = response.blocked.map { "[blocked by the provider: \($0)]" } ?? response.text
            parts.append("\nresponse\(simulated)\n\(TerminalText.safe(text, lines: true))")
            parts += response.retries.map { TerminalText.safe("retried after \($0.elapsedMS) ms: \($0.error)") }
        }
        if let verdict = test.verdict {
            let sure = verdict.confidence.map { ", confidence \(Figures.decimal($0, places: 2))" } ?? ""
            parts.append("\nverdict\n\(verdict.label.rawValue) (\(verdict.behaviour.rawValue)) by \(verdict.oracle)\(sure)")
            parts.append(TerminalText.safe(verdict.reason))
        }
        if let failure = test.failure {
            let again = failure.retryable ? "; 'sextant resume' tries again" : ""
            parts.append("\nfailed before \(failure.stage.rawValue)\n\(TerminalText.safe(failure.reason))\(again)")
        }
        return parts.joined(separator: "\n")
    }
}
