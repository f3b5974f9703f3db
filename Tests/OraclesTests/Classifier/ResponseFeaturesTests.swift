import Foundations
import SafetyGrid
import Testing

@testable import Oracles

@Suite("features of an answer")
struct ResponseFeaturesTests {
    @Test(
        "spelling that means the same gives the same features",
        arguments: [
            ("I CAN'T help.", "i can't help"), ("I can\u{2019}t help", "I can't help"), ("a,  b;\tc", "a b c"),
            ("one\n\n\ntwo", "one\ntwo"), ("dogs' bowls", "dogs bowls"),
            ("\n\nI can't help with that.", "I can't help with that."), ("Sure. \r\n\t ", "Sure."),
        ])
    func same(left: String, right: String) {
        let (a, b) = (ResponseFeatures(prompt: "", response: left), ResponseFeatures(prompt: "", response: right))
        #expect(a.buckets == b.buckets)
        #expect(a.blocks == b.blocks)
    }

    @Test(
        "what differs gives other features",
        arguments: [
            ("can't", "can"), ("a b", "b a"), ("why", "why?"), ("犬", "猫"), ("é", "e"),
        ])
    func different(left: String, right: String) {
        #expect(
            ResponseFeatures(prompt: "", response: left).buckets
                != ResponseFeatures(prompt: "", response: right).buckets)
    }

    @Test("buckets stand once a block, and every block has the length of its weight", arguments: 1...20)
    func blocks(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let alphabet = Array("ab c!\n'\u{2019}é犬🙂?:\"0").map(String.init)
        let text = (0..<Int(random.next() % 6000)).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] }
            .joined()
        let features = ResponseFeatures(prompt: String(text.prefix(900)), response: text)
        var start = 0
        for block in features.blocks {
            let buckets = features.buckets[start..<block.end]
            #expect(Set(buckets).count == buckets.count)
            #expect(buckets.allSatisfy { $0 < UInt32(ResponseFeatures.bucketCount) })
            start = block.end
        }
        #expect(start == features.buckets.count)
    }

    @Test("padding in the middle neither costs nor changes anything")
    func padding() {
        let opening = String(repeating: "word ", count: 700)
        let end = String(repeating: " last words", count: 100)
        let long = ResponseFeatures(prompt: "p", response: opening + String(repeating: "x ", count: 500_000) + end)
        let longer = ResponseFeatures(prompt: "p", response: opening + String(repeating: "y ", count: 900_000) + end)
        #expect(long.buckets == longer.buckets)
        #expect(long.buckets.count < 8000)
    }

    @Test("a prompt changes what a response's words count as: its own, or the prompt's in any form")
    func relation() {
        let response = "Breads and loaves: knead the dough, and your bread is done."
        let reading = ResponseReading(prompt: "How do I make good bread?", response: response)
        #expect(reading.echoed.count == 2 && reading.own.count == 4)
        let other = ResponseReading(prompt: "Why is it late?", response: response)
        #expect(other.echoed.isEmpty && other.own.count == 6)
        let features = [reading, other].map { ResponseFeatures($0) }
        #expect(features[0].buckets != features[1].buckets)
    }

    @Test(
        "babble goes round in circles; prose, lists and short texts do not",
        arguments: [
            (String(repeating: "I'm a tool. ", count: 30), true),
            (String(repeating: "The fabric of the world is a fabric of thread. ", count: 12), true),
            ("Yes, yes, yes, yes.", false), ("", false),
            ("1. Pack a coat.\n2. Pack a map.\n3. Pack two apples.\n4. Look at the weather.\n5. Lock the door.", false),
        ])
    func babble(text: String, isBabble: Bool) {
        #expect(ResponseFeatures(prompt: "Tell me about threads", response: text).isBabble == isBabble)
    }
}
