import Foundations
import Records

/// What happens to the surface of a finished prompt: first a perturbation, then an encoding, then a wrapper.
struct PromptSurface: Sendable {
    /// Nil for none.
    var perturbation: Perturbation?
    /// Nil for the text as it is.
    var form: EncodedForm?
    /// Each with the prompt in it once; none for the prompt alone.
    var wrappers: [Template] = []

    /// The text with this surface: a function of the text and the seed alone.
    func apply(to text: String, seed: UInt64) -> String {
        var random = SeededRandom(seed: StableHash.of(text, seed: seed))
        var text = text
        if let perturbation { text = perturbation.apply(to: Array(text.utf8), using: &random).text }
        if let form { text = Self.framed(form.encoding.encode(text), form.frames, using: &random) }
        return Self.framed(text, wrappers, using: &random)
    }

    private static func framed(_ text: String, _ frames: [Template], using random: inout SeededRandom) -> String {
        guard !frames.isEmpty else { return text }
        let frame = frames[Int.random(in: 0..<frames.count, using: &random)]
        return frame.filled(hole: Array(text.utf8), using: &random).text
    }
}
