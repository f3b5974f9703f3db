import Testing

@testable import Retrieval

@Suite("Hostile pages")
struct HostilePageTests {
    @Test("an empty page is an error that says so")
    func empty() {
        #expect(throws: ExtractionError.empty) { try PageExtractor().extract([]) }
    }
}
