import Foundations
import TestSupport
import Testing

@testable import PostgreSQL

@Suite("Connections", .enabled(if: PostgresServer.isInstalled, "\(PostgresServer.missing)"))
struct PostgresConnectionTests {
    private let url: String

    init() async throws {
        url = try await PostgresServer.shared.get().emptySchema()
    }

    private func open() async throws -> PostgresConnection { try await .open(PostgresAddress(url)) }

    @Test("every kind of value comes back as it went")
    func values() async throws {
        let connection = try await open()
        let bytes = [UInt8](0...255) + [0, 0]
        let sql =
            "SELECT $1::bigint AS i, $2::float8 AS d, $3::boolean AS b, $4::text AS t, $5::bytea AS y, $6::text AS n"
        for number in [0, 1, -1, Int64.max, .min] {
            let values: [PostgresValue] = [
                .integer(number), .double(Double(number) / 3), .bool(number < 0), .text("a 'quote', 測試 \(number)"),
                .bytes(bytes), .null,
            ]
            let result = try await connection.run([PostgresQuery(sql, values)])[0]
            #expect(result.columns == ["i", "d", "b", "t", "y", "n"])
            #expect(result.rows == [values])
        }
        let small = try await connection.run([
            PostgresQuery("SELECT -2::smallint, -3::int, 0.5::real, 'x'::name, 7::oid")
        ])
        #expect(small[0].rows == [[.integer(-2), .integer(-3), .double(0.5), .text("x"), .integer(7)]])
        let cut = try await connection.run([PostgresQuery("SELECT $1::text", [.text("a\u{0}b")])])
        #expect(cut[0].rows == [[.text("a")]])
    }

    @Test("a type that is not read is an error, and the connection stays good")
    func unknownType() async throws {
        let connection = try await open()
        await #expect(throws: PostgresError.self) { try await connection.run([PostgresQuery("SELECT now()")]) }
        #expect(try await connection.run([PostgresQuery("SELECT 1")])[0].rows == [[.integer(1)]])
    }

    @Test("statements in one go happen all or not at all, and say how many rows they touched")
    func atomic() async throws {
        let connection = try await open()
        try await connection.run([PostgresQuery("CREATE TABLE a (n bigint PRIMARY KEY)", isPrepared: false)])
        let insert = { PostgresQuery("INSERT INTO a VALUES ($1)", [.integer($0)]) }
        #expect(try await connection.run([insert(1), insert(2)]).map(\.affected) == [1, 1])
        let error = try await #require(throws: PostgresError.self) {
            try await connection.run([insert(3), insert(1), insert(4)])
        }
        guard case .constraint("a_pkey", _, statement: 1) = error else { return #expect(Bool(false), "\(error)") }
        let update = try await connection.run([PostgresQuery("UPDATE a SET n = n + 10"), PostgresQuery("TABLE a")])
        #expect(update[0].affected == 2)
        #expect(update[1].rows == [[.integer(11)], [.integer(12)]])
    }

    @Test("a statement that can't be prepared is an error of its own, and is prepared when it can be")
    func preparation() async throws {
        let connection = try await open()
        let query = PostgresQuery("SELECT n FROM later")
        await #expect(throws: PostgresError.self) { try await connection.run([PostgresQuery("SELECT 1"), query]) }
        try await connection.run([PostgresQuery("CREATE TABLE later (n bigint)", isPrepared: false)])
        for _ in 0..<2 { #expect(try await connection.run([query, query])[1].rows.isEmpty) }
    }

    @Test("much goes both ways at once")
    func large() async throws {
        let connection = try await open()
        let text = String(repeating: "x", count: 20_000)
        let results = try await connection.run((0..<400).map { _ in PostgresQuery("SELECT $1::text", [.text(text)]) })
        #expect(results.count == 400 && results.allSatisfy { $0.rows == [[.text(text)]] })
    }

    @Test("of two transactions that stand in each other's way one is told to try again")
    func conflict() async throws {
        let (one, other) = (try await open(), try await open())
        try await one.run([PostgresQuery("CREATE TABLE c (n bigint)", isPrepared: false)])
        try await one.run([PostgresQuery("INSERT INTO c VALUES (1)")])
        let begin = PostgresQuery("BEGIN ISOLATION LEVEL SERIALIZABLE")
        for connection in [one, other] { try await connection.run([begin, PostgresQuery("SELECT n FROM c")]) }
        try await one.run([PostgresQuery("UPDATE c SET n = 2"), PostgresQuery("COMMIT")])
        let error = try await #require(throws: PostgresError.self) {
            try await other.run([PostgresQuery("UPDATE c SET n = 3"), PostgresQuery("COMMIT")])
        }
        guard case .conflict = error else { return #expect(Bool(false), "\(error)") }
        try await other.run([PostgresQuery("ROLLBACK"), PostgresQuery("SELECT 1")])
    }

    @Test("a cancelled task ends its statement on the server, and the connection stays good")
    func cancellation() async throws {
        let connection = try await open()
        let start = ContinuousClock.now
        let task = Task { try await connection.run([PostgresQuery("SELECT pg_sleep(60)")], isCancellable: true) }
        let watcher = try await open()
        let running = PostgresQuery(
            "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(60)%' AND state = 'active'")
        while try await watcher.run([running])[0].rows == [[.integer(0)]] { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(ContinuousClock.now - start < .seconds(30))
        #expect(try await watcher.run([running])[0].rows == [[.integer(0)]])
        #expect(try await connection.run([PostgresQuery("SELECT 1")])[0].rows == [[.integer(1)]])
    }

    @Test("statements that may not be cancelled are done in a cancelled task")
    func uncancelled() async throws {
        let connection = try await open()
        try await connection.run([PostgresQuery("CREATE TABLE u (n bigint)", isPrepared: false)])
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await connection.run([PostgresQuery("INSERT INTO u VALUES (1)")])
        }
        _ = try await task.value
        #expect(try await connection.run([PostgresQuery("TABLE u")])[0].rows.count == 1)
    }

    @Test("a notification reaches who listens, while idle and after an answer")
    func notifications() async throws {
        let (channels, heard) = AsyncStream<String?>.makeStream()
        let listener = try await PostgresConnection.open(PostgresAddress(url)) { heard.yield($0) }
        try await listener.run([PostgresQuery("LISTEN bell", isPrepared: false)])
        let ringer = try await open()
        try await ringer.run([PostgresQuery("SELECT pg_notify('bell', '')")])
        var iterator = channels.makeAsyncIterator()
        #expect(await iterator.next() == "bell")
        try await listener.run([PostgresQuery("SELECT pg_notify('bell', '')")])
        #expect(await iterator.next() == "bell")
        try await ringer.run([
            PostgresQuery(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%bell%' AND pid <> pg_backend_pid()"
            )
        ])
        #expect(await iterator.next() == .some(nil))
        #expect(listener.isBroken)
    }

    @Test("a connection that was cut in the middle is lost, and says so from then on")
    func lost() async throws {
        let (connection, other) = (try await open(), try await open())
        let pid = try await connection.run([PostgresQuery("SELECT pg_backend_pid()")])[0].rows[0][0]
        async let sleeping: Void = {
            await #expect(throws: PostgresError.self) {
                try await connection.run([PostgresQuery("SELECT pg_sleep(61)")])
            }
        }()
        let running = PostgresQuery(
            "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(61)%' AND state = 'active'")
        while try await other.run([running])[0].rows == [[.integer(0)]] { await Task.yield() }
        try await other.run([PostgresQuery("SELECT pg_terminate_backend($1::int)", [pid])])
        await sleeping
        let error = try await #require(throws: PostgresError.self) {
            try await connection.run([PostgresQuery("SELECT 1")])
        }
        guard case .lost = error else { return #expect(Bool(false), "\(error)") }
    }

