import Foundation
import GRDB
import Records
import Storage
import TestSupport
import Testing

@Suite("Killed while indexing")
struct IndexCrashTests {
    private static let pages = 400

    @Test("a store whose writer was killed is whole, and the next start does the rest", arguments: [1, 40, 400])
    func killed(kilobytes: Int) async throws {
        let program = try Program()
        let folder = program.folder("pages")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for number in 0..<Self.pages {
            let text = (0..<60).map { "Word\(number * 61 + $0) stands by n\(number)." }.joined(separator: " ")
            try "<html><head><title>Page \(number)</title></head><body><article><p>\(text)</p></article></body></html>"
                .write(toFile: "\(folder)/\(number).html", atomically: true, encoding: .utf8)
        }
        let started = try program.start(["retrieve", "--html", "pages", "--quiet"])
        // The log of what is not yet in the store grows while pages are written.
        while started.process.isRunning, size(program.folder("Output/sextant.sqlite-wal")) < kilobytes << 10 {
            await Task.yield()
        }
        kill(started.process.processIdentifier, SIGKILL)
        started.process.waitUntilExit()
        let again = try program.run(["retrieve", "--html", "pages", "--json", "--quiet"])
        #expect(again.status == 0, "\(again.errors)")
        let store = try SQLiteStore.openForWriting(program.folder("Output/sextant.sqlite"))
        let stored = try await store.pages(hazard: nil, limit: 10_000)
        #expect(stored.count == Self.pages)
        #expect(stored.allSatisfy { $0.passageCount > 0 })
        for number in [0, Self.pages / 2, Self.pages - 1] {
            let found = try await store.passages(matching: ["n\(number)"], filter: PassageFilter(), limit: 10)
            #expect(Set(found.map(\.title)) == ["Page \(number)"])
        }
        let queue = try DatabaseQueue(path: program.folder("Output/sextant.sqlite"))
        try await queue.write { database in
            #expect(try String.fetchOne(database, sql: "PRAGMA integrity_check") == "ok")
            try database.execute(sql: "INSERT INTO passage_index (passage_index) VALUES ('integrity-check')")
        }
    }

    private func size(_ path: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    }
}
