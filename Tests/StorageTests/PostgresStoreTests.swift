import Foundations
import PostgreSQL
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Storage

@Suite("PostgreSQL stores", .enabled(if: PostgresServer.isInstalled, "\(PostgresServer.missing)"))
struct PostgresStoreTests {
    private let grid: Grid

    init() throws {
        grid = try Grid.sample(2, 3)
    }

    private func steps(_ ordinal: Int) -> [Step] {
        [
            .generated(TestCase(plan: .sample(ordinal), prompt: "P \(ordinal)", origin: [:]), milliseconds: 1),
            .executed(ordinal: ordinal, Response(text: "R \(ordinal)"), milliseconds: 1),
            .judged(ordinal: ordinal, .sample(), milliseconds: 1),
        ]
    }

    /// Does every step of every test, many at once.
    private func work(_ tests: Int, in store: PostgresStore) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for ordinal in 0..<tests {
                group.addTask { for step in steps(ordinal) { try await store.record([step], in: "r1") } }
            }
            try await group.waitForAll()
        }
    }

    private func storeWithRun(_ home: StoreHome, tests: Int) async throws -> PostgresStore {
        let store = try await PostgresStore.openForWriting(home.path)
        try await store.create(.sample(grid: grid, budget: tests))
        try await store.plan((0..<tests).map { .sample($0) }, in: "r1")
        return store
    }

    @Test("any number may open an empty database at once")
    func migrations() async throws {
        let home = try await StoreHome(.postgreSQL)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { _ = try await PostgresStore.openForWriting(home.path) } }
            try await group.waitForAll()
        }
        #expect(try await home.reader().runs().isEmpty)
    }

    @Test("whether a user may make its tables is known before they are made", arguments: [false, true])
    func rights(mayMake: Bool) async throws {
        let home = try await StoreHome(.postgreSQL)
        let schema = try #require(home.path.split(separator: "D").last)
        try await home.execute("CREATE ROLE weak_\(schema)")
        try await home.execute("GRANT \(mayMake ? "ALL" : "USAGE") ON SCHEMA \(schema) TO weak_\(schema)")
        let url = "\(home.path)%20-crole%3Dweak_\(schema)"
        let place = StorePlace.database(url, pages: "")
        if mayMake {
            try await place.checkWriting()
        } else {
            let error = await #expect(throws: StoreError.self) { try await place.checkWriting() }
            #expect(error?.description.contains("its user may make no tables in the schema \(schema)") == true)
        }
        try await home.execute("DROP OWNED BY weak_\(schema)")
        try await home.execute("DROP ROLE weak_\(schema)")
    }

    @Test("a store of an older program is brought up to date by who reads it")
    func older() async throws {
        let home = try await StoreHome(.postgreSQL)
        _ = try await storeWithRun(home, tests: 1)
        for table in ["retest", "night", "audit"] { try await home.execute("DROP TABLE \(table)") }
        try await home.execute("DELETE FROM sextant_migration WHERE name = 'nights and audit trail'")
        let reader = try await home.reader()
        #expect(try await reader.nights().isEmpty)
        #expect(try await reader.runs().map(\.id) == ["r1"])
    }

    @Test("users whose search paths begin elsewhere share the tables, their locks, and what comes to the tables later")
    func searchPaths() async throws {
        let (home, empty) = (try await StoreHome(.postgreSQL), try await StoreHome(.postgreSQL))
        let first = try await storeWithRun(home, tests: 1)
        let ownSchema = try #require(empty.path.split(separator: "%3D").last)
        let other = home.path.replacing("search_path%3D", with: "search_path%3D\(ownSchema),")
        let second = try await PostgresStore.openForWriting(other)
        guard
            case .runBusy = try await #require(
                throws: StoreError.self, performing: { try await second.claim(run: "r1") })
        else { return #expect(Bool(false)) }
        try await first.record(steps(0), in: "r1")
        for table in ["retest", "night", "audit"] { try await home.execute("DROP TABLE \(table)") }
        try await home.execute("DELETE FROM sextant_migration WHERE name = 'nights and audit trail'")
        #expect(try await PostgresStore.openForReading(other).nights().isEmpty)
        #expect(try await home.reader().nights().isEmpty)
    }

    @Test(
        "a place that can't keep a store is refused with what to do about it",
        arguments: [
            ("CREATE TABLE run (id bigint)", "", "of another program; give Sextant a database of its own"),
            ("SELECT 1", "nowhere", "has no schema to keep tables in; give Sextant a database of its own"),
        ])
    func places(before: String, path: String, reason: String) async throws {
        let home = try await StoreHome(.postgreSQL)
        try await home.execute(before)
        let error = try await #require(throws: StoreError.self) {
            try await PostgresStore.openForWriting(home.path + path)
        }
        #expect(error.description.contains(reason), "\(error)")
    }

    @Test("a database whose encoding lacks characters is refused before anything is kept there")
    func encoding() async throws {
        let server = try PostgresServer.shared.get().url
        let name = "latin\(Secret.drawn(words: 1))"
        let other = try await PostgresConnection.open(PostgresAddress(server))
        try await other.run([
            PostgresQuery(
                "CREATE DATABASE \(name) ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0", isPrepared: false)
        ])
        let error = try await #require(throws: StoreError.self) {
            try await PostgresStore.openForWriting(server.replacing("///postgres", with: "///\(name)"))
        }
        #expect(error.description.contains("encoding LATIN1"), "\(error)")
    }

    @Test("a store of a newer program is opened by nobody, to write or to read")
    func newer() async throws {
        let home = try await StoreHome(.postgreSQL)
        _ = try await storeWithRun(home, tests: 1)
        try await home.execute("INSERT INTO sextant_migration (name) VALUES ('of next year')")
        let error = StoreError.newerSchema(path: home.path)
        await #expect(throws: error) { try await home.open() }
        await #expect(throws: error) { try await home.reader() }
    }

    @Test("one process does nights; the next is let in when the first has gone")
    func nights() async throws {
        let home = try await StoreHome(.postgreSQL)
        var first: PostgresStore? = try await PostgresStore.openForWriting(home.path)
        try await first?.lockNights()
        let second = try await PostgresStore.openForWriting(home.path)
        await #expect(throws: StoreError.nightBusy(url: home.path)) { try await second.lockNights() }
        first = nil
        try await second.lockNights()
    }

    @Test("a run has one planner; the next is let in when the first has gone, and what it had is free")
    func planner() async throws {
        let home = try await StoreHome(.postgreSQL)
        var first: PostgresStore? = try await storeWithRun(home, tests: 2)
        let second = try await PostgresStore.openForWriting(home.path)
        let error = try await #require(throws: StoreError.self) { try await second.claim(run: "r1") }
        guard case .runBusy("r1", let process) = error else { return #expect(Bool(false), "\(error)") }
        #expect(process.hasPrefix("process "))
        #expect(try await second.counts(of: "r1", at: 0).isWorkedOn)
        // Other runs are nobody's business.
        try await second.create(.sample("r2", grid: grid))
        try await first?.record(steps(0), in: "r1")
        first = nil
        #expect(try await second.claim(run: "r1").map(\.stage) == [.judged, .planned])
        try await second.record(steps(1), in: "r1")
    }

    @Test("who lost its lock and its leases records nothing more, and is told so")
    func takenOver() async throws {
        let home = try await StoreHome(.postgreSQL)
        let first = try await storeWithRun(home, tests: 1)
        try await first.record([steps(0)[0]], in: "r1")
        // Its connections are cut, as by a network; the other comes before it notices.
        try await cutConnections(of: home)
        let second = try await PostgresStore.openForWriting(home.path)
        _ = try await second.claim(run: "r1")
        await #expect(throws: StoreError.leaseLost(run: "r1", ordinal: 0)) {
            try await first.record([steps(0)[1]], in: "r1")
        }
        await #expect(throws: StoreError.self) { try await first.renewLeases(run: "r1") }
        try await second.record([steps(0)[1]], in: "r1")
    }

    /// Ends all connections to the schema but the one that asks.
    private func cutConnections(of home: StoreHome) async throws {
        let schema = try #require(home.path.split(separator: "%3D").last)
        let connection = try await PostgresConnection.open(PostgresAddress(home.path))
        try await connection.run([
            PostgresQuery("SET application_name = 'cutter'", isPrepared: false),
            PostgresQuery(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE application_name = 'sextant \(schema)' AND pid <> pg_backend_pid()
                """, isPrepared: false),
        ])
    }

    @Test("connections that are cut again and again lose no step and double none", arguments: 0..<3)
    func cuts(seed: Int) async throws {
        let home = try await StoreHome(.postgreSQL)
        let store = try await storeWithRun(home, tests: 150)
        async let cuts: Void = {
            var random = SeededRandom(seed: UInt64(seed), "cuts")
            for _ in 0..<15 {
                try await cutConnections(of: home)
                try await Task.sleep(for: .milliseconds(Int(random.next() % 30)))
            }
        }()
        try await work(150, in: store)
        try await cuts
        #expect(try await store.tests(in: "r1").all().map(\.stage) == Array(repeating: .judged, count: 150))
    }

    @Test("a commit whose answer was lost is neither repeated nor given up", arguments: 1..<4)
    func lostAnswers(count: Int) async throws {
        let home = try await StoreHome(.postgreSQL)
        let proxy = try CuttingProxy(before: home.path)
        let store = try await PostgresStore.openForWriting(proxy.url(home.path))
        try await store.create(.sample(grid: grid))
        try await store.plan([.sample(0)], in: "r1")
        for step in steps(0) {
            proxy.cut(count)
            try await store.record([step], in: "r1")
            #expect(proxy.left == 0)
        }
        proxy.cut(1)
        try await store.update(run: "r1", state: .finished, addingSeconds: 5)
        #expect(try await store.run("r1").seconds == 5)
        proxy.cut(count)
        #expect(try await store.test(0, in: "r1").stage == .judged)
    }

    @Test("a server that crashes and comes back loses no step that was said to be kept, and the work goes on")
    func restart() async throws {
        let server = try PostgresServer()
        let store = try await PostgresStore.openForWriting(server.url)
        try await store.create(.sample(grid: grid, budget: 300))
        try await store.plan((0..<300).map { .sample($0) }, in: "r1")
        async let restarted: Void = {
            for _ in 0..<2 {
                try await Task.sleep(for: .milliseconds(100))
                try server.stop()
                try server.start()
            }
        }()
        try await work(300, in: store)
        try await restarted
        try await store.renewLeases(run: "r1")
        #expect(try await store.tests(in: "r1").all().map(\.stage) == Array(repeating: .judged, count: 300))
    }

    @Test("a database that lets nobody in for a while, whatever it says, loses no work")
    func closed() async throws {
        let server = try PostgresServer.shared.get().url
        let name = "closed\(Secret.drawn(words: 1))"
        let other = try await PostgresConnection.open(PostgresAddress(server))
        try await other.run([PostgresQuery("CREATE DATABASE \(name)", isPrepared: false)])
        let store = try await PostgresStore.openForWriting(server.replacing("///postgres", with: "///\(name)"))
        try await store.create(.sample(grid: grid, budget: 20))
        try await store.plan((0..<20).map { .sample($0) }, in: "r1")
        let ending = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1"
        try await other.run([PostgresQuery("ALTER DATABASE \(name) ALLOW_CONNECTIONS false", isPrepared: false)])
        try await other.run([PostgresQuery(ending, [.text(name)])])
        async let opened: Void = {
            try await Task.sleep(for: .milliseconds(300))
            try await other.run([PostgresQuery("ALTER DATABASE \(name) ALLOW_CONNECTIONS true", isPrepared: false)])
        }()
        try await work(20, in: store)
        try await opened
        #expect(try await store.tests(in: "r1").all().map(\.stage) == Array(repeating: .judged, count: 20))
    }

    @Test("a database that is away for longer than its user has patience is an error that says where")
    func away() async throws {
        let server = try PostgresServer()
        let store = try await PostgresStore.openForWriting(server.url, patience: 0.2)
        try server.stop()
        let error = try await #require(throws: StoreError.self) { try await store.runs() }
        guard case .unreachable(server.url, _) = error else { return #expect(Bool(false), "\(error)") }
        await #expect(throws: StoreError.self) { try await PostgresStore.openForReading(server.url) }
    }
}
