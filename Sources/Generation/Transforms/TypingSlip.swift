import Foundations

/// A slip of hurried typing inside a word of three letters or more.
enum TypingSlip: CaseIterable {
    /// Two letters swapped.
    case transpose
    /// A letter left out.
    case drop
    /// A letter twice.
    case double

    /// Writes a word with the slip inside it; the first and the last letter stay, as readers need them most.
    func append(_ word: ArraySlice<UInt8>, to result: inout [UInt8], using random: inout SeededRandom) {
        let place = Int.random(in: (word.startIndex + 1)..<(word.endIndex - 1), using: &random)
        result += word[..<place]
        switch self {
        case .transpose where place + 2 < word.endIndex && word[place] != word[place + 1]:
            result += [word[place + 1], word[place]]
            result += word[(place + 2)...]
        case .drop:
            result += word[(place + 1)...]
        case .transpose, .double:
            result.append(word[place])
            result += word[place...]
        }
    }
}
