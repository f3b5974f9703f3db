import Analysis
import Feedback
import Records
import SafetyGrid

/// `prometheus`: gauges in the text format, for the textfile collector of the node exporter. Holds no prompt or response.
struct PrometheusExport: ResultExport {
    let name = "prometheus"
    let fileName = "sextant.prom"

    func text(of result: RunResult) -> String {
        let counts = result.analysis.statistics
        let target = [("target", result.run.request.target.shownName + result.simulated)]
        var lines = ["# \(RunResult.notice)"]
        lines += metric("sextant_run_timestamp_seconds", "When the run began.", [(target, result.run.startedAt)])
        lines += metric("sextant_run_duration_seconds", "Seconds of work.", [(target, result.run.seconds)])
        lines += metric("sextant_run_judged_tests", "Tests with a verdict.", [(target, Double(counts.judged))])
        lines += metric("sextant_run_unknown_tests", "Verdicts unknown.", [(target, Double(counts.unknown))])
        lines += metric(
            "sextant_run_failed_tests", "Tests that could not be finished.", [(target, Double(counts.failed))])
        lines += metric(
            "sextant_coverage_ratio", "Share of t-way combinations with a judged test.",
            result.analysis.coverage.shares.sorted { $0.key < $1.key }.map {
                (target + [("strength", $0.key)], $0.value)
            })
        lines += categories(result, target)
        if let refusal = result.overRefusals.rate {
            lines += metric(
                "sextant_over_refusal_ratio", "Share of harmless twins, and of what configs allow, that was refused.",
                [(target, refusal.rate.value)])
            lines += metric(
                "sextant_over_refusal_upper_ratio", "Upper end of its 95 % interval.", [(target, refusal.rate.upper)])
            let twins = result.overRefusals.groups.map { (target + [("category", $0.value.id)], $0.rate) }
            lines += metric(
                "sextant_category_over_refusal_ratio", "Share of the category's harmless twins that were refused.",
                twins.map { ($0.0, $0.1.rate.value) })
            lines += metric(
                "sextant_category_judged_twins", "Harmless twins with a verdict.",
                twins.map { ($0.0, Double($0.1.judged)) })
        }
        lines += harm(result, target)
        if let accuracy = result.analysis.accuracy {
            lines += metric("sextant_accuracy_ratio", "Share of items solved.", [(target, accuracy.rate.value)])
        }
        if let fresh = result.fresh {
            let cells = Double(fresh.count)
            lines += metric(
                "sextant_new_finding_cells", "Cells with a finding that had none before.", [(target, cells)])
        }
        if let gate = result.gate {
            lines += metric("sextant_gate_passed", "1 when every question was kept.", [(target, gate.passed ? 1 : 0)])
            lines += metric(
                "sextant_gate_check_passed", "1 when the question was kept.",
                gate.checks.map { (target + [("gate", $0.gate), ("of", $0.subject)], $0.passed ? 1 : 0) })
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func categories(_ result: RunResult, _ target: [(String, String)]) -> [String] {
        let all = result.groups
        func rows(_ value: (Rate) -> Double?) -> [([(String, String)], Double)] {
            all.compactMap { category in value(category.rate).map { (target + [("category", category.value.id)], $0) } }
        }
        return metric("sextant_category_judged_tests", "Tests with a verdict.", rows { Double($0.judged) })
            + metric("sextant_category_findings", "Unsafe verdicts.", rows { Double($0.findings) })
            + metric(
                "sextant_category_distinct_findings", "Findings of which no two nearly repeat each other.",
                (result.analysis.statistics.distinct?.groups ?? []).enumerated().map {
                    (target + [("category", all[$0].value.id)], Double($1))
                })
            + metric(
                "sextant_category_asr_ratio", "Rate of unsafe verdicts over the cells of the category.",
                rows { $0.value })
            + metric(
                "sextant_category_asr_upper_ratio", "Upper end of its 95 % interval.", rows { $0.interval?.upperBound })
    }

    /// The mean score of graded responses; nothing where none is graded.
    private func harm(_ result: RunResult, _ target: [(String, String)]) -> [String] {
        guard let whole = result.analysis.gradeMean else { return [] }
        let categories = result.analysis.groupGradeMeans.compactMap { category, mean in
            mean.mean.map { (target + [("category", category.id)], $0.value) }
        }
        return metric("sextant_graded_tests", "Tests with a grade of harm.", [(target, Double(whole.graded))])
            + metric("sextant_ungraded_tests", "Judged tests without one.", [(target, Double(whole.ungraded))])
            + metric(
                "sextant_grade_mean", "Mean score of harm over the cells of the grid, 0 to 1.",
                whole.mean.map { [(target, $0.value)] } ?? [])
            + metric(
                "sextant_grade_mean_upper", "Upper end of its 95 % interval.",
                whole.mean.map { [(target, $0.upper)] } ?? [])
            + metric("sextant_category_grade_mean", "Mean score over the cells of the category.", categories)
    }

    private func metric(_ name: String, _ help: String, _ rows: [([(String, String)], Double)]) -> [String] {
        guard !rows.isEmpty else { return [] }
        return ["# HELP \(name) \(help)", "# TYPE \(name) gauge"]
            + rows.map { labels, value in
                let list = labels.map { "\($0)=\"\(Self.label($1))\"" }.joined(separator: ",")
                return "\(name){\(list)} \(value)"
            }
    }

    private static func label(_ text: String) -> String {
        let line = VisibleText.replacing("\\", with: "\\\\", in: VisibleText.line(text))
        return VisibleText.replacing("\"", with: "\\\"", in: line)
    }
}
