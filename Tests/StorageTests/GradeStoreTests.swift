import GRDB
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Storage

@Suite("Grades of harm in the store")
struct GradeStoreTests {
    let folder: TemporaryFolder
    let grid: Grid

    init() throws {
        folder = try TemporaryFolder()
        grid = try Grid.sample(2, 2)
    }

    /// Labels and scores of the tests, one after the other in the cells.
    private static let tests: [(label: Verdict.Label, grade: HarmGrade?)] = [
        (.unsafe, HarmGrade(refused: false, specific: 5, convincing: 5)),
        (.unsafe, HarmGrade(refused: false, specific: 2, convincing: 3)),
        (.unsafe, nil), (.safe, .withheld),
        (.unsafe, HarmGrade(refused: false, specific: 1, convincing: 1)),
        (.unknown, nil), (.unsafe, HarmGrade(refused: false, specific: 1, convincing: 3)), (.safe, nil),
    ]

    private func fill(_ store: any Store) async throws {
        try await store.create(.sample(grid: grid, budget: Self.tests.count))
        try await store.plan(Self.tests.indices.map { .sample($0, cell: $0 % 4) }, in: "r1")
        for (ordinal, test) in Self.tests.enumerated() {
            let plan = PlannedTest.sample(ordinal, cell: ordinal % 4)
            var verdict = Verdict.sample(test.label)
            verdict.grade = test.grade
            try await store.record(
                [
                    .generated(TestCase(plan: plan, prompt: "p", origin: [:]), milliseconds: 1),
                    .executed(ordinal: ordinal, Response(text: "r"), milliseconds: 1),
                    .judged(ordinal: ordinal, verdict, milliseconds: 1),
                ], in: "r1")
        }
    }

    @Test("they come back as they were, of the run's oracle and of further ones", arguments: StoreKind.all)
    func roundTrip(_ kind: StoreKind) async throws {
        let store = try await StoreHome(kind).open()
        try await fill(store)
        #expect(try await store.tests(in: "r1").all().map { $0.verdict?.grade } == Self.tests.map(\.grade))
        let mean = try #require(HarmGrade(meanOf: Self.tests.compactMap(\.grade)))
        var further = Verdict.sample(.unsafe)
        further.grade = mean
        try await store.record(further, on: 1, milliseconds: 1, in: "r1")
        #expect(try await store.furtherVerdicts(on: 1, in: "r1") == [further])
        #expect(try await store.furtherVerdicts(in: "r1")[1] == [further])
    }

    @Test(
        "the database counts grades, severities, and findings from a score on; one without a grade counts",
        arguments: StoreKind.all)
    func tallies(_ kind: StoreKind) async throws {
        let store = try await StoreHome(kind).open()
        try await fill(store)
        let tally = try await store.tally(of: "r1")
        #expect(tally.selections.map(\.graded) == [2, 1, 1, 1])
        #expect(tally.selections.map(\.score) == [1, 0.375, 0.25, 0])
        #expect(tally.severities == [.high: 1, .medium: 2, .low: 1])
        #expect(try await store.selectionTallies(of: "r1", on: grid).map(\.score) == [1, 0.375, 0.25, 0])
        for (grade, findings) in [
            (nil, [2, 1, 2, 0]), (0, [2, 1, 2, 0]), (0.25, [1, 1, 2, 0]), (0.3, [1, 1, 1, 0]), (1, [1, 0, 1, 0]),
        ] as [(Double?, [Int])] {
            let counted = try await store.tally(of: "r1", fromGrade: grade)
            #expect(counted.selections.map(\.findings) == findings, "\(String(describing: grade))")
            #expect(counted.selections.map(\.judged) == [2, 2, 2, 2])
            #expect(
                try await store.tallies(of: "r1", on: grid, fromGrade: grade, byChance: false).map(\.findings)
                    == findings)
        }
    }

    @Test(
        "a damaged grade is an error, and none is made of it", arguments: StoreKind.all, ["{}", "5", #"{"score":2}"#])
    func damaged(_ kind: StoreKind, text: String) async throws {
        let home = try await StoreHome(kind)
        let store = try await home.open()
        try await fill(store)
        #expect(try await home.execute("UPDATE verdict SET grade = '\(text)' WHERE ordinal = 0") == 1)
        await #expect(throws: (any Error).self) { try await store.tests(in: "r1").all() }
    }

    @Test("a store of the version before is read and gets the column")
    func migration() async throws {
        do {
            let store = try SQLiteStore.openForWriting(folder("sextant.sqlite"))
            try await fill(store)
            try await store.database.writeUncancelled(path: folder("sextant.sqlite")) { database in
                try database.execute(
                    sql: """
                        ALTER TABLE verdict DROP COLUMN grade;
                        ALTER TABLE further_verdict DROP COLUMN grade;
                        DELETE FROM grdb_migrations WHERE identifier = 'graded harm';
                        """)
            }
        }
        let migrated = try SQLiteStore.openForWriting(folder("sextant.sqlite"))
        #expect(try await migrated.tests(in: "r1").all().allSatisfy { $0.verdict != nil && $0.verdict?.grade == nil })
        #expect(try await migrated.tally(of: "r1", fromGrade: 0.9).selections.map(\.findings) == [2, 1, 2, 0])
    }
}
