import Foundation
import GRDB

extension SQLiteStore: RobotsStore {
    package func robots(of origin: String, fetchedSince time: Double) async throws -> (body: [UInt8], fetched: Double)?
    {
        try await read { database in
            try Row.fetchOne(
                database, sql: "SELECT body, fetched FROM robots_file WHERE origin = ? AND fetched >= ?",
                arguments: [origin, time]
            ).map { row in
                let body: Data = row["body"]
                return ([UInt8](body), row["fetched"])
            }
        }
    }

    package func save(robots body: [UInt8], of origin: String, at time: Double, expired: Double) async throws {
        try await database.writeUncancelled(path: path) { database in
            try database.execute(sql: "DELETE FROM robots_file WHERE fetched < ?", arguments: [expired])
            try database.execute(
                sql: "INSERT OR REPLACE INTO robots_file (origin, body, fetched) VALUES (?, ?, ?)",
                arguments: [origin, Data(body), time])
        }
    }
}
