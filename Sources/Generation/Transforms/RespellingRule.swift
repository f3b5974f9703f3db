import Foundations
import SafetyGrid

/// Spells the end of words as a way of speaking has it: "-ing" as "-in'".
struct RespellingRule: Sendable {
    private let ending: [UInt8]
    private let replacement: [UInt8]
    private let minimum: Int

    /// Reads `ending`, `to` and `min`.
    ///
    /// - Throws: ``ConfigurationError`` with file and line for an unknown or missing key.
    init(_ value: YAMLValue) throws(ConfigurationError) {
        let mapping = try value.mapping(allowing: ["ending", "to", "min"])
        ending = try mapping.text("ending").utf8.map(Letters.lower)
        replacement = Array(try mapping.text("to").utf8)
        minimum = try mapping["min"]?.int() ?? 1
    }

    /// The new spelling of a word; nil when the rule does not apply.
    func respell(_ word: ArraySlice<UInt8>) -> [UInt8]? {
        let stem = word.dropLast(ending.count)
        // A stem without a vowel is no stem: "bring" and "thing" end in -ing by accident.
        guard word.count >= minimum, word.count > ending.count, stem.contains(where: Letters.isVowel),
            zip(word.suffix(ending.count), ending).allSatisfy({ $0 == $1 })
        else { return nil }
        return stem + replacement
    }
}
