import Foundation
import GRDB
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Storage

@Suite("Damaged, full and foreign stores")
struct DamagedStoreTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("a file that is no database is damaged, to readers and writers", arguments: [true, false])
    func garbage(writing: Bool) throws {
        let path = folder("sextant.sqlite")
        try Data(repeating: 0x41, count: 5000).write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: StoreError.self) {
            _ = writing ? try SQLiteStore.openForWriting(path) : try SQLiteStore.openForReading(path)
        }
        guard case .corrupt(path, _) = error else { return #expect(Bool(false), "\(String(describing: error))") }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == 5000)
    }

    @Test("a missing store is an error for readers and for a resume", arguments: StoreKind.all)
    func missing(_ kind: StoreKind) async throws {
        let home = try await StoreHome(kind)
        await #expect(throws: StoreError.noStore(path: home.path)) { try await home.reader() }
        await #expect(throws: StoreError.noStore(path: home.path)) { try await home.open(create: false) }
    }

    @Test("a store of a newer program is left alone", arguments: StoreKind.all)
    func newer(_ kind: StoreKind) async throws {
        let home = try await StoreHome(kind)
        _ = try await home.open()
        let (table, column) =
            kind == .sqlite ? ("grdb_migrations", "identifier") : ("sextant_migration", "name")
        try await home.execute("INSERT INTO \(table) (\(column)) VALUES ('9 from the future')")
        await #expect(throws: StoreError.newerSchema(path: home.path)) { try await home.open() }
        await #expect(throws: StoreError.newerSchema(path: home.path)) { try await home.reader() }
    }

    @Test("a full disk is said, and what was stored stays")
    func full() async throws {
        let path = folder("sextant.sqlite")
        let store = try SQLiteStore.openForWriting(path)
        try await store.create(.sample(grid: Grid.sample(2, 2), budget: 400))
        try await store.plan((0..<400).map { .sample($0) }, in: "r1")
        try await store.database.writeUncancelled(path: path) { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            _ = try Int.fetchOne(database, sql: "PRAGMA max_page_count = \(pages + 10)")
        }
        var stored = 0
        let prompt = String(repeating: "long ", count: 400)
        await #expect(throws: StoreError.diskFull(path: path)) {
            for ordinal in 0..<400 {
                let test = TestCase(plan: .sample(ordinal), prompt: prompt, origin: [:])
                try await store.record([.generated(test, milliseconds: 1)], in: "r1")
                stored += 1
            }
        }
        #expect(stored > 0)
        #expect(try await store.claim(run: "r1").filter { $0.stage == .generated }.count == stored)
    }

    @Test("a folder that can't be made is said")
    func notWritable() throws {
        try Data().write(to: URL(fileURLWithPath: folder("file")))
        let error = #expect(throws: StoreError.self) {
            try SQLiteStore.openForWriting(folder("file/sub/sextant.sqlite"))
        }
        guard case .notWritable = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }

    @Test(
        "a word that no version wrote is damage, never taken for another", arguments: StoreKind.all,
        [
            ("UPDATE run SET state = 'odd'", "state"), ("UPDATE night SET phase = 'odd'", "phase"),
            ("UPDATE retest SET label = 'odd'", "label"), ("UPDATE retest SET behaviour = 'odd'", "behaviour"),
            ("UPDATE data_set SET role = 'odd'", "role"), ("UPDATE planned_test SET selection = 'odd'", "selection"),
            ("UPDATE verdict SET label = 'odd'", "label"), ("UPDATE verdict SET behaviour = 'odd'", "behaviour"),
        ])
    func words(_ kind: StoreKind, _ change: (sql: String, column: String)) async throws {
        let home = try await StoreHome(kind)
        let store = try await home.open()
        let grid = try Grid.sample(2, 2)
        let run = RunRecord.sample(grid: grid)
        try await store.begin(NightRecord(run: run.id, startedAt: 1, deadline: nil, lastRun: nil), with: run)
        let plan = PlannedTest.sample(0)
        try await store.plan([plan], in: run.id)
        try await store.record(
            [
                .generated(TestCase(plan: plan, prompt: "P", origin: [:]), milliseconds: 1),
                .executed(ordinal: 0, Response(text: "R"), milliseconds: 1),
                .judged(ordinal: 0, Verdict.sample(.unsafe), milliseconds: 1),
            ], in: run.id)
        try await store.record(
            Retest(run: run.id, ordinal: 0, attempt: 0, response: "R", verdict: Verdict.sample(.safe)), in: run.id)
        try await store.begin(
            DataSetRecord(name: "d", digest: "x", role: .tests, origin: "o", grid: grid.id, createdAt: 1))
        try await store.finish(dataSet: "d")
        #expect(try await home.executeUnchecked(change.sql) == 1)
        let error = await #expect(throws: StoreError.self) {
            _ = try await store.runs()
            _ = try await store.states()
            _ = try await store.nights()
            _ = try await store.retests(of: run.id)
            _ = try await store.dataSets()
            _ = try await store.selectionTallies(of: run.id, on: grid)
            _ = try await store.tests(in: run.id).all()
        }
        guard case .corrupt(home.path, let detail) = error else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
        #expect(detail.contains("unknown \(change.column) 'odd'"), "\(detail)")
    }

    @Test(
        "every message names the thing and a remedy",
        arguments: [
            (StoreError.busy(path: "p", process: "process 7"), "--output"),
            (.noStore(path: "p"), "sextant run"), (.noStore(path: "postgresql://h/d"), "its database with --store"),
            (.noSuchRun("x", known: []), "sextant run"),
            (.noSuchRun("x", known: ["a"]), "sextant runs"), (.noSuchTest(run: "r", ordinal: 3), "tests.jsonl"),
            (.leaseLost(run: "r", ordinal: 1), "another process"), (.corrupt(path: "p", detail: "d"), "move it away"),
            (.newerSchema(path: "p"), "update sextant"), (.diskFull(path: "p"), "sextant resume"),
            (.newerSchema(path: "postgresql://h/d"), "another database with --store"),
            (.notWritable(path: "p", detail: "d"), "--output"),
            (.notWritable(path: "postgresql://h/d", detail: "d"), "--store"),
            (.unreachable(url: "u", detail: "d"), "PGPASSWORD"),
            (.runBusy(run: "r", process: "process 7"), "stop it"), (.unusable(path: "p", detail: "d"), "d"),
            (.stepRefused(run: "r", ordinal: 2, detail: "twice"), "twice"),
        ])
    func messages(error: StoreError, remedy: String) {
        #expect(error.description.contains(remedy))
        #expect(!error.description.contains("\n"))
    }
}
