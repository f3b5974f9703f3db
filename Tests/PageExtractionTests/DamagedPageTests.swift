import TestSupport
import Testing

@testable import PageExtraction

/// What pages say of themselves, with random damage: nothing crashes, nothing grows beyond its bounds, and the same bytes
/// give the same result.
@Suite("Damaged pages")
struct DamagedPageTests {
    @Test("linked data")
    func linkedData() {
        let script =
            ##"{"@graph":[{"@type":"Article","headline":"A \"b\" \u00e9","author":[{"@id":"#a"}],"datePublished":"2024-03-17"},{"@id":"#a","name":"Ann"}]}"##
        var draw = Damage(seed: 7)
        let special = [
            "{", "}", "[", "]", "\"", "\\", "\\u", "\\ud83d", ",", ":", "//", "/*", "&quot;", "<!--", "\n", "'",
        ]
        for _ in 0..<4000 {
            let bytes = draw.damage(Array(script.utf8), special)
            let data = LinkedData([bytes, bytes])
            #expect(data.authors.count <= 20)
            #expect(data.authors == LinkedData([bytes, bytes]).authors)
        }
    }
}
