import Foundation

/// A text in which a date is looked for, in one form whatever script it came in.
struct DateText {
    /// Small letters without accents, digits of ASCII, no marks of direction, white space collapsed.
    let plain: String

    /// The longest text that is looked at, in bytes.
    private static let longest = 400

    /// Nil for a text that is too long to be a date.
    init?(_ text: String) {
        guard text.utf8.count <= Self.longest else { return nil }
        plain = Self.folded(text)
    }

    /// The form in which months are compared.
    static func folded(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.decomposedStringWithCanonicalMapping.lowercased().unicodeScalars {
            if let folded = folded(scalar) { scalars.append(folded) }
        }
        // Hangul goes together again; nothing else is left that would.
        return numerals(String(scalars).precomposedStringWithCanonicalMapping.collapsed)
    }

    /// Nil for what says nothing: accents, vowel points, marks of direction, the dot below of Indian letters.
    private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if scalar.isASCII { return scalar }
        switch scalar.value {
        case 0x300...0x36F, 0x64B...0x655, 0x640, 0x670, 0x93C, 0x9BC, 0xA3C, 0xABC, 0x591...0x5BD, 0x5BF...0x5C7:
            return nil
        case 0x200B...0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x61C, 0xFEFF, 0xAD: return nil
        case 0x131: return "i"
        case 0x3C2: return "σ"
        case 0x649, 0x64A: return "ی"
        case 0x643: return "ک"
        case 0xFF1A: return ":"
        case 0xFF0F: return "/"
        case 0xFF0E, 0x3002: return "."
        case 0xFF0D, 0x2010...0x2015, 0x2212: return "-"
        case 0xFF0C, 0x3001, 0x60C: return ","
        default: break
        }
        guard scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue else {
            return scalar
        }
        return Unicode.Scalar(UInt8(0x30 + Int(value)))
    }

    // Chinese numerals.
    private static let digits: [Character: Int] = [
        "〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    ]

    /// A text with the Chinese numerals before year, month and day as digits: 二〇二四年三月十七日.
    private static func numerals(_ text: String) -> String {
        guard text.contains(where: { $0 == "年" || $0 == "月" }) else { return text }
        var result = ""
        var run = ""
        for character in text {
            if digits[character] != nil || character == "十" {
                run.append(character)
            } else {
                result += "年月日号號".contains(character) ? number(run) : run
                result.append(character)
                run = ""
            }
        }
        return result + run
    }

    private static func number(_ run: String) -> String {
        guard let ten = run.firstIndex(of: "十") else { return run.compactMap { digits[$0].map(String.init) }.joined() }
        let tens = run[..<ten].last.flatMap { digits[$0] } ?? 1
        let ones = run[run.index(after: ten)...].first.flatMap { digits[$0] } ?? 0
        return "\(tens * 10 + ones)"
    }

    /// The words and numbers of the text, without times of day; dots within a word are no part of it.
    var tokens: [Token] {
        let text = !plain.contains(":") ? plain : plain.replacing(/\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?/, with: " ")
        var tokens: [Token] = []
        var word = String.UnicodeScalarView()
        var digits = ""
        var hasDot = false
        for scalar in text.unicodeScalars {
            if let digit = scalar.value >= 0x30 && scalar.value <= 0x39 ? Character(scalar) : nil {
                if !word.isEmpty { tokens.append(.word(String(word))) }
                word.removeAll()
                digits.append(digit)
            } else if Self.isWordPart(scalar) {
                if !digits.isEmpty { tokens.append(Token(digits: digits)) }
                digits = ""
                word.append(scalar)
            } else if scalar == ".", !word.isEmpty, !hasDot {
                hasDot = true
                continue
            } else {
                if !word.isEmpty { tokens.append(.word(String(word))) }
                if !digits.isEmpty { tokens.append(Token(digits: digits)) }
                word.removeAll()
                digits = ""
            }
            hasDot = false
        }
        if !word.isEmpty { tokens.append(.word(String(word))) }
        if !digits.isEmpty { tokens.append(Token(digits: digits)) }
        return Array(tokens.prefix(40))
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark: true
        default: scalar.properties.isAlphabetic
        }
    }

    /// A word or a number.
    enum Token: Equatable {
        case word(String)
        /// A number of at most four digits, and how many it has.
        case number(Int, digits: Int)

        /// Longer numbers are no part of a date.
        init(digits: String) {
            self = digits.count <= 4 ? .number(Int(digits) ?? 0, digits: digits.count) : .word("")
        }

        var word: String? {
            if case .word(let word) = self { word } else { nil }
        }
        var number: Int? {
            if case .number(let number, _) = self { number } else { nil }
        }
    }
}
