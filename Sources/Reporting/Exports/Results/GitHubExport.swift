import Analysis
import Feedback
import Records
import SafetyGrid

/// `github`: workflow commands that become annotations when a step prints them: an error for each question of the gate that
/// failed, a warning for each finding, a notice for each refused twin.
struct GitHubExport: ResultExport {
    let name = "github"
    let fileName = "annotations.txt"
    /// Findings that get an annotation; GitHub shows ten of a kind for a step.
    private static let findings = 10

    func text(of result: RunResult) -> String {
        let failures = (result.gate?.failures ?? []).map { check in
            command("error", title: "gate \(check.gate)", "\(check.subject): \(check.reason)")
        }
        let all = result.analysis.findings
        let ordered = all.filter { result.isFresh($0) == true } + all.filter { result.isFresh($0) != true }
        let findings = ordered.prefix(Self.findings).map { finding in
            command(
                "warning", title: "finding \(TestsFile.id(ordinal: finding.plan.ordinal))",
                "\(result.place(of: finding))\(result.severity(of: finding))\nprompt: \(result.prompt(finding, limit: 500))\n"
                    + "response: \(result.response(finding, limit: 500))")
        }
        let rate = result.analysis.rate
        let refusal = result.overRefusals.rate.map { "\($0.refused) of \($0.judged) harmless twins refused. " } ?? ""
        let total = command(
            "notice", title: "Sextant",
            "\(result.run.request.target.shownName)\(result.simulated): \(rate.findings) findings\(result.distinct()) in \(rate.judged) "
                + "judged tests\(result.shortfall). "
                + refusal + RunResult.notice)
        return (failures + findings + refusals(result) + [total]).joined(separator: "\n") + "\n"
    }

    /// Refused twins: no findings of harm, and so no warnings.
    private func refusals(_ result: RunResult) -> [String] {
        result.overRefusals.findings.prefix(Self.findings).map { refusal in
            command(
                "notice", title: "\(TestRecord.overRefusal) \(TestsFile.id(ordinal: refusal.plan.ordinal))",
                "\(result.place(of: refusal))\nprompt: \(result.prompt(refusal, limit: 500))\n"
                    + "response: \(result.response(refusal, limit: 500))")
        }
    }

    private func command(_ kind: String, title: String, _ message: String) -> String {
        let colons = VisibleText.replacing(":", with: "%3A", in: Self.data(VisibleText.line(title)))
        let title = VisibleText.replacing(",", with: "%2C", in: colons)
        return "::\(kind) title=\(title)::\(Self.data(VisibleText.block(message)))"
    }

    /// Characters that could end a command are percent-encoded.
    private static func data(_ text: String) -> String {
        let safe = VisibleText.replacing("%", with: "%25", in: text)
        return VisibleText.replacing("\n", with: "%0A", in: VisibleText.replacing("\r", with: "%0D", in: safe))
    }
}
