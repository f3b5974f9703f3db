import GRDB
import PostgreSQL
import Records

extension PostgresWriter {
    /// Writes entries of many callers in one go, all or none.
    ///
    /// - Throws: ``StoreError/leaseLost(run:ordinal:)``, ``StoreError/stepRefused(run:ordinal:detail:)``, or the database's
    ///   error.
    func write(_ entries: [StoreEntry]) async throws {
        guard let (run, steps) = Self.steps(of: entries) else { return try await writeEach(entries) }
        let number = try await number(of: run)
        do {
            try await write([guardStatement(steps, run, number).query] + rows(of: steps, number))
        } catch PostgresError.constraint, PostgresError.failed(PostgresSchema.leaseLost, _) {
            // One of the entries is at fault. Written one by one, each gets an error of its own or none.
            try await writeEach(entries)
        }
    }

    /// The run and the steps of entries that are steps of one run, and several; nil for others.
    private static func steps(of entries: [StoreEntry]) -> (run: String, steps: [Step])? {
        var found: (run: String, steps: [Step])?
        for entry in entries {
            guard case .steps(let steps, let run) = entry, found == nil || found?.run == run else { return nil }
            found = (run, (found?.steps ?? []) + steps)
        }
        return found.flatMap { $0.steps.count > 1 ? $0 : nil }
    }

    /// Statements that insert many rows each, because a statement costs more than a row; a table behind those it refers to.
    private func rows(of steps: [Step], _ run: Int64) throws -> [PostgresQuery] {
        let rows = try Dictionary(grouping: steps.map { (ordinal: $0.ordinal, row: try StepRow($0)) }, by: \.row.table)
        var queries: [PostgresQuery] = []
        for table in StepRow.Table.allCases {
            var rest = (rows[table] ?? [])[...]
            while !rest.isEmpty {
                // Few different numbers of rows, because the server keeps a plan for each.
                let count =
                    table == .late
                    ? 1
                    : rest.count >= Self.mostRows
                        ? Self.mostRows : 1 << (rest.count.bitWidth - 1 - rest.count.leadingZeroBitCount)
                queries.append(
                    PostgresQuery(
                        Self.insertions[table]?[count] ?? "",
                        bound: rest.prefix(count).flatMap { [run, $0.ordinal] + $0.row.values }))
                rest = rest.dropFirst(count)
            }
        }
        return queries
    }

    private static let mostRows = 16

    private func writeEach(_ entries: [StoreEntry]) async throws {
        var statements: [EntryStatement] = []
        for entry in entries { statements += try await self.statements(of: entry) }
        do {
            try await write(statements.map(\.query))
        } catch PostgresError.constraint(_, let detail, let statement) {
            // The first statement that is sent is the commit's mark, which is none of these.
            let refused = statements[max(statement - 1, 0)]
            throw StoreError.stepRefused(run: refused.run, ordinal: refused.ordinal, detail: detail)
        } catch PostgresError.failed(PostgresSchema.leaseLost, let ordinal) {
            throw StoreError.leaseLost(run: statements.first?.run ?? "", ordinal: Int(ordinal) ?? 0)
        }
    }

    /// A statement, and the test that it is about.
    private struct EntryStatement {
        let query: PostgresQuery
        var run = ""
        var ordinal = 0
    }

