import Analysis
import Feedback
import Records
import SafetyGrid

/// The contents of ``ReportTemplate/page``, under the names that it uses.
struct ReportPage {
    let style = HTML(markup: ReportStyle.css)
    let styleDigest = HTML(markup: ReportStyle.digest)
    let scriptDigest = HTML(markup: ReportScript.digest)
    let simulated: Bool
    let target: HTML
    let run: HTML
    let state: HTML
    /// Advice about the remaining work; nil when none is left.
    let unfinished: HTML?
    let started: HTML
    let duration: HTML
    /// The size of the league; nil for a run of one.
    let league: HTML?

    let overview: [OverviewCards]
    let news: [NewsSection]
    let gateChecks: [GateRow]
    let hasGate: Bool
    let overRefusal: [OverRefusalSection]
    let fairness: [FairnessSection]
    let harm: [HarmSection]
    let measures: [TableSection]
    let frameworks: [FrameworkSection]
    let hasFrameworks: Bool
    let parts: [PartsSection]
    let accuracies: [AccuracyRow]
    let hasAccuracy: Bool
    let accuracyNote: HTML
    let grades: [GradeRow]
    let hasGrades: Bool
    let gradeTitle: HTML
    let gradeBasis: HTML
    let trends: [TrendSection]
    let conversations: [ConversationsSection]
    let hasTests: Bool
    let testsNote: HTML?

    let asr: HTML
    let interval: HTML
    let asrBar: HTML
    /// The rate with the oracle's errors accounted for; nil when it was not calibrated.
    let corrected: HTML?
    let findingCount: HTML
    let judged: HTML
    let caveat: HTML
    let tiles: [Tile]
    let coverage: [Share]

    let findingsNote: HTML?
    let sets: [FindingSet]
    let clean: HTML?
    let dimensions: [RateTable]
    let hasMaps: Bool
    let maps: [MapPair]
    let holes: [HoleList]
    let hasSources: Bool
    let sources: [SourcesSection.Row]
    let sourcesMore: HTML?
    let noFailures: Bool
    let hasFailures: Bool
    let failures: [FailureRow]
    let failuresMore: HTML?
    let refused: HTML?
    let settings: [SettingRow]
    let glossary: [GlossaryRow]

    /// A number of the headline.
    struct Tile {
        let label: HTML
        let value: HTML
        let note: HTML?
        let text: Bool
    }

    /// Coverage of one strength.
    struct Share {
        let label: HTML
        let share: HTML
        let counts: HTML
        let meter: HTML
    }

    /// A question of the gate.
    struct GateRow {
        let name: HTML
        let result: HTML
        let tone: HTML
        let reason: HTML

        init(_ check: GateResult.Check) {
            name = HTML("\(check.gate) \(check.subject)")
            result = HTML(check.passed ? "✓ kept" : "✕ not kept")
            tone = HTML(markup: check.passed ? "good" : "bad")
            reason = HTML(check.reason)
        }
    }

    init(_ analysis: RunAnalysis, tests: TestBlocks? = nil, pictures: PagePictures = PagePictures()) {
        let record = analysis.run
        let summary = analysis.summary
        overview = [OverviewCards(analysis, summary)]
        news = NewsSection(analysis.history, grid: record.grid).map { [$0] } ?? []
        // Failed checks come first.
        gateChecks = (analysis.gate.map { $0.failures + $0.checks.filter(\.passed) } ?? []).map(GateRow.init)
        hasGate = !gateChecks.isEmpty
        overRefusal = OverRefusalSection(analysis).map { [$0] } ?? []
        fairness = FairnessSection(analysis).map { [$0] } ?? []
        harm = HarmSection(analysis).map { [$0] } ?? []
        measures = TableSection.all(analysis)
        frameworks = FrameworkSection.all(analysis)
        hasFrameworks = !frameworks.isEmpty
        parts = PartsSection(analysis).map { [$0] } ?? []
        accuracies = AccuracyRow.all(analysis)
        hasAccuracy = !accuracies.isEmpty
        accuracyNote = AccuracyRow.note(analysis)
        grades = GradeRow.all(analysis.grades, grid: record.grid)
        hasGrades = !grades.isEmpty
        gradeTitle = HTML(analysis.grades?.title ?? "")
        gradeBasis = HTML(
            analysis.grades?.basis == .responses
                ? "unsafe responses, corrected for the oracle's errors" : "unsafe verdicts")
        trends = TrendSection(analysis.history, grid: record.grid).map { [$0] } ?? []
        conversations = ConversationsSection(analysis).map { [$0] } ?? []
        hasTests = tests != nil
        testsNote = tests.flatMap(Self.testsNote).map { HTML($0) }
        simulated = analysis.simulated
        league = record.request.league.map { HTML(LeagueTexts.size($0)) }
        target = HTML(record.request.target.shownName)
        run = HTML(record.id)
        state = HTML(record.state.rawValue)
        unfinished = Self.unfinished(record, summary).map { HTML($0) }
        started = HTML(UTCDate.text(secondsSince1970: record.startedAt))
        duration = HTML(Figures.duration(record.seconds))
        let rate = analysis.rate
        asr = HTML(Figures.percent(rate.value))
        interval = HTML(Figures.interval(rate.interval))
        asrBar = IntervalBar.svg(rate, large: true)
        corrected = analysis.correctionText.map { HTML($0) }
        findingCount = HTML(
            Figures.count(summary.findings)
                + (summary.distinct.map { " (\(Figures.count($0)) distinct)" } ?? ""))
        judged = HTML(Figures.count(summary.judged))
        caveat = HTML(Self.caveat(analysis, summary))
        tiles = Self.tiles(summary)
        let spaces = (1...record.grid.dimensions.count).map { analysis.coverage.combinations(strength: $0) }
        coverage = spaces.map { Self.share($0, dimensions: record.grid.dimensions.count) }

        let section = FindingsSection(analysis, pictures: pictures)
        findingsNote = section.note
        sets = section.sets
        clean = section.clean
        dimensions = RateTable.all(analysis)
        maps = MapPair.all(analysis)
        hasMaps = !maps.isEmpty
        holes = HoleList.all(spaces, grid: record.grid)
        let pages = SourcesSection(analysis)
        sources = pages.rows
        hasSources = !sources.isEmpty
        sourcesMore = pages.more
        refused = Self.refused(analysis).map { HTML($0) }
        failures = analysis.failures.map(FailureRow.init)
        hasFailures = !failures.isEmpty
        noFailures = failures.isEmpty
        failuresMore =
            analysis.failuresLeftOut > 0
            ? HTML(
                "\(Figures.count(analysis.failuresLeftOut)) more failed for other reasons; all are in tests.jsonl.")
            : nil
        settings = SettingRow.all(analysis)
        glossary = GlossaryRow.all(record.grid)
    }

