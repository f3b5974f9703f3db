import GRDB
import Records
import TestSupport
import Testing

@testable import Storage

@Suite("The index of passages")
struct PassageIndexTests {
    @Test("of a store of an earlier version is made anew, and keeps every passage")
    func migration() async throws {
        let folder = try TemporaryFolder()
        let path = folder("sextant.sqlite")
        try await makeEarlierStore(path)
        let migrated = try SQLiteStore.openForWriting(path)
        func found(_ term: String) async throws -> [String] {
            try await migrated.passages(matching: [term], filter: PassageFilter(), limit: 9).map(\.text).sorted()
        }
        #expect(try await found("bird") == ["wading birds"])
        #expect(try await found("reeds") == ["tall"])
        #expect(try await found("heron") == ["tall", "wading birds"])
        _ = try await migrated.forgetPage("http://h.test/")
        #expect(try await found("heron").isEmpty)
    }

    /// A store as it was when the index kept lengths; nothing is in its index, so that only a new one has something.
    private func makeEarlierStore(_ path: String) async throws {
        let store = try SQLiteStore.openForWriting(path)
        try await store.save([
            IndexablePage(
                page: RetrievedPage(url: "http://h.test/", title: "Herons", text: "", fetched: 0), contentHash: "a",
                sketch: [], passages: [PassageText(text: "wading birds"), PassageText(heading: "Reeds", text: "tall")])
        ])
        try await store.database.writeUncancelled(path: path) { database in
            try database.execute(
                sql: """
                    DROP TABLE passage_index;
                    CREATE VIRTUAL TABLE passage_index USING fts5 (
                        title, heading, text, content = '', tokenize = 'porter unicode61 remove_diacritics 2'
                    );
                    DELETE FROM grdb_migrations WHERE identifier = 'no lengths of passages';
                    """)
        }
    }
}
