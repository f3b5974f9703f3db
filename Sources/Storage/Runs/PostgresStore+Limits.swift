import Foundations
import PostgreSQL
import Records

extension PostgresStore {
    package func limits(of run: String) -> any LimitSource { PostgresLimits(store: self, run: run) }
}

/// The limits of a run's hosts, as the processes share them that work on it; by the clock of the database.
private struct PostgresLimits: LimitSource {
    let store: PostgresStore
    let run: String

    func take(_ wish: LimitWish, of host: String) async throws -> LimitGrant {
        let key: [PostgresValue] = [.integer(try await store.number(of: run)), .text(host)]
        let requests = wish.requestsPerMinute.map { $0 / 60 } ?? Self.boundless
        let tokens = wish.tokensPerMinute.map { $0 / 60 } ?? Self.boundless
        let numbers = [
            // What is not used is kept, of requests for a second and of tokens for five.
            requests, max(1, requests), tokens, tokens * 5,
            wish.least.requests, wish.most.requests, wish.least.tokens, wish.most.tokens,
        ]
        let results = try await store.losable([
            PostgresQuery(Self.opening, key), PostgresQuery(Self.taking, key + numbers.map { .double($0) }),
        ])
        guard let row = results[1].records.first else { return LimitGrant(amount: LimitAmount(), wait: .seconds(1)) }
        return LimitGrant(
            amount: LimitAmount(requests: row["requests"], tokens: row["tokens"]), wait: .seconds(row["wait"] as Double)
        )
    }

    func putBack(_ amount: LimitAmount, of host: String) async throws {
        let sql = """
            UPDATE host_limit SET requests = requests + $3::float8, tokens = tokens + $4::float8
            WHERE run = $1 AND host = $2
            """
        let values: [PostgresValue] = [
            .integer(try await store.number(of: run)), .text(host), .double(amount.requests), .double(amount.tokens),
        ]
        _ = try await store.losable([PostgresQuery(sql, values)])
    }

    func exchange(_ news: HostNews, of host: String, most: Int) async throws -> HostOrders {
        let key: [PostgresValue] = [.integer(try await store.number(of: run)), .text(host)]
        let own: [PostgresValue] = [.text(store.owner), .integer(Int64(most))]
        let told: [PostgresValue] = [
            .integer(Int64(news.served)), news.rejectedAfter.map { .double($0.seconds) } ?? .null,
            .bool(news.isThrottled),
        ]
        let telling =
            news.isEmpty ? [] : [PostgresQuery(Self.opening, key), PostgresQuery(Self.telling, key + own + told)]
        let results = try await store.losable(telling + [PostgresQuery(Self.known, key + own)])
        guard let row = results.last?.records.first else { return HostOrders() }
        return HostOrders(
            slots: (row["slots"] as Int?).map {
                part(of: $0, before: row["before"], own: most, of: row["total"], row["turn"])
            },
            throttledAgo: (row["ago"] as Double?).map { .seconds($0) })
    }

    /// The part of what may be in flight that goes with `own` of `total` connections, of which others have those `before`.
    /// All parts add up to the whole; who has the odd one changes with the turns.
    private func part(of whole: Int, before: Int, own: Int, of total: Int, _ turn: Int) -> Int {
        let start = before + turn % total
        return whole * (start + own) / total - whole * start / total
    }

    private static let boundless = 1e15

    private static let opening = """
        INSERT INTO host_limit (run, host, requests, tokens, refilled_at)
        VALUES ($1, $2, 1, \(boundless), \(PostgresWriter.clock)) ON CONFLICT DO NOTHING
        """

    /// Nothing is given unless there is enough for the request that waits, and of what others wait for a tenth of a second's
    /// worth; it is best to come back when there is half a second's worth. A request of more tokens than are ever kept overdraws them.
    private static let taking = """
        WITH held AS (
            SELECT requests, tokens, refilled_at, GREATEST(refilled_at, \(PostgresWriter.clock)) AS now
            FROM host_limit WHERE run = $1 AND host = $2 FOR UPDATE),
        refilled AS (
            SELECT now, LEAST($4::float8, requests + (now - refilled_at) * $3::float8) AS requests,
                LEAST($6::float8, tokens + (now - refilled_at) * $5::float8) AS tokens FROM held),
        judged AS (
            SELECT *, requests >= LEAST($8::float8, GREATEST($7::float8, $3::float8 / 10))
                AND tokens >= LEAST($6::float8, GREATEST($9::float8, LEAST($10::float8, $5::float8 / 10))) AS suffices
            FROM refilled),
        taken AS (
            SELECT *,
                CASE WHEN suffices THEN GREATEST($7::float8, LEAST($8::float8, floor(requests))) ELSE 0 END
                    AS requests_given,
                CASE WHEN suffices THEN GREATEST($9::float8, LEAST($10::float8, tokens)) ELSE 0 END AS tokens_given,
                GREATEST(0, (LEAST($8::float8, GREATEST($7::float8, $3::float8 / 2)) - requests) / $3::float8,
                    (LEAST($6::float8, GREATEST($9::float8, LEAST($10::float8, $5::float8 / 2))) - tokens) / $5::float8)
                    AS wait FROM judged)
        UPDATE host_limit l SET requests = t.requests - requests_given, tokens = t.tokens - tokens_given, refilled_at = now
        FROM taken t WHERE run = $1 AND host = $2
        RETURNING requests_given AS requests, tokens_given AS tokens, wait
        """

    /// Calls at once of the other processes that call the target: of all, and of those before this one.
    private static let others = """
        (SELECT COALESCE(SUM(connections), 0)::bigint AS all_others,
            COALESCE(SUM(connections) FILTER (WHERE name < $3), 0)::bigint AS before,
            (COUNT(*) FILTER (WHERE connections > 0))::bigint AS count
        FROM worker WHERE run = $1 AND name <> $3 AND \(PostgresStore.isLive)) others
        """

    /// As each process alone does it: a rejection leaves seven tenths, unless it tells of a time before the last cut; as many
    /// good responses as there are places add a place.
    private static let telling = """
        UPDATE host_limit SET
            slots = CASE
                WHEN \(isNew)
                THEN GREATEST(1, 0.7 * LEAST(COALESCE(slots, all_others + $4::bigint), all_others + $4::bigint))
                WHEN slots IS NULL THEN NULL
                ELSE GREATEST(1, LEAST(all_others + $4::bigint, slots + $5::bigint / slots)) END,
            cut_at = CASE WHEN \(isNew) THEN \(PostgresWriter.clock) ELSE cut_at END,
            throttled_at = CASE WHEN $7::boolean THEN \(PostgresWriter.clock) ELSE throttled_at END
        FROM \(others) WHERE run = $1 AND host = $2
        """
    private static let isNew =
        "($6::float8 IS NOT NULL AND COALESCE(\(PostgresWriter.clock) - $6::float8 > cut_at, TRUE))"

    private static let known = """
        SELECT CASE WHEN slots IS NOT NULL THEN LEAST(floor(slots)::bigint, all_others + $4::bigint) END AS slots,
            \(PostgresWriter.clock) - throttled_at AS ago,
            all_others + $4::bigint AS total, before,
            (floor(\(PostgresWriter.clock) / 5)::bigint * ((all_others + $4::bigint) / (count + 1))) AS turn
        FROM host_limit, \(others) WHERE run = $1 AND host = $2
        """
}
