import Testing

@testable import Foundations

@Suite("Random numbers and hashes")
struct RandomTests {
    @Test("the stream is SplitMix64's")
    func reference() {
        var random = SeededRandom(seed: 1_234_567)
        #expect(
            (0..<3).map { _ in random.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ])
    }

    @Test("labels give streams of their own")
    func labels() {
        func first(_ random: SeededRandom) -> UInt64 {
            var random = random
            return random.next()
        }
        let all = [
            SeededRandom(seed: 1), SeededRandom(seed: 1, "a"), SeededRandom(seed: 1, "b"),
            SeededRandom(seed: 1, "a", "b"), SeededRandom(seed: 1, "b", "a"), SeededRandom(seed: 2, "a"),
        ]
        #expect(Set(all.map(first)).count == all.count)
        #expect(first(SeededRandom(seed: 1, "a")) == first(SeededRandom(seed: 1, "a")))
    }

    @Test("unit numbers lie in [0, 1) and fill it evenly")
    func unit() {
        var random = SeededRandom(seed: 5)
        let numbers = (0..<10_000).map { _ in random.unit() }
        #expect(numbers.allSatisfy { (0..<1).contains($0) })
        for decile in 0..<10 {
            let count = numbers.count { Int($0 * 10) == decile }
            #expect((850...1_150).contains(count))
        }
    }

    @Test("hashes depend on text and seed, and are written with sixteen digits")
    func hashes() {
        #expect(StableHash.of("a") == StableHash.of("a"))
        #expect(
            Set([StableHash.of("a"), StableHash.of("b"), StableHash.of("a", seed: 1), StableHash.of("")]).count == 4)
        #expect(StableHash.hex(255) == "00000000000000ff")
        #expect(StableHash.hex(.max) == "ffffffffffffffff")
    }

    @Test("numbers that are skipped are those that would have come", arguments: [0, 1, 1000])
    func skipping(count: Int) {
        var random = SeededRandom(seed: 7)
        var other = random
        for _ in 0..<count { _ = random.unit() }
        other.skip(count)
        #expect(random.next() == other.next())
    }
}
