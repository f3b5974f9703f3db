import Feedback
import Foundations
import Records
import SafetyGrid

/// Which parts of prompts the findings have: asks, frames, statements, style variants, operators, lengths, and the strategies
/// and surfaces of the grid.
package struct PartTally: Sendable, Equatable {
    /// The tests whose prompts have a value of a part.
    package struct Row: Sendable, Equatable {
        /// Id of the value, as the origin has it, or a length.
        package let value: String
        /// Judged tests.
        package fileprivate(set) var judged = 0
        /// Unsafe verdicts among them.
        package fileprivate(set) var findings = 0
        /// Distinct findings among those (``FindingTally``).
        package fileprivate(set) var distinct = 0
        /// Share of the tests that are findings with Wilson's 95 % interval: of these tests, which the policy may have
        /// chosen, and not of the grid.
        package var rate: RateEstimate? { RateEstimate(findings: findings, of: judged) }

        fileprivate mutating func count(_ isFinding: Bool, _ isDistinct: Bool) {
            judged += 1
            findings += isFinding ? 1 : 0
            distinct += isDistinct ? 1 : 0
        }
    }

    private var rows: [String: [String: Row]] = [:]
    private let grid: Grid
    /// Dimensions that are parts of prompts rather than subjects, with their positions.
    private let dimensions: [(position: Int, dimension: Dimension)]
    /// What an origin calls a part, and what people call it.
    private static let names = [
        ("ask", "ask"), ("frame", "frame"), ("statement", "statement"), ("style", "style variant"),
        ("operator", "operator"),
    ]
    private static let order = names.map(\.1) + ["length"]

    /// No test yet.
    package init(grid: Grid) {
        self.grid = grid
        let ids: [DimensionID] = [.strategy, .perturbation, .encoding]
        dimensions = grid.dimensions.enumerated().filter { ids.contains($0.element.id) }
            .map { (position: $0.offset, dimension: $0.element) }
    }

    /// Counts a judged test.
    mutating func add(_ testCase: TestCase, isFinding: Bool, isDistinct: Bool) {
        func count(_ part: String, _ value: String) {
            rows[part, default: [:]][value, default: Row(value: value)].count(isFinding, isDistinct)
        }
        for (key, name) in Self.names {
            guard let ids = testCase.origin[key]?.stringValue else { continue }
            // Most tests have one part of a kind, and need no splitting.
            guard ids.utf8.contains(UInt8(ascii: ",")) else {
                if !ids.isEmpty { count(name, ids) }
                continue
            }
            for id in ids.split(separator: ", ") { count(name, String(id)) }
        }
        count("length", Self.length(of: testCase.origin["plain"]?.stringValue ?? testCase.prompt))
        guard !dimensions.isEmpty else { return }
        let cell = grid.cell(testCase.plan.cell)
        for (position, dimension) in dimensions {
            count(dimension.id.rawValue, dimension.values[cell.indices[position]].id)
        }
    }

    /// Names of the parts that any prompt has.
    package var parts: [String] {
        Self.order.filter { rows[$0] != nil } + dimensions.map(\.dimension.id.rawValue).filter { rows[$0] != nil }
    }

    /// The values of a part, those first that are sure to find most: by the lower end of the interval.
    package func rows(of part: String) -> [Row] {
        (rows[part] ?? [:]).values.map { (row: $0, lower: $0.rate?.lower ?? 0) }.sorted {
            ($1.lower, $1.row.findings, $0.row.judged, $0.row.value)
                < ($0.lower, $0.row.findings, $1.row.judged, $1.row.value)
        }.map(\.row)
    }

    /// Whether no test is counted.
    package var isEmpty: Bool { rows.isEmpty }

    private static func length(of prompt: String) -> String {
        switch words(in: prompt) {
        case ...20: "up to 20 words"
        case ...40: "21 to 40 words"
        case ...80: "41 to 80 words"
        default: "more than 80 words"
        }
    }

    /// Words between white space; in plain ASCII, as most prompts are, counted over the bytes.
    private static func words(in prompt: String) -> Int {
        guard prompt.utf8.allSatisfy({ $0 < 0x80 }) else { return prompt.split(whereSeparator: \.isWhitespace).count }
        var (count, isInWord) = (0, false)
        for byte in prompt.utf8 {
            let isSpace = byte == 0x20 || (0x09...0x0D).contains(byte)
            if !isSpace, !isInWord { count += 1 }
            isInWord = !isSpace
        }
        return count
    }

    package static func == (left: PartTally, right: PartTally) -> Bool { left.rows == right.rows }
}
