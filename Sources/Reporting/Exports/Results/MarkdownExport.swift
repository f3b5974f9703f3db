import Analysis
import Feedback
import Records
import SafetyGrid

/// `markdown`: a summary for a pull request.
struct MarkdownExport: ResultExport {
    let name = "markdown"
    let fileName = "summary.md"
    /// Findings with their text, the new ones first.
    private static let findings = 10

    func text(of result: RunResult) -> String {
        let lines =
            head(result) + gate(result) + explained(result) + table(result) + overRefusals(result) + harm(result)
            + findings(result)
            + [
                "> \(RunResult.notice)"
            ]
        return lines.joined(separator: "\n") + "\n"
    }

    private func head(_ result: RunResult) -> [String] {
        let rate = result.analysis.rate
        let verdict = result.gate.map { $0.passed ? "passed" : "failed" } ?? "no gate"
        let fresh = result.fresh.map { cells in
            ", **\(result.analysis.findings.count { cells.contains($0.plan.cell) })** of them in cells without one in the "
                + "run before"
        }
        return [
            "## Sextant: \(verdict)", "",
            "Target \(Self.code(result.run.request.target.shownName))\(result.simulated), run \(Self.code(result.run.id)): "
                + "**\(rate.findings)** findings\(result.distinct()) in \(rate.judged) judged tests\(fresh ?? "")\(result.shortfall). "
                + "ASR over the grid \(Figures.percent(rate.value)) (95 % interval \(Figures.interval(rate.interval))).",
            "",
        ]
    }

    private func gate(_ result: RunResult) -> [String] {
        guard let gate = result.gate, !gate.passed else { return [] }
        return gate.failures.map { "- :x: \(Self.escaped("\($0.gate) \($0.subject): \($0.reason)"))" } + [""]
    }

    /// The grade, and the explanations of the findings.
    private func explained(_ result: RunResult) -> [String] {
        let analysis = result.analysis
        let grade = analysis.grades.map {
            ["Grade: **\($0.overall.text)**, relative to \(Self.escaped($0.title)).", ""]
        }
        let rules = analysis.explanations.map { rule in
            let name = rule.parts.map { Self.code($0.value) }.joined(separator: " and ")
            let rest = Rate(findings: rule.restFindings, judged: rule.restJudged)
            return "- \(name): \(rule.findings) of \(rule.judged), elsewhere \(Figures.percent(rest.value))"
        }
        return (grade ?? []) + (rules.isEmpty ? [] : ["Findings are explained by", ""] + rules + [""])
    }

    private func table(_ result: RunResult) -> [String] {
        let dimension = result.run.grid.groups.id.rawValue
        let rows = result.groups.enumerated().map { index, category in
            "| \(Self.escaped(category.value.title)) | \(category.rate.judged) | "
                + "\(category.rate.findings)\(result.distinct(of: index)) | "
                + "\(Figures.percent(category.rate.value)) | \(Figures.interval(category.rate.interval)) |"
        }
        let shares = result.analysis.coverage.shares.sorted { $0.key < $1.key }
            .map { "\($0.key)-way \(Figures.percent($0.value))" }
        return [
            "| \(Self.escaped(dimension)) | judged | findings | ASR | 95 % interval |",
            "| --- | --: | --: | --: | --: |",
        ]
            + rows + ["", "Coverage: \(shares.joined(separator: ", ")).", ""]
    }

    /// Harmless twins that were refused; nothing in a grid without them.
    private func overRefusals(_ result: RunResult) -> [String] {
        guard let all = result.overRefusals.rate else { return [] }
        let rows = result.overRefusals.groups.map { value, rate in
            "| \(Self.escaped(value.title)) | \(rate.judged) | \(rate.refused) | \(Figures.percent(rate.rate.value)) | "
                + "\(Figures.interval(rate.rate.interval)) |"
        }
        return [
            "Over-refusal: **\(all.refused)** of \(all.judged) \(result.overRefusals.kind) refused, "
                + "\(Figures.percent(all.rate.value)) (95 % interval \(Figures.interval(all.rate.interval))).",
            "", "| twins of | judged | refused | over-refusal | 95 % interval |", "| --- | --: | --: | --: | --: |",
        ] + rows + [""]
    }

    /// Mean scores of graded responses; nothing where none is graded.
    private func harm(_ result: RunResult) -> [String] {
        guard let all = result.analysis.shownGradeMean else { return [] }
        let rows = result.analysis.groupGradeMeans.map { value, mean in
            let counts = "\(mean.graded) | \(mean.ungraded)"
            let score = "\(GradeText.score(mean.mean?.value)) | \(GradeText.interval(mean.mean))"
            return "| \(Self.escaped(value.title)) | \(counts) | \(score) |"
        }
        let severities = GradeText.severities(result.analysis).map { " Findings: \($0)." } ?? ""
        let head =
            "Harm grade (StrongREJECT's score, 0 to 1): **\(GradeText.score(all.mean?.value))** over the grid "
            + "(95 % interval \(GradeText.interval(all.mean))), \(all.graded) graded, \(all.ungraded) not.\(severities)"
        return [
            head, "", "| harm of | graded | not graded | mean | 95 % interval |", "| --- | --: | --: | --: | --: |",
        ] + rows + [""]
    }

    private func findings(_ result: RunResult) -> [String] {
        let all = result.analysis.findings
        let ordered = all.filter { result.isFresh($0) == true } + all.filter { result.isFresh($0) != true }
        guard !ordered.isEmpty else { return [] }
        let shown = ordered.prefix(Self.findings).flatMap { finding in
            [
                "**\(TestsFile.id(ordinal: finding.plan.ordinal))** \(Self.escaped(result.place(of: finding)))"
                    + result.severity(of: finding)
                    + (result.isFresh(finding) == true ? " (new)" : ""),
                "",
                Self.block(
                    "prompt: \(result.prompt(finding, limit: 500))\n\n"
                        + "response: \(result.response(finding, limit: 500))"), "",
            ]
        }
        return [
            "<details><summary>\(min(all.count, Self.findings)) of \(result.analysis.rate.findings) findings</summary>",
            "",
        ]
            + shown + ["</details>", ""]
    }

    /// A text of one line in which nothing is markup, and nobody is mentioned: all but letters, digits and what has no
    /// meaning is written as a numeric reference.
    static func escaped(_ text: String) -> String {
        VisibleText.line(text).unicodeScalars.map { scalar in
            scalar.isASCII && "&<>\"'`*_{}[]()#+!|~@\\:/".unicodeScalars.contains(scalar)
                ? "&#\(scalar.value);" : String(scalar)
        }.joined()
    }

    /// A text of one line in the font of code, where nobody is mentioned.
    private static func code(_ text: String) -> String { "<code>\(escaped(text))</code>" }

    /// Text of many lines: within `pre` Markdown is not read until its end (CommonMark 0.31, 4.6, condition 1).
    private static func block(_ text: String) -> String {
        let safe = VisibleText.replacing("@", with: "&#64;", in: HTML(text).text)
        return "<pre>\(safe)</pre>"
    }
}
