import Foundation
import Foundations

/// A way of writing a text so that filters for words miss it and a reader who knows the trick does not.
///
/// Works on Unicode scalars and never on characters: an emoji and the invisible marks behind it are one character.
///
/// ```swift
/// TextEncoding.rot13.encode("Hello")                  // "Uryyb"
/// TextEncoding.base64.decode("SGVsbG8=")              // "Hello"
/// ```
package enum TextEncoding: String, Sendable, CaseIterable {
    /// The text as it is.
    case none
    /// Base64 of the UTF-8 bytes (RFC 4648, section 4).
    case base64
    /// The UTF-8 bytes as lower-case hexadecimal digits.
    case hex
    /// Each Latin letter 13 places on; its own inverse.
    case rot13
    /// Digits in place of the letters they resemble. What the text had in these digits and in capitals is lost.
    case leetspeak
    /// Latin letters and the Cyrillic ones that look alike, exchanged; its own inverse.
    case homoglyphs
    /// A zero-width space (U+200B) between any two scalars.
    case zeroWidth = "zero_width"
    /// Words in reverse order, with the gaps between them; its own inverse.
    case reversedWords = "reversed_words"
    /// A space between any two scalars: a space of the text becomes three.
    case spacedLetters = "spaced_letters"

    /// Whether ``decode(_:)`` gives back exactly what was encoded, whatever it was.
    package var isReversible: Bool { self != .leetspeak }

    /// The text in this encoding.
    package func encode(_ text: String) -> String {
        switch self {
        case .none: text
        case .base64: Data(text.utf8).base64EncodedString()
        case .hex: text.utf8.hexadecimal
        case .rot13: Self.mapped(text, Self.rotated)
        case .leetspeak: Self.mapped(text) { LetterLooks.digits[$0] ?? $0 }
        case .homoglyphs: Self.mapped(text) { LetterLooks.twins[$0] ?? $0 }
        case .zeroWidth: Self.joined(text, by: Self.zeroWidthSpace)
        case .reversedWords: Self.reversed(text)
        case .spacedLetters: Self.joined(text, by: " ")
        }
    }

    /// The text behind one in this encoding; nil when it is none. Of ``leetspeak`` the likeliest reading.
    package func decode(_ text: String) -> String? {
        switch self {
        case .none: text
        case .base64: Data(base64Encoded: text).flatMap { String(validating: $0, as: UTF8.self) }
        case .hex: Self.bytes(text.utf8).flatMap { String(validating: $0, as: UTF8.self) }
        case .rot13, .homoglyphs, .reversedWords: encode(text)
        case .leetspeak: Self.mapped(text) { LetterLooks.letters[$0] ?? $0 }
        case .zeroWidth: Self.parted(text, by: Self.zeroWidthSpace)
        case .spacedLetters: Self.parted(text, by: " ")
        }
    }

    /// U+200B.
    package static let zeroWidthSpace: Unicode.Scalar = "\u{200B}"

    private static func mapped(_ text: String, _ change: (Unicode.Scalar) -> Unicode.Scalar) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(change(scalar)) }
        return String(result)
    }

    private static func rotated(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let first: UInt32
        switch scalar {
        case "a"..."z": first = 0x61
        case "A"..."Z": first = 0x41
        default: return scalar
        }
        return Unicode.Scalar((scalar.value - first + 13) % 26 + first) ?? scalar
    }

    private static func bytes(_ text: some Collection<UInt8>) -> [UInt8]? {
        let digits = text.compactMap { digit in
            digit < 0x80 ? Character(Unicode.Scalar(digit)).hexDigitValue.map { UInt8($0) } : nil
        }
        guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    private static func joined(_ text: String, by mark: Unicode.Scalar) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if !result.isEmpty { result.append(mark) }
            result.append(scalar)
        }
        return String(result)
    }

    private static func parted(_ text: String, by mark: Unicode.Scalar) -> String? {
        var result = String.UnicodeScalarView()
        for (index, scalar) in text.unicodeScalars.enumerated() {
            if index.isMultiple(of: 2) {
                result.append(scalar)
            } else if scalar != mark {
                return nil
            }
        }
        // A mark at the end, with nothing to mark, means that this is no such text.
        return text.isEmpty || !text.unicodeScalars.count.isMultiple(of: 2) ? String(result) : nil
    }

    private static func reversed(_ text: String) -> String {
        var parts: [String.UnicodeScalarView] = []
        var isGap: Bool?
        for scalar in text.unicodeScalars {
            let isSpace = scalar.properties.isWhitespace
            if isSpace != isGap { parts.append(String.UnicodeScalarView()) }
            parts[parts.count - 1].append(scalar)
            isGap = isSpace
        }
        var result = String.UnicodeScalarView()
        for part in parts.reversed() { result.append(contentsOf: part) }
        return String(result)
    }
}
