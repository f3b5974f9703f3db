/// The words and marks of a text as hashes: lower case, typographic apostrophes made plain, every character beyond the
/// alphabets of two-byte letters a word of its own, so that scripts without spaces have words too.
struct ResponseTokens {
    /// One word or mark.
    struct Token: Sendable, Equatable {
        /// Hash of the whole.
        let hash: UInt64
        /// Hash of its first ``stemLetters`` letters: forms of one word share it. 0 for a mark.
        let stem: UInt64

        /// Whether it is a word of letters or digits, not a mark.
        var isWord: Bool { stem != 0 }
    }

    /// The words and marks, in order.
    private(set) var tokens: [Token] = []
    /// Letters of a word that its stem has.
    static let stemLetters = 5

    private static let basis: UInt64 = 0xcbf2_9ce4_8422_2325
    private static let prime: UInt64 = 0x0000_0100_0000_01b3

    /// The words in a stretch of UTF-8; a character cut off at either end is a word like any other.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        tokens.reserveCapacity(bytes.count / 4)
        var word = Word()
        var index = 0
        while index < bytes.count {
            let kind = Self.kind(at: index, in: bytes, isInWord: word.letters > 0)
            switch kind.role {
            case .letter: word.add(kind.value)
            case .alone, .gap:
                if let token = word.token {
                    tokens.append(token)
                    word = Word()
                }
                if kind.role == .alone {
                    let hash = Self.hash(of: kind.value)
                    // A character of a script without spaces is a word, a mark of ASCII is none.
                    tokens.append(Token(hash: hash, stem: kind.value < 0x80 ? 0 : hash))
                }
            }
            index += kind.length
        }
        if let token = word.token { tokens.append(token) }
    }

    /// A word in the making.
    private struct Word {
        var hash = ResponseTokens.basis
        var stem = ResponseTokens.basis
        var letters = 0

        mutating func add(_ letter: UInt32) {
            hash = (hash ^ UInt64(letter)) &* ResponseTokens.prime
            letters += 1
            if letters <= ResponseTokens.stemLetters { stem = hash }
        }

        var token: Token? { letters > 0 ? Token(hash: hash, stem: stem) : nil }
    }

    private static func hash(of character: UInt32) -> UInt64 {
        (basis ^ UInt64(character)) &* prime
    }

    private enum Role { case letter, alone, gap }

    private static func kind(
        at index: Int, in bytes: UnsafeBufferPointer<UInt8>, isInWord: Bool
    ) -> (role: Role, value: UInt32, length: Int) {
        let byte = bytes[index]
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return (.letter, UInt32(byte), 1)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"):
            return (.letter, UInt32(byte | 0x20), 1)
        case UInt8(ascii: "'"):
            return apostrophe(isInWord, next: index + 1, in: bytes, length: 1)
        case UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: "*"), UInt8(ascii: "\""):
            return (.alone, UInt32(byte), 1)
        case UInt8(ascii: "\n"):
            // A run of line breaks is one mark.
            let isFirst = index == 0 || bytes[index - 1] != byte
            return (isFirst ? .alone : .gap, UInt32(byte), 1)
        case 0..<0x80:
            return (.gap, UInt32(byte), 1)
        default:
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            let end = min(index + length, bytes.count)
            let value = bytes[index..<end].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            if value == 0xE2_80_99 || value == 0xCA_BC {
                return apostrophe(isInWord, next: end, in: bytes, length: end - index)
            }
            if value >= 0xE2_80_80, value <= 0xE2_81_AF { return (.gap, value, end - index) }
            return (length == 2 ? .letter : .alone, value, end - index)
        }
    }

    /// An apostrophe belongs to a word when it stands between two letters.
    private static func apostrophe(
        _ isInWord: Bool, next: Int, in bytes: UnsafeBufferPointer<UInt8>, length: Int
    ) -> (role: Role, value: UInt32, length: Int) {
        let inside = isInWord && next < bytes.count && (bytes[next] | 0x20) >= UInt8(ascii: "a")
        return (inside ? .letter : .gap, UInt32(ascii: "'"), length)
    }
}

extension UInt32 {
    fileprivate init(ascii scalar: Unicode.Scalar) {
        self = scalar.value
    }
}
