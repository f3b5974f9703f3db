import Foundations
import Testing

@testable import Generation

@Suite("shelf of shingles")
struct ShingleShelfTests {
    @Test("numbers come back as they were written, however their gaps are", arguments: 1...20)
    func roundTrip(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed), "shelf")
        var shelf = ShingleShelf()
        var written: [[UInt32]] = [[], [0], [.max], [0, .max], [0, 1, 2], Array(0..<600), [UInt32.max - 1, .max]]
        for _ in 0..<2_000 {
            let top = UInt32.max >> UInt32.random(in: 0...24, using: &random)
            let size = Int.random(in: 0...Shingles.maximum, using: &random) >> Int.random(in: 0...8, using: &random)
            written.append(Set((0..<size).map { _ in UInt32.random(in: 0...top, using: &random) }).sorted())
        }
        for numbers in written { shelf.append(numbers) }
        #expect(shelf.count == written.count)
        for (number, numbers) in written.enumerated() { #expect(shelf[number] == numbers) }
    }

    @Test("hashes take 29 bits instead of 32")
    func size() {
        var random = SeededRandom(seed: 7, "shelf")
        var bytes: [UInt8] = []
        for _ in 0..<1_000 {
            RiceCode.encode((0..<36).map { _ in UInt32(truncatingIfNeeded: random.next()) }.sorted(), into: &bytes)
        }
        #expect(bytes.count * 8 < 29 * 36 * 1_000)
    }
}
