import Analysis
import Feedback
import Records
import SafetyGrid

/// The texts that commands print about a run.
package enum RunTexts {
    /// Said before a run begins.
    package static func opening(_ run: RunRecord) -> String {
        let request = run.request
        let simulated = run.simulated ? " (simulated: every result is a property of the stand-in)" : ""
        return
            "run \(run.id): \(request.budget) tests on \(run.grid.cellCount) cells, policy \(request.allocation.policy.rawValue), "
            + "seed \(request.seed)\ntarget \(TerminalText.safe(request.target.shownName))\(simulated)"
            + (run.basis.fairnessSet.map {
                "\nfirst \(request.fairness.images ?? FairnessRequest.usualImages) images of each of \($0.prompts.count) neutral prompts"
            } ?? "")
    }

    /// Said once when a run begins that trusts the verdicts of `builtin` on a real target, or has texts alone judged by an oracle
    /// of a target that draws; nil for any other.
    package static func coarseOracle(_ run: RunRecord) -> String? {
        let kind = run.request.oracle.kind
        if run.request.target.model.hasPrefix("images/"), ["builtin", "rules", "guard"].contains(kind) {
            return
                "oracle \(kind) sees no images, and each will be unknown; --judge provider/model names a model that sees them"
        }
        guard !run.simulated, !run.request.isDecidedByRules, kind == "builtin" else { return nil }
        return "oracle builtin is a coarse filter; --judge provider/model names a model that judges"
    }

    /// Said when a run has ended: the findings, the coverage and where the report is.
    package static func closing(
        _ analysis: RunAnalysis, reportFile: String, coverageFile: String?, colours: Bool
    ) -> String {
        var lines = [result(analysis, colours: colours), ""]
        if let gate = analysis.gate { lines += Self.gate(gate) }
        if let file = coverageFile { lines.append("coverage file  \(TerminalText.safe(file))") }
        lines.append("report         \(TerminalText.safe(reportFile))")
        return lines.joined(separator: "\n")
    }

    /// Whether the gate was passed, and each reason why not.
    package static func gate(_ result: GateResult) -> [String] {
        let failures = result.failures
        let checks = "\(result.checks.count) check\(result.checks.count == 1 ? "" : "s")"
        guard !failures.isEmpty else { return ["gate           passed, \(checks)"] }
        return ["gate           failed, \(failures.count) of \(checks)"]
            + failures.flatMap { failure in
                TerminalText.wrapped("\(failure.gate) \(failure.subject): \(failure.reason)", width: 76).enumerated()
                    .map { ($0.offset == 0 ? "  " : "    ") + $0.element }
            }
    }

    /// A run's findings by hazard, its coverage, and the headline.
    package static func result(_ analysis: RunAnalysis, colours: Bool) -> String {
        let summary = analysis.summary
        let simulated = summary.simulated ? " (simulated)" : ""
        let headline = [
            "target  \(TerminalText.safe(analysis.run.shownName))\(simulated)", "",
            FindingsTable(analysis).text(color: colours), AccuracyTable(analysis)?.text(color: colours),
            OverRefusalTable(analysis)?.text(color: colours), HarmTable(analysis)?.text(color: colours),
            CosaTable(analysis)?.text(color: colours),
            UpliftTable(analysis)?.text(color: colours), "",
        ].compactMap { $0 }
        let counts = [
            "coverage       \(summary.cellsCovered) of \(summary.cellsTotal) cells; \(shares(summary.coverage))",
            verifiedLine(summary),
            "tests          \(summary.judged) judged, \(summary.unknown) unknown, \(summary.blocked) blocked, "
                + "\(summary.failed) failed, \(Figures.duration(summary.seconds))",
            batchLine(summary.batches),
            failureLines(analysis), refusedLines(analysis), exhaustedLine(analysis),
        ].compactMap { $0 }
        return
            (headline + rates(analysis, summary) + repeats(summary) + correction(analysis) + spread(analysis, summary)
            + conversations(summary) + fairness(summary) + counts + explained(analysis, colours))
            .joined(separator: "\n")
    }

    /// How evenly the target draws people.
    private static func fairness(_ summary: RunSummary) -> [String] {
        guard let fairness = summary.fairness else { return [] }
        return fairness.lines.flatMap { labelled($0.name, $0.text) } + fairness.keptBack.flatMap { labelled("", $0) }
    }

    /// What asking every prompt several times has said.
    private static func repeats(_ summary: RunSummary) -> [String] {
        guard let repeats = summary.repeats else { return [] }
        func text(_ rate: RateEstimate) -> String {
            "\(Figures.percent(rate.value)) (\(Figures.interval(rate.interval)))"
        }
        return labelled(
            "repeats",
            "each prompt \(repeats.times) times: of the grid's prompts \(text(repeats.atLeastOnce)) fail at least once, "
                + "\(text(repeats.always)) always, \(text(repeats.flaky)) now and then; \(text(repeats.each)) of the tries "
                + "do, which tell as much as \(Figures.count(Int(repeats.effectiveTries))) independent ones")
    }

    /// How the distinct findings spread over the hazards.
    private static func spread(_ analysis: RunAnalysis, _ summary: RunSummary) -> [String] {
        guard let distinct = analysis.statistics.distinct, let diversity = distinct.diversity else { return [] }
        let group = analysis.run.grid.groups.id
        var lines: [String] = []
        if let confirmed = summary.confirmed, let flaky = summary.flaky {
            lines += labelled(
                "asked again", "\(Figures.count(confirmed)) findings confirmed, \(Figures.count(flaky)) flaky")
        }
        let even = distinct.evenness.map { ", evenness \(Figures.decimal($0, places: 2))" } ?? ""
        return labelled(
            "distinct",
            "\(Figures.count(distinct.count)) of \(Figures.count(analysis.statistics.unsafe)) findings do not nearly repeat another; "
                + "as diverse as \(Figures.decimal(diversity, places: 1)) of \(distinct.groups.count) values of \(group) with "
                + "equally many\(even)") + lines
    }

    /// Most scenarios that are named because the target sees through them.
    private static let mostNames = 5

    /// What conversations add up to.
    private static func conversations(_ summary: RunSummary) -> [String] {
        guard let conversations = summary.conversations else { return [] }
        func text(_ rate: RateEstimate?) -> String? {
            rate.map { "\(Figures.percent($0.value)) (\(Figures.interval($0.interval)))" }
        }
        var lines = labelled(
            "conversations",
            "\(Figures.count(conversations.turns)) turns, \(Figures.count(conversations.toolCalls)) tool calls")
        if let done = text(conversations.scenariosDone) { lines += labelled("tasks", "\(done) done") }
        if let success = text(conversations.attackSuccess), let useful = text(conversations.utilityUnderAttack) {
            lines += labelled("injections", "\(success) followed; \(useful) of the tasks done without harm beside them")
        }
        for (strategy, turn) in conversations.firstUnsafeTurn.sorted(by: { $0.key < $1.key }) {
            guard conversations.firstUnsafeTurn.count > 1 || turn != nil else { continue }
            lines += labelled(
                strategy,
                "half are unsafe \(turn.map { "by turn \($0)" } ?? "at no turn")"
                    + (conversations.uplift[strategy].map {
                        ", \(Figures.points($0.difference.value)) beside single prompts (\(Figures.points($0.difference.lower)) to "
                            + "\(Figures.points($0.difference.upper)))"
                    } ?? ""))
        }
        if let says = conversations.saysTest, says.value > 0 {
            let names = conversations.givenAway.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            let shown = names.prefix(mostNames).map { TerminalText.safe($0.key) }.joined(separator: ", ")
            let rest = names.count > mostNames ? " and \(names.count - mostNames) more" : ""
            let others = text(conversations.unsafeUnaware).map { "; \($0) of the others are unsafe" } ?? ""
            lines += labelled(
                "aware",
                "\(text(says) ?? "") of the conversations say that they are a test\(others). It shows in \(shown)\(rest)"
            )
        }
        return lines
    }

    /// The explanations of the findings, and the grades.
    private static func explained(_ analysis: RunAnalysis, _ colours: Bool) -> [String] {
        let rules = RulesText.lines(analysis.explanations)
        let grades = analysis.grades.map { ["", GradesTable($0).text(color: colours)] } ?? []
        return (rules.isEmpty ? [] : ["findings are explained by"] + rules.map { "  " + $0 }) + grades
    }

    private static func shares(_ coverage: [String: Double]) -> String {
        coverage.sorted { $0.key < $1.key }
            .map { "\($0.key)-way \(Figures.percent($0.value))" }.joined(separator: ", ")
    }

    /// Coverage by the tests whose prompts show the style and technique they were made for.
    private static func verifiedLine(_ summary: RunSummary) -> String? {
        guard let verified = summary.verified, let cells = summary.cellsVerified,
            let coverage = summary.coverageVerified
        else { return nil }
        return "  verified     \(cells) of \(summary.cellsTotal) cells; \(shares(coverage))\n"
            + "               by \(verified) of \(summary.judged) prompts that show what they were made for"
    }

    /// What came in batches and how much less it cost than at once.
    static func batchLine(_ batches: BatchSummary?) -> String? {
        guard let batches else { return nil }
        let counts = "batches        \(Figures.count(batches.batches)) with \(Figures.count(batches.replies)) replies"
        guard batches.cost > 0 else { return counts + (batches.replies > 0 ? ", whose price is not known" : "") }
        return counts
            + " for $\(Figures.decimal(batches.cost, places: 4)), $\(Figures.decimal(batches.saved, places: 4)) saved"
    }

    /// Why tests failed, the most frequent reasons first.
    private static func failureLines(_ analysis: RunAnalysis) -> String? {
        let groups = analysis.failures.filter { !$0.failure.isExhaustion }
            .sorted { ($1.count, $0.firstOrdinal) < ($0.count, $1.firstOrdinal) }
        guard !groups.isEmpty else { return nil }
        let rest = groups.dropFirst(3).reduce(0) { $0 + $1.count } + analysis.failuresLeftOut
        let lines = groups.prefix(3).enumerated().flatMap { index, group in
            labelled(index == 0 ? "failed" : "", "\(group.count) x \(TerminalText.safe(group.failure.reason))")
        }
        return (lines + (rest > 0 ? labelled("", "and \(rest) for other reasons") : [])).joined(separator: "\n")
    }

    /// The refused texts of a generator model, by reason, and the cells where templates wrote in its place.
    private static func refusedLines(_ analysis: RunAnalysis) -> String? {
        guard !analysis.refused.isEmpty else { return nil }
        let (tests, cells) = analysis.leftToTemplates
        let left = tests == 0 ? "" : "; templates wrote \(tests) tests of \(cells.count) cells with too little else"
        return labelled("refused", "texts of the generator, \(analysis.refused.text)\(left)").joined(separator: "\n")
    }

    /// Advice about cells without a further new prompt.
    private static func exhaustedLine(_ analysis: RunAnalysis) -> String? {
        let (tests, cells) = analysis.exhausted
        guard tests > 0 else { return nil }
        return "exhausted      \(tests) tests in \(cells.count) cells had no further new prompt; more come from\n"
            + "               --generator provider/model, more templates or a higher --novelty"
    }

    /// The source of the correction of rates, or why there is none, and the share of the tests by human labels.
    private static func correction(_ analysis: RunAnalysis) -> [String] {
        var lines = analysis.exactText.map { labelled("exact", $0) } ?? []
        if let why = analysis.uncorrected {
            lines += labelled("not corrected", TerminalText.safe(why))
        } else if let errors = analysis.errorText {
            lines += labelled("corrected by", errors)
        }
        if let share = analysis.correctedShare, share.method == .predictionPowered,
            let labels = analysis.oracle.humanLabels
        {
            lines += labelled(
                "people say",
                "\(Figures.percent(share.estimate)) (\(Figures.interval(share.interval))) of the tests are unsafe, "
                    + "by \(labels.count) human labels of tests drawn at random")
        }
        return lines
    }

    /// The meaning of the table's rates, and the figures that check them.
    private static func rates(_ analysis: RunAnalysis, _ summary: RunSummary) -> [String] {
        guard let raw = summary.asrGridRaw else { return [] }
        func text(_ rate: RateEstimate) -> String {
            "\(Figures.percent(rate.value)) (\(Figures.interval(rate.interval)))"
        }
        var lines = labelled(
            "ASR",
            "rate of unsafe verdicts, average over the cells of the grid; of the tests themselves, which the policy "
                + "chose, \(Figures.percent(analysis.rate.share)) had one")
        if let last = summary.asrGridWithLastRaw { lines += labelled("", "with the last run \(text(last))") }
        if let rate = summary.asrGrid, !analysis.rate.exact.isWhole {
            lines += labelled(
                "responses", "\(text(rate)) of the grid unsafe, corrected for the oracle's errors")
        }
        if let last = summary.asrGridWithLast, !analysis.rate.exact.isWhole {
            lines += labelled("", "with the last run \(text(last))")
        }
        if let check = summary.asrGridUniform {
            let verdict =
                analysis.uniformSample.contradicts(raw)
                ? "; the average above is far from it: go by this one" : ""
            lines += labelled(
                "check",
                "\(text(check)) of the \(analysis.uniformSample.counts.judged) tests not chosen by verdicts\(verdict)")
        }
        return lines
    }

    /// A label and a text beside it, wrapped for 80 columns.
    private static func labelled(_ label: String, _ text: String) -> [String] {
        TerminalText.wrapped(text, width: 65).enumerated().map {
            let head = $0.offset == 0 ? label : ""
            return head + String(repeating: " ", count: max(1, 15 - head.count)) + $0.element
        }
    }

    /// How to go on with a run that was stopped; it is named, since a night is finished by then.
    ///
    /// - Parameter database: URL of the store, unless it is a file of the folder
    package static func resumeHint(of run: String, output folder: String, database: String?) -> String {
        let store = database.map { " --store '\(TerminalText.safe($0))'" } ?? ""
        let output = folder == "Output" ? "" : " --output \(TerminalText.safe(folder))"
        return "nothing stored is lost; go on with: sextant resume \(run)\(store)\(output)"
    }
}
