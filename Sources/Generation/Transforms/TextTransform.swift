import Foundations
import SafetyGrid

/// Rewrites the surface of a finished prompt: words and spelling, not what it asks for.
protocol TextTransform: Sendable {
    /// The text rewritten; the same random stream gives the same text.
    func apply(to text: [UInt8], using random: inout SeededRandom) -> [UInt8]
}
