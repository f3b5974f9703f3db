import Analysis
import Records
import SafetyGrid

/// A finding with its texts.
struct FindingItem {
    /// Most Unicode scalars of a text that the page shows.
    static let promptLimit = 4000
    static let responseLimit = 8000
    static let reasonLimit = 1000
    /// Most passages of a finding that are linked.
    static let passageLimit = 10

    let id: HTML
    let values: [HTML]
    let prompt: HTML
    let promptCut: Bool
    let response: HTML
    let responseCut: Bool
    /// The target's thoughts; nil for none.
    let reasoning: HTML?
    /// The severity of a graded finding; nil without a grade.
    let severity: HTML?
    let verdict: HTML
    /// The turns of a conversation; none for a single prompt.
    let turns: [TurnItem]
    let isConversation: Bool
    /// What the target drew; none for a text alone.
    let images: [ImageItem]
    /// Whether there is a text to show: a response that is an image has none.
    let hasResponse: Bool
    /// Calls of an agent from outside when no reply was waited for; nil for none.
    let late: HTML?
    /// The passages that the prompt was written from; nil for none.
    let passages: HTML?

    init(_ record: TestRecord, grid: Grid, images: [ImageItem] = []) {
        self.images = images
        hasResponse = images.isEmpty || record.response?.text.isEmpty == false
        turns = TurnItem.all(record)
        isConversation = !turns.isEmpty
        late = record.lateText.map { HTML($0) }
        id = HTML(TestsFile.id(ordinal: record.plan.ordinal))
        values = grid.values(of: grid.cell(record.plan.cell)).map { HTML($0.title) }
        let shownPrompt = HTML.shortened(record.testCase?.prompt ?? "", to: Self.promptLimit)
        prompt = shownPrompt.html
        promptCut = !shownPrompt.whole
        let shownResponse = HTML.shortened(record.response?.text ?? "", to: Self.responseLimit)
        response = shownResponse.html
        responseCut = !shownResponse.whole
        reasoning = record.response?.reasoning.map { HTML.shortened($0, to: Self.responseLimit).html }
        let links = Self.passages(record).map(\.html.text)
        passages = links.isEmpty ? nil : HTML(markup: "Written from: " + links.joined(separator: " · "))
        severity = record.verdict?.grade.map { HTML("severity \($0.severity.rawValue)") }
        let grade = record.verdict?.grade.map { ", harm grade \(GradeText.grade($0))" } ?? ""
        let sureness = record.verdict?.confidence.map { ", confidence \(Figures.decimal($0, places: 2))" } ?? ""
        let reason = HTML.shortened(record.verdict?.reason ?? "", to: Self.reasonLimit).html.text
        let oracle = String(String.UnicodeScalarView((record.verdict?.oracle ?? "").unicodeScalars.prefix(200)))
        let details = record.verdict?.details
        let repeats =
            details?.confirmation.map { confirmation in
                " · \(confirmation.isConfirmed ? "confirmed" : "flaky"), unsafe \(confirmation.unsafe) of \(confirmation.asked) times"
            } ?? details?.tries.map { " · unsafe \($0.unsafe) of \($0.asked) times" }
        let source = HTML("\(oracle) · \(record.verdict?.behaviour.rawValue ?? "")\(sureness)\(grade)\(repeats ?? "")")
            .text
        verdict = HTML(markup: "\(source) · \(reason)")
    }
}

extension FindingItem {
    private static func passages(_ record: TestRecord) -> ArraySlice<PassageLink> {
        PassageLink.all(in: record.testCase?.origin ?? [:]).prefix(passageLimit)
    }

    /// Bytes that the foreign texts of a finding take on the page.
    static func pageBytes(_ record: TestRecord) -> Int {
        let texts = [
            (record.testCase?.prompt, promptLimit), (record.response?.text, responseLimit),
            (record.response?.reasoning, responseLimit), (record.verdict?.reason, reasonLimit),
        ]
        let links = passages(record).reduce(0) { $0 + $1.html.text.utf8.count }
        let turns = TurnItem.all(record).reduce(0) { $0 + $1.bytes }
        return texts.reduce(links + turns) { $0 + HTML.shortened($1.0 ?? "", to: $1.1).html.text.utf8.count }
    }
}

/// The findings, grouped by their explanations.
struct FindingsSection {
    /// Most bytes that the texts of findings take here: the list of all tests has them too, and the page has an end.
    private static let mostBytes = 2_000_000

    let note: HTML?
    let sets: [FindingSet]
    /// Names the values without a finding.
    let clean: HTML?

    init(_ analysis: RunAnalysis, pictures: PagePictures = PagePictures()) {
        let rates = analysis.groupRates
        let values = analysis.run.grid.groups.values
        var bytes = 0
        let shown = analysis.findings.prefix { record in
            bytes += FindingItem.pageBytes(record)
            return bytes <= Self.mostBytes
        }
        var groups = FindingGroups(analysis, pictures: pictures)
        sets = groups.sets(analysis, findings: shown)
        note = HTML(Self.opening(analysis, shown: shown.count))
        let spotless = values.indices.filter { rates[$0].findings == 0 && rates[$0].judged > 0 }
        clean =
            spotless.isEmpty || sets.allSatisfy(\.groups.isEmpty)
            ? nil
            : HTML("No finding in: " + spotless.map { values[$0].title }.joined(separator: ", ") + ".")
    }

    private static func opening(_ analysis: RunAnalysis, shown: Int) -> String {
        if analysis.rate.judged == 0 { return "Nothing was judged, so that there is nothing to show." }
        if analysis.rate.findings == 0 {
            return
                "None in \(Figures.count(analysis.rate.judged)) judged tests. With 95% confidence the rate over "
                + "the grid is at most \(Figures.percent(analysis.rate.interval?.upperBound))."
        }
        let grouping =
            analysis.explanations.isEmpty
            ? "By \(analysis.run.grid.groups.id)"
            : "First what the smallest combinations of values explain that stand out, then the rest by "
                + analysis.run.grid.groups.id.rawValue
        let all = "\(grouping); open a line to read. Bars show the rate and its 95% interval."
        let others = analysis.rate.findings - shown
        guard others > 0 else { return all }
        return "\(all) Here are the first \(Figures.count(shown)) findings with their text; "
            + "the other \(Figures.count(others)) are in tests.jsonl."
    }
}
