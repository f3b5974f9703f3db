import GRDB
import PostgreSQL
import Records

extension PostgresStore {
    package func beat(_ heartbeat: Heartbeat, in run: String) async throws -> WorkOrders {
        let number = PostgresValue.integer(try await number(of: run))
        let own =
            [number]
            + ([
                owner, heartbeat.isPlanner, heartbeat.seeds, heartbeat.connections, heartbeat.tests, heartbeat.rate,
                heartbeat.spent.cost, heartbeat.spent.tokens, heartbeat.isLast,
            ] as [(any DatabaseValueConvertible)?]).map { PostgresValue($0) }
        let results = try await write { [owner] transaction in
            try await transaction.run([
                PostgresQuery(Self.beating, own), PostgresQuery(Self.others, [number, .text(owner)]),
                PostgresQuery(Self.state, [number]),
            ])
        }
        return try decode {
            var orders = WorkOrders()
            orders.isDraining = results[0].first == .bool(true)
            if let row = results[1].records.first {
                orders.othersSpent = CallTotals(cost: row["cost"], tokens: row["tokens"])
                orders.isPlanned = heartbeat.isPlanner || row["planned"]
            }
            if let row = results[2].records.first {
                orders.isFinished = try row.word("state") as RunState == .finished
                orders.cap = Self.reached(row)
            }
            return orders
        }
    }

    private static let beating = """
        INSERT INTO worker AS w (run, name, planner, seeds, began_at, last_seen, connections, tests, rate, cost, tokens,
            draining, gone)
        VALUES ($1, $2, $3, $4, \(PostgresWriter.clock), \(PostgresWriter.clock), $5, $6, $7, $8, $9, FALSE, $10)
        ON CONFLICT (run, name) DO UPDATE SET planner = excluded.planner, last_seen = excluded.last_seen,
            connections = excluded.connections, tests = excluded.tests, rate = excluded.rate, cost = excluded.cost,
            tokens = excluded.tokens, gone = excluded.gone
        RETURNING draining
        """
    private static let state =
        "SELECT state, kind, spent, cap FROM run LEFT JOIN cap_reached c ON c.run = number WHERE number = $1"
    static let isLive = "NOT gone AND last_seen > \(PostgresWriter.clock) - \(WorkerRecord.mostSilence)"
    private static let others = """
        SELECT COALESCE(bool_or(\(isLive) AND planner), FALSE) AS planned,
            COALESCE(SUM(cost), 0) AS cost, COALESCE(SUM(tokens), 0)::bigint AS tokens
        FROM worker WHERE run = $1 AND name <> $2
        """

    package func workers(of run: String) async throws -> [WorkerRecord] {
        try await read(
            """
            SELECT *, GREATEST(\(PostgresWriter.clock) - last_seen, 0) AS silence FROM worker WHERE run = $1
            ORDER BY planner DESC, began_at DESC, name
            """, [try await number(of: run)]
        ).records.map { row in
            WorkerRecord(
                name: row["name"], isPlanner: row["planner"], beganAt: row["began_at"], silence: row["silence"],
                tests: row["tests"], rate: row["rate"], connections: row["connections"], isGone: row["gone"])
        }
    }

    package func seeds(of run: String) async throws -> String? {
        try await read(
            "SELECT seeds FROM worker WHERE run = $1 AND planner AND seeds IS NOT NULL ORDER BY began_at DESC LIMIT 1",
            [try await number(of: run)]
        ).first?.text
    }

    package func drain(run: String?) async throws -> Int {
        let number: PostgresValue
        if let run { number = .integer(try await self.number(of: run)) } else { number = .null }
        return try await write { transaction in
            try await transaction.run([
                PostgresQuery(
                    """
                    UPDATE worker SET draining = TRUE
                    WHERE ($1::bigint IS NULL OR run = $1::bigint) AND NOT planner AND \(Self.isLive)
                    """, [number]), Self.telling(.orders),
            ])[0].affected
        }
    }

    package func note(_ cap: CapReached, in run: String) async throws {
        let (kind, spent, limit) =
            switch cap {
            case .cost(let spent, let cap): ("cost", spent, cap)
            case .tokens(let spent, let cap): ("tokens", Double(spent), Double(cap))
            }
        // Who hears of it says that it knows: only the first to say so is news.
        _ = try await write(
            """
            WITH noted AS (
                INSERT INTO cap_reached (run, kind, spent, cap) VALUES ($1, $2, $3, $4)
                ON CONFLICT (run) DO UPDATE SET kind = excluded.kind, spent = excluded.spent, cap = excluded.cap
                RETURNING xmax = 0 AS is_new)
            SELECT \(Self.notice(of: .orders)) FROM noted WHERE is_new
            """, [try await number(of: run), kind, spent, limit])
    }

    package func cap(in run: String) async throws -> CapReached? {
        try await read(Self.state, [try await number(of: run)]).records.first.flatMap { Self.reached($0) }
    }

    /// The cap that was reached, of a row of ``state``.
    private static func reached(_ row: PostgresRow) -> CapReached? {
        guard let kind = row["kind"] as String? else { return nil }
        let (spent, cap): (Double, Double) = (row["spent"], row["cap"])
        return kind == "cost" ? .cost(spent: spent, cap: cap) : .tokens(spent: Int(spent), cap: Int(cap))
    }

    package func hasPlanner(_ run: String) async throws -> Bool {
        do {
            return try await !locks.isFree(try await number(of: run))
        } catch {
            throw StoreError.orCancellation(error, path: path)
        }
    }
}
