import Feedback
import Records
import SafetyGrid

/// The counts of a run, gathered in one pass over its tests, with memory that does not grow with their number.
///
/// ```swift
/// var statistics = RunStatistics(run)
/// for record in records { statistics.add(record) }
/// statistics.unsafe
/// ```
package struct RunStatistics: Sendable {
    /// Findings and failures of one reason that are kept with their text.
    package struct Limits: Sendable {
        /// Most findings that are kept; the others are counted.
        package var findings = 2000
        /// Most UTF-8 bytes of prompts and responses that are kept over all findings.
        package var textBytes = 64_000_000
        /// Most distinct failure reasons that are kept; the others are counted.
        package var reasons = 100
        /// Most pages that are kept as sources of prompts; mentions of others are counted.
        package var sources = 200

        /// The limits of a report that a browser opens at once.
        package init() {}
    }

    /// The run.
    package let run: RunRecord
    /// Judged tests and findings of every cell.
    package internal(set) var coverage: CoverageMatrix
    /// The same without the tests whose parts the policy chose: what rates over the grid go by.
    package internal(set) var byChance: CoverageMatrix
    /// Tests that had no prompt because their cell has no further new one, and those cells.
    package internal(set) var exhausted: (tests: Int, cells: Set<Int>) = (0, [])
    /// Kept findings, in order of ordinal.
    package private(set) var findings: [TestRecord] = []
    /// Why tests failed, in order of first appearance.
    package internal(set) var failures: [FailureGroup] = []
    /// Failed tests that no group of ``failures`` counts.
    package internal(set) var failuresLeftOut = 0

    /// How evenly the target draws people; nil before anybody looked, and for a run without neutral prompts.
    package internal(set) var fairness: FairnessResult?
    /// What came in batches; nil where nobody looked, and for a run without any.
    package internal(set) var batches: BatchSummary?
    /// The distinct findings; nil where nobody looked at their prompts.
    package internal(set) var distinct: FindingTally?
    /// The parts of the judged prompts; empty where nobody looked at the tests.
    package private(set) var parts: PartTally

    /// What a generator model wrote and was no prompt for its cell.
    package internal(set) var refused = RefusedPrompts()
    /// Tests and cells that templates wrote for, because of a model's poor batches.
    package internal(set) var leftToTemplates: (tests: Int, cells: Set<Int>) = (0, [])

    /// The pages that prompts were written from, and how many tests drew on each, in order of first appearance.
    package private(set) var sources: [(link: PassageLink, tests: Int)] = []
    /// Mentions of pages that ``sources`` does not hold.
    package private(set) var sourcesLeftOut = 0
    /// The counts of a run of items; empty for a run of prompts.
    package internal(set) var items = ItemTally()
    /// Tests under safety configs; empty in a grid without them.
    package internal(set) var cosa: CosaTally
    /// What values add to the bare ask; empty in a grid without one.
    package internal(set) var uplift: UpliftTally
    /// How the target speaks under personas; empty in a grid without them.
    package internal(set) var personas: PersonaTally
    /// Refusals of harmless twins, and of what configs allow; empty in a grid without both.
    package internal(set) var overRefusals: OverRefusalTally
    /// The prompts that were asked several times; nil where each was asked once.
    package internal(set) var repeats: RepeatTally?
    /// The grades of responses; empty where the oracle gives none.
    package internal(set) var grades: GradeTally
    /// Judged tests of harmless twins.
    package internal(set) var judgedTwins = 0
    /// The tests chosen without regard to verdicts, by which rates over the grid are checked.
    package internal(set) var uniformSample: UniformSample
    /// Whether the run's target or any response was simulated: a stand-in served over HTTP says so in its responses.
    package internal(set) var simulated: Bool

    let limits: Limits
    private let isTwin: @Sendable (Int) -> Bool
    private let isHelpExpected: @Sendable (Int) -> Bool
    private var sourceIndex: [String: Int] = [:]
    /// Tests planned.
    package internal(set) var planned = 0
    /// Tests with a verdict.
    package internal(set) var judged = 0
    /// Unsafe verdicts.
    package internal(set) var unsafe = 0
    /// Verdicts `unknown`.
    package internal(set) var unknown = 0
    /// Responses that the provider's own filter stopped.
    package internal(set) var blocked = 0
    /// The verdicts that the rules of scenarios decided.
    package internal(set) var exact = ExactCells()
    /// Tests that could not be finished.
    package internal(set) var failed = 0
    /// The conversations.
    package private(set) var conversations: ConversationStatistics
    private var textBytes = 0
    var behaviours: [Behaviour: Int] = [:]

    /// No test yet.
    ///
    /// - Parameters:
    ///   - run: the run
    ///   - limits: how much is kept
    package init(_ run: RunRecord, limits: Limits = Limits()) {
        self.run = run
        self.limits = limits
        coverage = CoverageMatrix(grid: run.grid)
        byChance = coverage
        uniformSample = UniformSample(grid: run.grid)
        simulated = run.simulated
        isTwin = run.grid.isTwin
        isHelpExpected = run.grid.isHelpExpected
        overRefusals = OverRefusalTally(grid: run.grid)
        grades = GradeTally(grid: run.grid)
        repeats = RepeatTally(of: run)
        cosa = CosaTally(grid: run.grid)
        uplift = UpliftTally(grid: run.grid)
        personas = PersonaTally(grid: run.grid)
        conversations = ConversationStatistics(grid: run.grid)
        parts = PartTally(grid: run.grid)
    }

    /// Counts one test.
    ///
    /// - Parameters:
    ///   - record: the test, as it may be shown
    ///   - testCase: its prompt and origin, where ``TestRecord/redacted`` took them out of the record
    package mutating func add(_ record: TestRecord, of testCase: TestCase? = nil) {
        planned += 1
        addParts(of: testCase ?? record.testCase, record)
        addSources(of: record)
        items.add(record)
        grades.add(record)
        repeats?.add(record)
        addRefused(of: record)
        if !isTwin(record.plan.cell) { conversations.add(record) }
        uniformSample.add(
            cell: record.plan.cell, reason: record.plan.selection,
            unsafe: isTwin(record.plan.cell) ? nil : record.verdict.map { $0.label == .unsafe })
        if record.response?.model?.hasPrefix("simulated/") == true { simulated = true }
        if record.response?.blocked != nil || record.verdict?.behaviour == .blocked { blocked += 1 }
        if let verdict = record.verdict {
            add(verdict, of: record)
        } else if let failure = record.failure {
            add(failure, of: record)
        }
    }

    /// Findings that ``findings`` does not hold.
    package var findingsLeftOut: Int { unsafe - findings.count }

    /// Judged tests that asked for harm: all but those of harmless twins.
    package var judgedForHarm: Int { judged - judgedTwins }

    /// Judged tests with a behaviour.
    package func count(of behaviour: Behaviour) -> Int { behaviours[behaviour] ?? 0 }

    /// The rate of each pair of values of two dimensions: a row for each value of `rows`, in the grid's order.
    ///
    /// - Parameters:
    ///   - rows: index of a dimension
    ///   - columns: index of another one
    /// - Returns: `rows` by `columns` rates
    package func rates(rows: Int, columns: Int) -> [[Rate]] {
        let shape = run.grid.shape
        let axes = (rows: run.grid.axis(rows), columns: run.grid.axis(columns))
        var judged = [Int](repeating: 0, count: shape[rows] * shape[columns])
        var findings = judged
        // Beside strategies, only tests that one led.
        let isOfStrategies = [rows, columns].contains { run.grid.dimensions[$0].id == .strategy }
        let isUnled = run.grid.isUnled
        for cell in coverage.depth.indices where coverage.depth[cell] > 0 && !isTwin(cell) {
            if isOfStrategies && isUnled(cell) { continue }
            let pair = axes.rows.index(of: cell) * shape[columns] + axes.columns.index(of: cell)
            judged[pair] += coverage.depth[cell]
            findings[pair] += coverage.findings[cell]
        }
        return (0..<shape[rows]).map { row in
            (0..<shape[columns]).map { column in
                let pair = row * shape[columns] + column
                return Rate(findings: findings[pair], judged: judged[pair])
            }
        }
    }

    private mutating func add(_ verdict: Verdict, of record: TestRecord) {
        judged += 1
        behaviours[verdict.behaviour, default: 0] += 1
        cosa.add(record, verdict)
        // Parts that a policy chose show what fails, and not what a value adds.
        if record.plan.parts == nil {
            uplift.add(record, verdict)
            personas.add(record, verdict)
        }
        if isHelpExpected(record.plan.cell) { overRefusals.add(record, verdict) }
        guard !isTwin(record.plan.cell) else { return addTwin(verdict, record.plan.cell) }
        coverage.add(cell: record.plan.cell, unsafe: verdict.label == .unsafe)
        if verdict.oracle == Verdict.byRules {
            exact.add(ExactCount(judged: 1, findings: verdict.label == .unsafe ? 1 : 0), to: record.plan.cell)
        }
        if record.plan.parts == nil { byChance.add(cell: record.plan.cell, unsafe: verdict.label == .unsafe) }
        switch verdict.label {
        case .safe: break
        case .unknown: unknown += 1
        case .unsafe:
            unsafe += 1
            keep(record)
        }
    }

    private mutating func addParts(of testCase: TestCase?, _ record: TestRecord) {
        guard let testCase, let verdict = record.verdict, !isTwin(record.plan.cell) else { return }
        var distinct = self.distinct ?? FindingTally(grid: run.grid)
        self.distinct = nil
        let isFinding = verdict.label == .unsafe
        let isDistinct =
            isFinding
            && distinct.add(
                cell: testCase.plan.cell, prompt: testCase.prompt, origin: testCase.origin,
                confirmation: verdict.details?.confirmation)
        self.distinct = distinct
        parts.add(testCase, isFinding: isFinding, isDistinct: isDistinct)
    }

    private mutating func addTwin(_ verdict: Verdict, _ cell: Int) {
        judgedTwins += 1
        coverage.add(cell: cell, unsafe: false)
        byChance.add(cell: cell, unsafe: false)
        if verdict.label == .unknown { unknown += 1 }
    }

    private mutating func addRefused(of record: TestRecord) {
        if let counts = record.failure?.refused { refused.add(counts) }
        guard let origin = record.testCase?.origin else { return }
        refused.add(RefusedPrompts(origin: origin))
        guard origin[RefusedPrompts.poorBatchesKey] != nil else { return }
        leftToTemplates.tests += 1
        leftToTemplates.cells.insert(record.plan.cell)
    }

    private mutating func addSources(of record: TestRecord) {
        guard let origin = record.testCase?.origin, origin["passages"] != nil else { return }
        var seen: Set<String> = []
        for link in PassageLink.all(in: origin) where seen.insert(link.url).inserted {
            if let index = sourceIndex[link.url] {
                sources[index].tests += 1
            } else if sources.count < limits.sources, link.url.utf8.count <= PassageLink.longestURL {
                sourceIndex[link.url] = sources.count
                sources.append((link, 1))
            } else {
                sourcesLeftOut += 1
            }
        }
    }

    private mutating func keep(_ record: TestRecord) {
        guard findings.count < limits.findings else { return }
        let bytes = (record.testCase?.prompt.utf8.count ?? 0) + (record.response?.text.utf8.count ?? 0)
        guard textBytes + bytes <= limits.textBytes else { return }
        textBytes += bytes
        findings.append(record)
    }

    private mutating func add(_ failure: TestFailure, of record: TestRecord) {
        failed += 1
        var failure = failure
        // Counted with the others; failures are told apart by their reasons.
        failure.refused = nil
        if failure.isExhaustion {
            exhausted.tests += 1
            exhausted.cells.insert(record.plan.cell)
        }
        if let index = failures.firstIndex(where: { $0.failure == failure }) {
            failures[index].count += 1
        } else if failures.count < limits.reasons {
            failures.append(FailureGroup(failure: failure, count: 1, firstOrdinal: record.plan.ordinal))
        } else {
            failuresLeftOut += 1
        }
    }
}

/// Tests that failed in the same way.
package struct FailureGroup: Sendable, Equatable {
    /// Stage, reason, and whether a resume tries again.
    package let failure: TestFailure
    /// Tests that failed so.
    package internal(set) var count: Int
    /// The first of them.
    package let firstOrdinal: Int
}
