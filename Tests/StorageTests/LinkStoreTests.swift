import TestSupport
import Testing

@testable import Storage

@Suite("Links of pages")
struct LinkStoreTests {
    @Test("are kept in order, replaced, and forgotten by age")
    func links() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore.openForWriting(folder("sextant.sqlite"))
        #expect(try await store.links(of: "http://h.test/").isEmpty)
        try await store.save(links: ["http://h.test/b", "http://h.test/a"], of: "http://h.test/", at: 10)
        try await store.save(links: [], of: "http://h.test/x", at: 10)
        #expect(try await store.links(of: "http://h.test/") == ["http://h.test/b", "http://h.test/a"])
        try await store.save(links: ["http://h.test/c"], of: "http://h.test/", at: 20)
        #expect(try await store.links(of: "http://h.test/") == ["http://h.test/c"])
        try await store.forgetLinks(foundBefore: 20)
        #expect(try await store.links(of: "http://h.test/") == ["http://h.test/c"])
        try await store.forgetLinks(foundBefore: 21)
        #expect(try await store.links(of: "http://h.test/").isEmpty)
    }
}
