import Foundations
import GRDB
import Records

extension RunTally {
    /// Adds the tests of one cell that were chosen for one reason: the columns of a `SelectionTally` and of its cell,
    /// `unknown`, a column a behaviour, and one a severity (`from_high`) for the findings that are at least so grave.
    mutating func addSelection(_ row: some StoredRow) throws {
        selections.append(try SelectionTally(stored: row, cell: row["cell"]))
        // From the gravest on, each count has those of the graver ones in it.
        var graver = 0
        for severity in HarmSeverity.allCases.reversed() {
            let count: Int = row["from_\(severity.rawValue)"]
            if count > graver { severities[severity, default: 0] += count - graver }
            graver = count
        }
        unknown += row["unknown"]
        for behaviour in Behaviour.allCases {
            guard let count: Int = row[behaviour.rawValue], count > 0 else { continue }
            behaviours[behaviour, default: 0] += count
        }
    }

    /// Throws unless every verdict has a behaviour that this version knows.
    func checkBehaviours() throws {
        guard behaviours.values.reduce(0, +) == selections.reduce(0, { $0 + $1.judged }) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "unknown behaviour")
        }
    }

    /// Adds tests that failed in one way: `stage`, `reason`, `retryable`, `count`, `first`, and their `cells` as JSON.
    mutating func addFailure(_ row: some StoredRow) throws {
        let failure = TestFailure(
            stage: try row.word("stage"), reason: row.fullText("reason") ?? "", retryable: row["retryable"])
        failures.append(.init(failure: failure, count: row["count"], firstOrdinal: row["first"]))
        if failure.isExhaustion {
            exhaustedCells.formUnion(try JSONColumn.value([Int].self, from: row["cells"]))
        }
    }

    /// Adds what was refused of a generator model before a prompt, as the prompt's `origin` tells, and its `cell`.
    mutating func addRefused(_ row: some StoredRow) throws {
        let origin = try JSONColumn.value([String: JSONValue].self, from: row["origin"])
        refused.add(RefusedPrompts(origin: origin))
        guard origin[RefusedPrompts.poorBatchesKey] != nil else { return }
        leftToTemplates.tests += 1
        leftToTemplates.cells.insert(row["cell"])
    }
}

extension SelectionTally {
    /// The tests of a row: `selection`, `chosen`, `planned`, `judged`, `findings`, `graded`, `score`, and of those that rules
    /// decided `exact` and `exact_findings`.
    init(stored row: some StoredRow, cell: Int) throws {
        self.init(
            cell: cell, reason: try row.word("selection"), planned: row["planned"], judged: row["judged"],
            findings: row["findings"], graded: row["graded"], score: row["score"], hasChosenParts: row["chosen"],
            byRules: ExactCount(judged: row["exact"], findings: row["exact_findings"]))
    }
}

/// Judged tests and findings by target and cell, summed over runs.
struct TallyCounts {
    private struct Key: Hashable {
        let target: String
        let cell: Int
    }

    private var counts: [Key: (judged: Int, findings: Int)] = [:]

    /// Adds the tests of a row: `judged`, `findings`.
    mutating func add(_ row: some StoredRow, target: String, cell: Int) {
        let key = Key(target: target, cell: cell)
        counts[key, default: (0, 0)].judged += row["judged"]
        counts[key, default: (0, 0)].findings += row["findings"]
    }

    /// By target, then by cell.
    var tallies: [CellTally] {
        counts.map {
            CellTally(
                target: $0.key.target, cell: $0.key.cell, judged: $0.value.judged, findings: $0.value.findings)
        }
        .sorted { ($0.target, $0.cell) < ($1.target, $1.cell) }
    }
}
