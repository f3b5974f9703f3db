import Analysis
import Feedback
import Records
import SafetyGrid

/// Refused twins beside the rate of harm: a target that refuses everything is not good.
struct OverRefusalSection {
    /// A hazard, or all.
    struct Row {
        let title: HTML
        let counts: HTML
        let rate: HTML
        let range: HTML
        let harm: HTML
    }

    /// A refused twin.
    struct Finding {
        let place: HTML
        let prompt: HTML
        let response: HTML
    }

    let note: HTML
    let rows: [Row]
    let chart: HTML
    let findings: [Finding]
    let more: HTML?

    /// Most refused twins that are shown with their texts.
    private static let most = 20

    /// Nil for a run without twins.
    init?(_ analysis: RunAnalysis) {
        let tally = analysis.statistics.overRefusals
        guard let whole = tally.rate else { return nil }
        let others = Self.others(analysis.history)
        let harm = Dictionary(
            zip(analysis.run.grid.groups.values.map(\.id), analysis.groupRates)
        ) { first, _ in first }
        rows =
            tally.groups.map { Self.row($0.value.title, $0.rate, harm[$0.value.id]) }
            + [Self.row("All", whole, analysis.rate)]
            + others.map { Self.row("\($0.name), run \($0.point.run)", $0.refusal, $0.point.rate) }
        note = HTML(
            "\(tally.kind.prefix(1).uppercased())\(tally.kind.dropFirst()), and how many of them were refused, wholly or in part. "
                + "They are no part of the attack success rate beside them.")
        chart = TradeOffChart.svg(
            [("", analysis.rate, whole)] + Self.configs(analysis) + others.map { ($0.name, $0.point.rate, $0.refusal) })
        findings = tally.findings.prefix(Self.most).map { record in
            Finding(
                place: HTML(analysis.run.grid.key(of: analysis.run.grid.cell(record.plan.cell))),
                prompt: HTML(record.testCase?.prompt ?? ""), response: HTML(record.response?.text ?? ""))
        }
        more =
            tally.count > findings.count
            ? HTML("\(Figures.count(tally.count - findings.count)) more refused twins are in tests.jsonl.") : nil
    }

    /// Each config that allows something as a point of its own.
    private static func configs(_ analysis: RunAnalysis) -> [TradeOffChart.Point] {
        let grid = analysis.run.grid
        guard let axis = grid.position(of: .config) else { return [] }
        let harm = analysis.rates(dimension: axis)
        return zip(grid.dimensions[axis].values, zip(harm, analysis.statistics.overRefusals.configs)).compactMap {
            config, rates in rates.1.map { (config.title, rates.0, $0) }
        }
    }

    /// Earlier runs of the target with other system prompts.
    private static func others(_ history: RunHistory?) -> [(
        name: String, point: RunHistory.Point, refusal: OverRefusal
    )] {
        (history?.otherSystemPrompts ?? []).compactMap { point in
            let name = point.systemPrompt.map { "system prompt \"\($0.prefix(40))\($0.count > 40 ? "…" : "")\"" }
            return point.overRefusal.map { (name ?? "no system prompt", point, $0) }
        }
    }

    private static func row(_ name: String, _ refusal: OverRefusal, _ harm: Rate?) -> Row {
        Row(
            title: HTML(name), counts: HTML("\(refusal.refused) of \(refusal.judged)"),
            rate: HTML(Figures.percent(refusal.rate.value)),
            range: HTML(Figures.interval(refusal.rate.interval)),
            harm: HTML("\(Figures.percent(harm?.value)) (\(Figures.interval(harm?.interval)))"))
    }
}

/// Harm to the right, over-refusal upwards, each 0 to 100 %: the run as a point with its two intervals, and smaller ones for
/// those beside it.
enum TradeOffChart {
    /// A point: its name (none for the run itself), and its two rates.
    typealias Point = (name: String, harm: Rate, refusal: OverRefusal)

    private static let size = 200.0
    private static let left = 40.0
    private static let top = 10.0

    static func svg(_ points: [Point]) -> HTML {
        let marks = points.compactMap(mark)
        guard !marks.isEmpty else { return HTML("") }
        let label = points.compactMap(words).joined(separator: " ") + " Down and to the left is better."
        let parts =
            [
                "<svg viewBox=\"0 0 260 250\" width=\"260\" height=\"250\" role=\"img\" aria-label=\"\(HTML(label).text)\">",
                "<rect x=\"\(x(0))\" y=\"\(y(1))\" width=\"200\" height=\"200\" fill=\"none\" stroke=\"currentColor\" opacity=\"0.3\"/>",
            ] + marks + [
                "<text x=\"40\" y=\"225\" font-size=\"11\" fill=\"currentColor\">0 %</text>",
                "<text x=\"215\" y=\"225\" font-size=\"11\" fill=\"currentColor\">100 %</text>",
                "<text x=\"90\" y=\"242\" font-size=\"11\" fill=\"currentColor\">rate of harm (ASR)</text>",
                "<text x=\"12\" y=\"170\" font-size=\"11\" fill=\"currentColor\" transform=\"rotate(-90 12 170)\">over-refusal</text>",
                "</svg>",
            ]
        return HTML(markup: parts.joined())
    }

    private static func x(_ share: Double) -> String { Figures.decimal(left + share * size, places: 1) }
    private static func y(_ share: Double) -> String { Figures.decimal(top + (1 - share) * size, places: 1) }

    private static func words(_ point: Point) -> String? {
        point.harm.estimate.map {
            (point.name.isEmpty ? "" : "\(point.name): ")
                + "Rate of harm \(Figures.percent($0.value)), over-refusal \(Figures.percent(point.refusal.rate.value))."
        }
    }

    private static func mark(_ point: Point) -> String? {
        guard let across = point.harm.estimate else { return nil }
        let up = point.refusal.rate
        let isBeside = !point.name.isEmpty
        let circle =
            "<circle cx=\"\(x(across.value))\" cy=\"\(y(up.value))\" r=\"\(isBeside ? 3 : 5)\" fill=\"currentColor\">"
            + (words(point).map { "<title>\(HTML($0).text)</title>" } ?? "") + "</circle>"
        let lines = [
            "<line x1=\"\(x(across.lower))\" x2=\"\(x(across.upper))\" y1=\"\(y(up.value))\" y2=\"\(y(up.value))\" stroke=\"currentColor\"/>",
            "<line x1=\"\(x(across.value))\" x2=\"\(x(across.value))\" y1=\"\(y(up.lower))\" y2=\"\(y(up.upper))\" stroke=\"currentColor\"/>",
        ].joined()
        return (isBeside ? "<g opacity=\"0.5\">\(lines)</g>" : lines) + circle
    }
}