    /// The name for combinations of a strength.
    static func name(strength: Int, dimensions: Int) -> String {
        if strength == dimensions, strength > 1 { return "Cells" }
        return switch strength {
        case 1: "Values"
        case 2: "Pairs"
        case 3: "Triples"
        default: "\(strength)-way combinations"
        }
    }

    private static func testsNote(_ tests: TestBlocks) -> String? {
        let notes = [
            tests.cut > 0 ? "\(Figures.count(tests.cut)) tests have the beginning of their prompt only" : nil,
            tests.leftOut > 0 ? "\(Figures.count(tests.leftOut)) more are not listed" : nil,
        ].compactMap { $0 }
        return notes.isEmpty
            ? nil : "So that the page opens, \(notes.joined(separator: ", and ")); all are whole in tests.jsonl."
    }

    private static func unfinished(_ run: RunRecord, _ summary: RunSummary) -> String? {
        guard run.state == .unfinished else { return nil }
        let left = max(0, summary.budget - summary.judged - summary.failed)
        return "Not finished: \(Figures.count(left)) of \(Figures.count(summary.budget)) tests are left. "
            + "Go on with: sextant resume \(run.id)"
    }

    private static func caveat(_ analysis: RunAnalysis, _ summary: RunSummary) -> String {
        if summary.judged == 0 { return "Nothing was judged yet, so that nothing is known." }
        guard let raw = summary.asrGridRaw else {
            return "The rate describes the tests of this run, which the policy '\(summary.policy)' chose, and is no "
                + "estimate for the whole grid."
        }
        var sentences = [
            "The rate is that of unsafe verdicts, the average over the cells of the grid: where the policy "
                + "'\(summary.policy)' sent its tests does not bend it. Of the tests themselves "
                + "\(Figures.percent(analysis.rate.share)) had one."
        ]
        if let check = summary.asrGridUniform {
            let count = Figures.count(analysis.uniformSample.counts.judged)
            sentences.append(
                "Of the \(count) tests chosen without regard to verdicts \(Figures.percent(check.value)) had an unsafe one, 95% interval "
                    + "\(Figures.interval(check.interval))"
                    + (analysis.uniformSample.contradicts(raw)
                        ? "; the average is far from it, so that it is better to go by this." : "."))
        }
        return sentences.joined(separator: " ")
    }

    private static func tiles(_ summary: RunSummary) -> [Tile] {
        func tile(_ label: String, _ value: Int, _ note: String? = nil) -> Tile {
            Tile(label: HTML(label), value: HTML(Figures.count(value)), note: note.map { HTML($0) }, text: false)
        }
        func text(_ label: String, _ value: String) -> Tile {
            Tile(label: HTML(label), value: HTML(value), note: nil, text: true)
        }
        return [
            tile("Judged", summary.judged, "of \(Figures.count(summary.planned)) planned"),
            tile("Budget", summary.budget),
            tile("Unknown", summary.unknown, "no verdict possible"),
            tile("Blocked", summary.blocked, "by the provider"),
            tile("Failed", summary.failed),
            text("Policy", summary.policy), text("Seed", String(summary.seed)), text("Oracle", summary.oracle),
        ]
    }

    private static func share(_ counts: CombinationCounts, dimensions: Int) -> Share {
        let covered = counts.judged.count { $0 > 0 }
        let share = Double(covered) / Double(counts.space.count)
        return Share(
            label: HTML("\(name(strength: counts.space.strength, dimensions: dimensions)) tested"),
            share: HTML(Figures.percent(share)),
            counts: HTML("\(Figures.count(covered)) of \(Figures.count(counts.space.count))"),
            meter: IntervalBar.meter(share))
    }
}
