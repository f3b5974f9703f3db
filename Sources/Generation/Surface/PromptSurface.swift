import Foundations
import Records

/// What happens to the surface of a finished prompt: first a perturbation, then an encoding.
struct PromptSurface: Sendable {
    /// Nil for none.
    var perturbation: Perturbation?
    /// Nil for the text as it is.
    var form: EncodedForm?

    /// The text with this surface: a function of the text and the seed alone.
    func apply(to text: String, seed: UInt64) -> String {
        var random = SeededRandom(seed: StableHash.of(text, seed: seed))
        var text = text
        if let perturbation { text = perturbation.apply(to: Array(text.utf8), using: &random).text }
        guard let form else { return text }
        text = form.encoding.encode(text)
        guard !form.frames.isEmpty else { return text }
        let frame = form.frames[Int.random(in: 0..<form.frames.count, using: &random)]
        return frame.filled(hole: Array(text.utf8), using: &random).text
    }
}