    @Test("a connection is encrypted, to the server that its certificate names, and needs the password")
    func tls() async throws {
        let server = try PostgresServer(tls: true)
        let connection = try await PostgresConnection.open(PostgresAddress(server.url))
        let query = PostgresQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        #expect(try await connection.run([query])[0].rows == [[.bool(true)]])
        for (part, other) in [("sslrootcert", "sslkey"), ("passfile", "application_name")] {
            let wrong = server.url.replacing("&\(part)=", with: "&\(other)=")
            let error = try await #require(throws: PostgresError.self) {
                _ = try await PostgresConnection.open(PostgresAddress(wrong))
            }
            #expect("\(error)".contains(part == "passfile" ? "no password" : "certificate"), "\(error)")
        }
    }

    @Test(
        "transactions see what others commit, whatever the database prefers",
        arguments: ["serializable", "repeatable%5C%20read"])
    func isolation(level: String) async throws {
        let connection = try await PostgresConnection.open(
            PostgresAddress("\(url)%20-cdefault_transaction_isolation%3D\(level)"))
        let shown = try await connection.run([PostgresQuery("SHOW transaction_isolation")])
        #expect(shown[0].rows == [[.text("read committed")]])
    }

    @Test("a limit of the server is told by its name, and what a second try may mend is told apart")
    func limits() async throws {
        let other = try await open()
        try await other.run([PostgresQuery("CREATE TABLE a (n bigint)", isPrepared: false)])
        let connection = try await PostgresConnection.open(
            PostgresAddress("\(url)%20-cstatement_timeout%3D200%20-clock_timeout%3D20"))
        let slow = try await #require(throws: PostgresError.self) {
            try await connection.run([PostgresQuery("SELECT pg_sleep(60)")])
        }
        #expect(slow.description.contains("statement timeout"))
        try await other.transaction { transaction in
            try await transaction.run("LOCK TABLE a")
            let locked = try await #require(throws: PostgresError.self) {
                try await connection.run([PostgresQuery("TABLE a")])
            }
            guard case .conflict = locked else { return #expect(Bool(false), "\(locked)") }
        }
    }

    @Test("a transaction that idles for longer than the server bears is a lost connection")
    func idle() async throws {
        let connection = try await PostgresConnection.open(
            PostgresAddress("\(url)%20-cidle_in_transaction_session_timeout%3D20"))
        let error = try await #require(throws: PostgresError.self) {
            try await connection.transaction { _ in
                while !connection.isBroken { await Task.yield() }
            }
        }
        guard case .lost = error else { return #expect(Bool(false), "\(error)") }
    }

    @Test(
        "who can't connect is told why",
        arguments: [
            ("postgresql:///nowhere?user=sextant&host=", "nowhere"),
            ("postgresql:///postgres?user=nobody9&host=", "nobody9"),
            ("postgresql:///postgres?user=sextant&port=1&host=", "PGSQL.1"),
        ])
    func refusals(start: String, reason: String) async throws {
        let server = try PostgresServer.shared.get().url
        let host = try #require(server.split(separator: "host=").last?.split(separator: "&").first)
        let error = try await #require(throws: PostgresError.self) {
            _ = try await PostgresConnection.open(PostgresAddress(start + host))
        }
        guard case .unreachable(_, let detail) = error else { return #expect(Bool(false), "\(error)") }
        #expect(detail.contains(reason))
    }
}
