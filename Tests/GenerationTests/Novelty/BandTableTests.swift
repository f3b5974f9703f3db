import Foundations
import Testing

@testable import Generation

@Suite("table of bands")
struct BandTableTests {
    @Test(
        "every prompt is found under its keys, hardly another is, and nothing is lost when the table grows",
        arguments: 1...4)
    func findsAll(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed), "bands")
        let keys = (0..<5_000).map { number in
            // Some keys ask for the last places, so that their entries move on to the first.
            let crowded: UInt32 = number % 30 == 0 ? 0xffff_0000 : 0
            return (0..<6).map { _ in UInt32(truncatingIfNeeded: random.next()) | crowded }
        }
        var table = BandTable(bits: 3)
        var expected: [UInt32: Set<UInt32>] = [:]
        for (number, ofPrompt) in keys.enumerated() {
            if table.isFull(adding: ofPrompt.count, of: UInt32(number)) {
                table = table.larger
                for known in 0..<number {
                    for key in keys[known] { table.insert(key, UInt32(known)) }
                }
            }
            for key in ofPrompt {
                table.insert(key, UInt32(number))
                expected[key, default: []].insert(UInt32(number))
            }
        }
        var tooMany = 0
        for (key, prompts) in expected {
            var found: [UInt32] = []
            table.find(key, into: &found)
            #expect(prompts.isSubset(of: found))
            tooMany += Set(found).count - prompts.count
        }
        #expect(tooMany * 100 < expected.count)
    }

    @Test("a table without keys is full where it can't hold the number of a prompt")
    func numbers() {
        let table = BandTable(bits: 3)
        #expect(!table.isFull(adding: 0, of: 6))
        #expect(table.isFull(adding: 0, of: 7))
        #expect(!table.larger.isFull(adding: 0, of: 7))
    }
}
