import Foundations
import TestSupport
import Testing

@testable import PostgreSQL

@Suite("A pool of connections", .enabled(if: PostgresServer.isInstalled, "\(PostgresServer.missing)"))
struct PostgresPoolTests {
    @Test("no more are open than it may have, and each user has one alone")
    func limit() async throws {
        let pool = PostgresPool(try PostgresAddress(try await PostgresServer.shared.get().emptySchema()), limit: 3)
        let used = Locked<(now: Set<Int>, most: Int)>(([], 0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    try await pool.withSlot { place in
                        let slot = place.number
                        let connection = try await place.connection()
                        used.withLock {
                            #expect($0.now.insert(slot).inserted)
                            $0.most = max($0.most, $0.now.count)
                        }
                        try await connection.run([PostgresQuery("SELECT 1")])
                        used.withLock { _ = $0.now.remove(slot) }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(used.withLock { (1...3).contains($0.most) })
    }

    @Test(
        "a server that was stopped and started is reached again; what was under way is lost, what was committed is there"
    )
    func restart() async throws {
        let server = try PostgresServer()
        let pool = PostgresPool(try PostgresAddress(server.url), limit: 1)
        try await pool.withSlot { slot in
            let connection = try await slot.connection()
            try await connection.run([PostgresQuery("CREATE TABLE r (n bigint)", isPrepared: false)])
            try await connection.run([PostgresQuery("INSERT INTO r VALUES (1)")])
        }
        await #expect(throws: PostgresError.self) {
            try await pool.withSlot { slot in
                let connection = try await slot.connection()
                try await connection.transaction { transaction in
                    try await transaction.run("INSERT INTO r VALUES (2)")
                    try server.stop()
                    try await transaction.run("INSERT INTO r VALUES (3)")
                }
            }
        }
        let error = try await #require(throws: PostgresError.self) {
            try await pool.withSlot { try await $0.connection().run([PostgresQuery("SELECT 1")]) }
        }
        guard case .unreachable = error else { return #expect(Bool(false), "\(error)") }
        try server.start()
        let rows = try await pool.withSlot { slot in
            let connection = try await slot.connection()
            return try await connection.run([PostgresQuery("TABLE r")])[0].rows
        }
        #expect(rows == [[.integer(1)]])
    }

    @Test("a transaction whose body throws leaves nothing, and the next one begins anew")
    func rollback() async throws {
        struct Stop: Error {}
        let pool = PostgresPool(try PostgresAddress(try await PostgresServer.shared.get().emptySchema()), limit: 1)
        let rows = try await pool.withSlot { slot in
            let connection = try await slot.connection()
            try await connection.run([PostgresQuery("CREATE TABLE b (n bigint CHECK (n < 9))", isPrepared: false)])
            await #expect(throws: Stop.self) {
                try await connection.transaction { transaction in
                    try await transaction.run("INSERT INTO b VALUES (1)")
                    throw Stop()
                }
            }
            await #expect(throws: PostgresError.self) {
                try await connection.transaction(last: [PostgresQuery("INSERT INTO b VALUES (10)")]) { transaction in
                    try await transaction.run("INSERT INTO b VALUES (2)")
                }
            }
            return try await connection.transaction { transaction in
                try await transaction.run("INSERT INTO b VALUES (3) RETURNING n").rows
            }
        }
        #expect(rows == [[.integer(3)]])
    }
}
