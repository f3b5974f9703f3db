import Foundations
import SafetyGrid

/// A change to the surface of a finished prompt that leaves it readable, with a strength.
///
/// The strength is the share of the places that are changed, among those where the change is possible: words for typos,
/// fillers, punctuation and emoji, letters for case. At least one place is changed where there is one.
struct Perturbation: Sendable {
    /// What is done to a place.
    private enum Change: Sendable {
        /// A letter inside a word swapped with its neighbour, left out or doubled.
        case typos
        /// A letter in the other case.
        case letterCase
        /// One of these before a word.
        case before([[UInt8]])
        /// One of these after a word; without a gap where `isTight`.
        case after([[UInt8]], isTight: Bool)
    }

    private let change: Change
    private let strength: Double

    private static let kinds: [String: Set<String>] = [
        "none": ["kind"], "typos": ["kind", "strength"], "case": ["kind", "strength"],
        "fillers": ["kind", "strength", "texts"], "punctuation": ["kind", "strength", "texts"],
        "emoji": ["kind", "strength", "texts"],
    ]

    /// Reads a perturbation; nil for the kind `none`.
    ///
    /// - Throws: ``ConfigurationError`` with file and line for an unknown kind, a key that the kind does not have, a strength
    ///   that is no share, or no texts.
    static func read(_ value: YAMLValue) throws(ConfigurationError) -> Perturbation? {
        let (kind, mapping) = try value.mapping(ofKinds: kinds)
        guard kind != "none" else { return nil }
        let entry = try mapping.required("strength")
        let strength = try entry.double()
        guard strength > 0, strength <= 1 else { throw entry.invalid("'strength' is a share over 0 and at most 1") }
        let change: Change
        switch kind {
        case "typos": change = .typos
        case "case": change = .letterCase
        case "fillers": change = .before(try texts(mapping))
        case "punctuation": change = .after(try texts(mapping), isTight: true)
        default: change = .after(try texts(mapping), isTight: false)
        }
        return Perturbation(change: change, strength: strength)
    }

    private static func texts(_ mapping: YAMLMapping) throws(ConfigurationError) -> [[UInt8]] {
        let texts = try mapping.texts("texts")
        guard !texts.isEmpty else { throw try mapping.required("texts").invalid("'texts' is empty; give at least one") }
        return texts.map { Array($0.utf8) }
    }

    /// The text with its surface changed; the same random stream gives the same text.
    func apply(to text: [UInt8], using random: inout SeededRandom) -> [UInt8] {
        let places = places(in: text)
        guard !places.isEmpty else { return text }
        let count = max(1, Int((strength * Double(places.count)).rounded()))
        var chosen = places.shuffled(using: &random).prefix(count).sorted { $0.lowerBound < $1.lowerBound }[...]
        var result: [UInt8] = []
        result.reserveCapacity(text.count * 2)
        var end = 0
        while let place = chosen.popFirst() {
            result += text[end..<place.lowerBound]
            append(text[place], to: &result, using: &random)
            end = place.upperBound
        }
        return result + text[end...]
    }

    /// The parts of the text where the change is possible, in order.
    private func places(in text: [UInt8]) -> [Range<Int>] {
        if case .letterCase = change {
            return text.indices.filter { Letters.isASCIILetter(text[$0]) }.map { $0..<($0 + 1) }
        }
        var places: [Range<Int>] = []
        var index = 0
        while index < text.count {
            let gap = Letters.gap(in: text, at: index)
            guard gap == 0 else {
                index += gap
                continue
            }
            let word = index..<Letters.wordEnd(in: text, from: index)
            index = word.upperBound
            if case .typos = change {
                guard word.count >= MisspellingTransform.minimumLetters,
                    text[word].allSatisfy(Letters.isASCIILetter)
                else { continue }
            }
            places.append(word)
        }
        return places
    }

    private func append(_ place: ArraySlice<UInt8>, to result: inout [UInt8], using random: inout SeededRandom) {
        switch change {
        case .letterCase:
            result += place.map { $0 ^ 0x20 }
        case .typos:
            let slip = TypingSlip.allCases[Int.random(in: 0..<TypingSlip.allCases.count, using: &random)]
            slip.append(place, to: &result, using: &random)
        case .before(let texts):
            result += texts[Int.random(in: 0..<texts.count, using: &random)] + [UInt8(ascii: " ")] + place
        case .after(let texts, let isTight):
            result += place + (isTight ? [] : [UInt8(ascii: " ")])
            result += texts[Int.random(in: 0..<texts.count, using: &random)]
        }
    }
}
