import Foundations
import Testing

@testable import Generation

@Suite("The words of a prompt")
struct FidelityTextTests {
    @Test("plain ASCII is taken apart as any other text is")
    func ascii() {
        var random = SeededRandom(seed: 5, "fidelity-text")
        let pieces = ["How", "DON'T", "'quoted'", "50%", "%", "?", ".", " ", "  ", "\n", "(so)", "\"", "a1", "!", "*"]
        for _ in 0..<500 {
            let text = (0..<Int.random(in: 0...12, using: &random))
                .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
            let plain = FidelityText(text)
            // A character of another script in front takes the text the slow way.
            let mixed = FidelityText("é " + text)
            #expect(["é"] + plain.words == mixed.words, "\(text)")
            #expect(plain.hasQuestion == mixed.hasQuestion, "\(text)")
            #expect(plain.endsAsQuestion == mixed.endsAsQuestion, "\(text)")
            #expect(plain.latinShare == 1)
        }
    }
}
