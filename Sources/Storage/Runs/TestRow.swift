import Foundation
import Foundations
import GRDB
import Images
import Records

/// Reads tests with all their steps in one query.
enum TestRow {
    private static let query = """
        SELECT p.ordinal, p.round, p.cell, p.selection, p.probability, p.parts,
            g.text AS prompt, g.origin, g.milliseconds AS generate_ms,
            r.text AS response, r.blocked, r.truncated, r.model, r.input_tokens, r.output_tokens, r.cost, r.retries, r.cached,
            r.reasoning, r.saved, r.images, r.drawn_prompt, r.milliseconds AS execute_ms,
            v.label, v.behaviour, v.oracle, v.confidence, v.reason, v.details, v.grade, v.milliseconds AS judge_ms,
            f.stage AS failed_stage, f.reason AS failed_reason, f.retryable, f.refused,
            (SELECT json_group_array(json_object('stage', stage, 'reason', reason, 'retryable', json('true')))
             FROM past_failure b WHERE b.run = p.run AND b.ordinal = p.ordinal) AS past_failures, l.calls AS late_calls
        FROM planned_test p
        LEFT JOIN prompt g ON g.run = p.run AND g.ordinal = p.ordinal
        LEFT JOIN response r ON r.run = p.run AND r.ordinal = p.ordinal
        LEFT JOIN verdict v ON v.run = p.run AND v.ordinal = p.ordinal
        LEFT JOIN failure f ON f.run = p.run AND f.ordinal = p.ordinal
        LEFT JOIN late_calls l ON l.run = p.run AND l.ordinal = p.ordinal
        WHERE p.run = ? AND p.ordinal >= ?
        ORDER BY p.ordinal LIMIT ?
        """

    /// Tests of a run in order of ordinal, from `first` on, at most `limit` (-1 for all).
    static func fetch(_ database: Database, run: Int64, from first: Int = 0, limit: Int = -1) throws -> [TestRecord] {
        let statement = try database.cachedStatement(sql: query)
        let rows = try Row.fetchCursor(statement, arguments: [run, first, limit])
        var records: [TestRecord] = []
        while let row = try rows.next() { records.append(try record(row)) }
        try TurnRows.fill(&records, database, run: run)
        try fillRepeats(&records, database, run: run)
        return records
    }

    private static let repeats = """
        SELECT r.id AS run, t.ordinal, t.attempt, t.response, t.label, t.behaviour, t.oracle, t.confidence, t.reason, t.details, t.grade
        FROM repeated_test t JOIN run r ON r.number = t.run
        WHERE t.run = ? AND t.ordinal BETWEEN ? AND ? ORDER BY t.ordinal, t.attempt
        """

    /// Gives the records of a run, which are in order of ordinal, the tries of findings that were asked again.
    private static func fillRepeats(_ records: inout [TestRecord], _ database: Database, run: Int64) throws {
        guard let first = records.first?.plan.ordinal, let last = records.last?.plan.ordinal else { return }
        let rows = try Row.fetchCursor(
            database.cachedStatement(sql: repeats), arguments: [run, first, last])
        var index = 0
        while let row = try rows.next() { try addRepeat(row, to: &records, at: &index) }
    }

    /// Adds a try to its test.
    ///
    /// - Parameter index: where the test before it stands, and then where this one does
    static func addRepeat(_ row: some StoredRow, to records: inout [TestRecord], at index: inout Int) throws {
        let retest = try Retest(stored: row)
        while records[index].plan.ordinal < retest.ordinal { index += 1 }
        records[index].repeats.append(retest)
    }

    /// The test of a row, without its turns and tries.
    static func record(_ row: some StoredRow) throws -> TestRecord {
        let parts: String? = row["parts"]
        let plan = PlannedTest(
            ordinal: row["ordinal"], round: row["round"], cell: row["cell"],
            selection: try row.word("selection"),
            probability: row["probability"],
            parts: try parts.map { try JSONColumn.value(ChosenParts.self, from: $0) })
        var record = TestRecord(plan: plan)
        if let prompt = row.fullText("prompt") {
            record.testCase = TestCase(
                plan: plan, prompt: prompt,
                origin: try JSONColumn.members(from: row["origin"]))
        }
        if let text = row.fullText("response") {
            record.response = try Response(text, row)
            let drawn: String? = row["drawn_prompt"]
            record.response?.drawnPrompt = try drawn.map { try JSONColumn.value(ImageReference.self, from: $0) }
        }
        if row.hasValue("label") {
            record.verdict = try Verdict(stored: row)
        }
        if row.hasValue("failed_stage") {
            let refused: String? = row["refused"]
            record.failure = TestFailure(
                stage: try row.word("failed_stage"), reason: row.fullText("failed_reason") ?? "",
                retryable: row["retryable"],
                refused: try refused.map { try JSONColumn.value(RefusedPrompts.self, from: $0) })
        }
        let past: String = row["past_failures"]
        if past != "[]" { record.pastFailures = try JSONColumn.value([TestFailure].self, from: past) }
        record.lateCalls = row["late_calls"] ?? 0
        record.timings = TestTimings(
            generateMS: row["generate_ms"], executeMS: row["execute_ms"], judgeMS: row["judge_ms"])
        return record
    }
}

extension Response {
    /// The response of a row.
    init(_ text: String, _ row: some StoredRow) throws {
        let input: Int? = row["input_tokens"]
        let output: Int? = row["output_tokens"]
        let retries: String? = row["retries"]
        self.init(
            text: text, reasoning: row.fullText("reasoning"), blocked: row["blocked"], truncated: row["truncated"],
            model: row["model"],
            usage: input == nil && output == nil ? nil : TokenUsage(input: input ?? 0, output: output ?? 0),
            cost: row["cost"], retries: try retries.map { try JSONColumn.value([Retry].self, from: $0) } ?? [],
            isCached: row["cached"], saved: row["saved"])
        let images: String? = row["images"]
        if let images { self.images = try JSONColumn.images(from: images) }
    }
}
