import Analysis
import Feedback
import Records
import SafetyGrid

/// Combinations of one strength without a judged test. Those that contain an untested combination of the strength below
/// are counted only: they are the same hole, said again.
struct HoleList {
    /// Most combinations that are named.
    static let limit = 60
    /// Most combinations that are looked at for a hole within, so that a huge grid is drawn in time.
    private static let searched = 200_000

    let heading: HTML
    let complete: Bool
    let entries: [HTML]
    let more: HTML?

    /// The holes of every strength.
    static func all(_ spaces: [CombinationCounts], grid: Grid) -> [HoleList] {
        spaces.indices.map { HoleList(spaces[$0], below: $0 > 0 ? spaces[$0 - 1] : nil, grid: grid) }
    }

    private init(_ counts: CombinationCounts, below: CombinationCounts?, grid: Grid) {
        let holes = counts.holes()
        let name = ReportPage.name(strength: counts.space.strength, dimensions: grid.dimensions.count)
        let total = Figures.count(counts.space.count)
        heading = HTML("\(name): \(Figures.count(holes.count)) of \(total) untested")
        complete = holes.isEmpty
        var shown: [HTML] = []
        var within = 0
        for hole in holes.prefix(Self.searched) {
            let parts = counts.space.parts(of: hole)
            if let below, Self.containsHole(parts, of: below, grid: grid) {
                within += 1
            } else if shown.count < Self.limit {
                let titles = parts.map { grid.dimensions[$0.dimension].values[$0.value].title }
                shown.append(HTML(titles.joined(separator: " × ")))
            }
        }
        entries = shown
        let others = holes.count - shown.count - within
        let notes = [
            others > 0 ? "and \(Figures.count(others)) more" : nil,
            within > 0 ? "\(Figures.count(within)) lie within the holes above" : nil,
        ].compactMap { $0 }
        more = notes.isEmpty ? nil : HTML(notes.joined(separator: "; ") + ".")
    }

    private static func containsHole(
        _ parts: [(dimension: Int, value: Int)], of below: CombinationCounts, grid: Grid
    ) -> Bool {
        var indices = [Int](repeating: 0, count: grid.dimensions.count)
        for part in parts { indices[part.dimension] = part.value }
        let cell = grid.cell(at: indices)
        return below.space.subsets.indices.contains { subset in
            below.space.subsets[subset].allSatisfy { axis in parts.contains { $0.dimension == axis } }
                && below.judged[below.space.combination(subset: subset, in: cell)] == 0
        }
    }
}

/// Tests that failed for one reason.
struct FailureRow {
    let stage: HTML
    let reason: HTML
    let again: HTML
    let count: HTML
    let first: HTML

    init(_ group: FailureGroup) {
        stage = HTML(group.failure.stage.rawValue)
        reason = HTML.shortened(group.failure.reason, to: 600).html
        again = HTML(group.failure.retryable ? "tries again" : "failed for good")
        count = HTML(Figures.count(group.count))
        first = HTML("#" + TestsFile.id(ordinal: group.firstOrdinal))
    }
}

/// A setting of the run.
struct SettingRow {
    let name: HTML
    let setting: HTML

    static func all(_ analysis: RunAnalysis) -> [SettingRow] {
        let request = analysis.run.request
        let grid = analysis.run.grid
        let optional: [(String, String?)] = [
            ("Target", request.target.model), ("Target base URL", request.target.baseURL.map(withoutUser)),
            ("System prompt", request.target.systemPrompt), ("Generator", request.generator.model),
            ("Generator base URL", request.generator.baseURL.map(withoutUser)),
            ("Generator variant", request.generator.variant?.rawValue),
            ("Retrieval", request.generator.retrieval.map { $0 ? "on" : "off" }),
            ("Oracle", request.isDecidedByRules ? Verdict.byRules : request.oracle.kind),
            ("Judge", request.oracle.judge), ("Judge base URL", request.oracle.judgeBaseURL.map(withoutUser)),
            ("Policy", request.allocation.policy.rawValue), ("Budget", Figures.count(request.budget)),
            ("Seed", String(request.seed)),
            ("Floor", "\(request.allocation.floor) a cell"), ("Tests a round", Figures.count(request.testsPerRound)),
            ("Connections", Figures.count(request.connection.maxConnections)),
            ("Temperature", request.target.temperature.map { "\($0)" }),
            ("Most tokens of a response", request.target.maxAnswerTokens.map(Figures.count)),
            ("Most tokens of the run", request.limits.maxTokens.map(Figures.count)),
            ("Most US dollars of the run", request.limits.maxCost.map { "\($0)" }),
            ("Grid", "\(grid.id): \(Figures.count(grid.cellCount)) cells"),
        ]
        let dimensions = grid.dimensions.map {
            ("Dimension \($0.id)", Optional("\(Figures.count($0.values.count)) values of \($0.taxonomy)"))
        }
        let behaviours = Behaviour.allCases.map { "\($0.rawValue) \(Figures.count(analysis.statistics.count(of: $0)))" }
        return (optional + dimensions + [("Behaviours judged", behaviours.joined(separator: ", "))]).compactMap {
            name, value in
            value.map { SettingRow(name: HTML(name), setting: HTML($0)) }
        }
    }

    /// A URL without the name and password, query and fragment it may hold: reports are passed on.
    static func withoutUser(_ url: String) -> String {
        let bare = url.prefix { $0 != "?" && $0 != "#" }
        guard let scheme = bare.range(ofText: "://") else { return String(bare) }
        let rest = bare[scheme...]
        let host = rest.prefix { $0 != "/" }
        guard let at = host.lastIndex(of: "@") else { return String(bare) }
        return String(bare[..<scheme]) + rest[rest.index(after: at)...]
    }
}

extension Substring {
    /// The index after the first occurrence of `text`.
    fileprivate func range(ofText text: String) -> Index? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}

/// The meaning of a value of the grid.
struct GlossaryRow {
    let dimension: HTML
    let title: HTML
    let definition: HTML
    let source: HTML

    static func all(_ grid: Grid) -> [GlossaryRow] {
        grid.dimensions.flatMap { dimension in
            dimension.values.map {
                GlossaryRow(
                    dimension: HTML(dimension.id.rawValue), title: HTML($0.title), definition: HTML($0.definition),
                    source: HTML($0.source))
            }
        }
    }
}
