import Foundation

/// Cuts a text into words, each given as a hash, without regard to case and punctuation.
///
/// A character of a script written without spaces (Chinese, Japanese, Thai, …) counts as a word. Texts of other scripts
/// are brought into Unicode's form NFKC first, and invisible characters are left out, so that what looks the same is the
/// same.
enum WordHashes {
    private static let start: UInt64 = 0xcbf2_9ce4_8422_2325
    private static let prime: UInt64 = 0x0000_0100_0000_01b3

    /// The words' hashes (FNV-1a), in order.
    static func of(_ text: String) -> [UInt64] {
        var words: [UInt64] = []
        words.reserveCapacity(text.utf8.count / 5)
        var hash = start
        for byte in text.utf8 {
            guard byte < 0x80 else { return ofUnicode(text) }
            if Letters.isWord(byte) {
                hash = (hash ^ UInt64(Letters.lower(byte))) &* prime
            } else if hash != start {
                words.append(hash)
                hash = start
            }
        }
        if hash != start { words.append(hash) }
        return words
    }

    private static func ofUnicode(_ text: String) -> [UInt64] {
        var words: [UInt64] = []
        var hash = start
        func close() {
            if hash != start { words.append(hash) }
            hash = start
        }
        for scalar in folded(text).unicodeScalars {
            let standsAlone = Letters.isUnspaced(scalar) && isWord(scalar)
            if standsAlone || !isWord(scalar) { close() }
            guard standsAlone || isWord(scalar) else { continue }
            for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
                hash = (hash ^ UInt64(byte)) &* prime
            }
            if standsAlone { close() }
        }
        close()
        return words
    }

    /// The text in form NFKC and lower case, without invisible characters.
    static func folded(_ text: String) -> String {
        var folded = String.UnicodeScalarView()
        var piece = String.UnicodeScalarView()
        var length = 0
        func close() {
            for scalar in String(piece).precomposedStringWithCompatibilityMapping.lowercased().unicodeScalars
            where !scalar.properties.isDefaultIgnorableCodePoint {
                folded.append(scalar)
            }
            (piece, length) = (String.UnicodeScalarView(), 0)
        }
        for scalar in text.unicodeScalars {
            // Nothing before a character of ASCII combines with it, so that a piece may end there.
            if length >= usualPiece, scalar.isASCII || length >= longestPiece { close() }
            piece.append(scalar)
            length += 1
        }
        close()
        return String(folded)
    }

    /// Scalars that are brought into form NFKC at a time: the time that Foundation takes grows with the square of their
    /// number. A stretch without ASCII, as of other scripts or of marks without end, is cut where it is ``longestPiece``.
    private static let (usualPiece, longestPiece) = (64, 1024)

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return Letters.isWord(UInt8(truncatingIfNeeded: scalar.value)) }
        if scalar.properties.isAlphabetic { return true }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber: return true
        default: return false
        }
    }
}
