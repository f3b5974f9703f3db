import Foundations
import SafetyGrid

/// Misspells words as hurried typing does: letters swapped, left out or doubled, and words written as they sound.
struct MisspellingTransform: TextTransform {
    private let transpose: Double
    private let drop: Double
    private let double: Double
    private let phoneticRate: Double
    private let phonetic: Lexicon

    /// Fewest letters of a word that typing errors befall.
    static let minimumLetters = 4

    /// Reads `rates` and `phonetic` of a style.
    ///
    /// - Throws: ``ConfigurationError`` with file and line for an unknown key or a rate outside 0...1.
    init(_ mapping: YAMLMapping) throws(ConfigurationError) {
        let value = try mapping.required("rates")
        let rates = try value.mapping(allowing: ["transpose", "drop", "double", "phonetic"])
        transpose = try Self.rate("transpose", in: rates)
        drop = try Self.rate("drop", in: rates)
        double = try Self.rate("double", in: rates)
        phoneticRate = try Self.rate("phonetic", in: rates)
        phonetic = try Lexicon(mapping["phonetic"])
        guard transpose + drop + double <= 1 else {
            throw value.invalid("transpose, drop and double together are more than 1")
        }
        guard transpose + drop + double > 0 else {
            throw value.invalid("transpose, drop and double are all 0; the style would change nothing")
        }
    }

    func apply(to text: [UInt8], using random: inout SeededRandom) -> [UInt8] {
        let first = misspell(text, forced: nil, using: &random)
        // A prompt without an error would not show the style, so one word is hit on purpose.
        guard first.errors == 0, first.eligible > 0 else { return first.text }
        let forced = Int.random(in: 0..<first.eligible, using: &random)
        return misspell(text, forced: forced, using: &random).text
    }

    private func misspell(
        _ text: [UInt8], forced: Int?, using random: inout SeededRandom
    ) -> (text: [UInt8], errors: Int, eligible: Int) {
        var result: [UInt8] = []
        result.reserveCapacity(text.count + 16)
        var errors = 0
        var eligible = 0
        var index = 0
        while index < text.count {
            let gap = Letters.gap(in: text, at: index)
            guard gap == 0 else {
                result += text[index..<(index + gap)]
                index += gap
                continue
            }
            let word = index..<Letters.wordEnd(in: text, from: index)
            index = word.upperBound
            if let (entry, end) = phonetic.match(in: text, at: word), random.unit() < phoneticRate {
                var spelling = entry.alternatives[Int.random(in: 0..<entry.alternatives.count, using: &random)]
                if Letters.isUpper(text[word.lowerBound]) { spelling.capitalise() }
                result += spelling
                index = end
                errors += 1
                continue
            }
            let canErr = word.count >= Self.minimumLetters && text[word].allSatisfy(Letters.isASCIILetter)
            if canErr, let slip = drawSlip(forced: forced == eligible, using: &random) {
                slip.append(text[word], to: &result, using: &random)
                errors += 1
            } else {
                result += text[word]
            }
            if canErr { eligible += 1 }
        }
        return (result, errors, eligible)
    }

    private func drawSlip(forced: Bool, using random: inout SeededRandom) -> TypingSlip? {
        var draw = random.unit()
        if forced { draw *= transpose + drop + double }
        if draw < transpose { return .transpose }
        if draw < transpose + drop { return .drop }
        if draw < transpose + drop + double { return .double }
        return nil
    }

    private static func rate(_ key: String, in mapping: YAMLMapping) throws(ConfigurationError) -> Double {
        guard let value = mapping[key] else { return 0 }
        let rate = try value.double()
        guard (0...1).contains(rate) else { throw value.invalid("'\(key)' is a rate: 0 to 1") }
        return rate
    }
}