    private func statements(of entry: StoreEntry) async throws -> [EntryStatement] {
        switch entry {
        case .steps(let steps, let run):
            let number = try await number(of: run)
            return try [guardStatement(steps, run, number)] + steps.map { try statement(of: $0, run, number) }
        case .call(let call, let run):
            return [EntryStatement(query: try query(of: call, try await number(of: run)), run: run)]
        case .sessions(let change, let run):
            let sql = "UPDATE run SET open_sessions = open_sessions + $1 WHERE number = $2"
            return [
                EntryStatement(query: PostgresQuery(sql, bound: [change, try await number(of: run)]), run: run)
            ]
        case .reply(let reply):
            let sql = "INSERT INTO cached_reply (key, model, reply) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
            return [EntryStatement(query: PostgresQuery(sql, bound: [reply.key, reply.model, reply.json.bytes]))]
        case .further(let verdict, let ordinal, let milliseconds, let run):
            let number = try await number(of: run)
            return [
                EntryStatement(
                    query: try query(of: verdict, number, ordinal, milliseconds), run: run, ordinal: ordinal)
            ]
        case .label(let label, let run):
            let query = PostgresQuery(
                """
                INSERT INTO human_label (run, ordinal, annotator, label, control, time)
                VALUES ($1, $2, $3, $4, $5, $6)
                """,
                bound: [
                    try await number(of: run), label.ordinal, label.annotator, label.label.rawValue,
                    label.isControl, label.time,
                ])
            return [EntryStatement(query: query, run: run, ordinal: label.ordinal)]
        }
    }

    /// Fails unless all tests are leased to this process, and keeps it so until the commit.
    private func guardStatement(_ steps: [Step], _ run: String, _ number: Int64) -> EntryStatement {
        let ordinals = Set(steps.map(\.ordinal)).sorted()
        let query = PostgresQuery(
            "SELECT require_lease($1, $2::bigint[], $3)", [.integer(number), .array(ordinals), .text(owner)])
        return EntryStatement(query: query, run: run, ordinal: ordinals.first ?? 0)
    }

    private func statement(of step: Step, _ run: String, _ number: Int64) throws -> EntryStatement {
        let row = try StepRow(step)
        let query = PostgresQuery(Self.insertions[row.table]?[1] ?? "", bound: [number, step.ordinal] + row.values)
        return EntryStatement(query: query, run: run, ordinal: step.ordinal)
    }

    /// Statements that insert a number of rows into a table, for each table and number.
    private static let insertions = Dictionary(
        uniqueKeysWithValues: StepRow.Table.allCases.map { table in
            (table, Dictionary(uniqueKeysWithValues: [1, 2, 4, 8, mostRows].map { ($0, insertion(table, rows: $0)) }))
        })

    private static func insertion(_ table: StepRow.Table, rows: Int) -> String {
        let columns = ["run", "ordinal"] + table.columns.map { "\"\($0)\"" }
        let values = (0..<rows).map { row in
            "(\((1...columns.count).map { "$\(row * columns.count + $0)" }.joined(separator: ", ")))"
        }
        return "INSERT INTO \(table.rawValue) (\(columns.joined(separator: ", "))) "
            + "VALUES \(values.joined(separator: ", "))" + (table == .late ? sum : "")
    }

    /// Calls that came late are added to those that are known.
    private static let sum = " ON CONFLICT (run, ordinal) DO UPDATE SET calls = late_calls.calls + excluded.calls"

    private func query(of call: ModelCall, _ run: Int64) throws -> PostgresQuery {
        PostgresQuery(
            """
            INSERT INTO model_call
            (run, role, model, label, input_tokens, output_tokens, cost, cached, retries, milliseconds, saved)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            bound: [
                run, call.role.rawValue, call.model, call.label, call.usage?.input, call.usage?.output, call.cost,
                call.isCached, call.retries.isEmpty ? nil : try JSONColumn.text(of: call.retries), call.milliseconds,
                call.saved,
            ])
    }

    private func query(
        of verdict: Verdict, _ run: Int64, _ ordinal: Int, _ milliseconds: Double
    ) throws -> PostgresQuery {
        PostgresQuery(
            """
            INSERT INTO further_verdict (run, ordinal, reason, milliseconds, \(StepRow.Table.ofVerdicts.joined(separator: ", ")))
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING
            """,
            bound: [run, ordinal, verdict.reason.bytes, milliseconds] + (try StepRow.values(of: verdict)))
    }
}
