import Foundation
import Foundations

/// Reads numbers as people and models write them: signs, thousands separators, decimals, powers of ten, fractions, per cent.
enum NumberReading {
    /// The number that a response gives as its solution: the first one behind the last announcement that has one, else the last
    /// in the text; nil without any.
    static func solution(in response: String) -> Double? {
        let text = Array(AnswerMarks.plain(response).unicodeScalars)
        for end in AnswerCues.ends(in: text).reversed() {
            let line = text[end...].drop { $0 == "\n" || $0 == " " || $0 == ":" }.prefix { $0 != "\n" }
            if let number = numbers(in: Array(line)).first { return number }
        }
        return numbers(in: text).last ?? word(in: text)
    }

    /// All numbers of a text, in order.
    static func numbers(in text: [Unicode.Scalar]) -> [Double] {
        var numbers: [Double] = []
        var index = 0
        while index < text.count {
            let isInWord = index > 0 && (AnswerCues.isLatin(text[index - 1]) || text[index - 1] == "_")
            guard !isInWord, let found = number(in: text, at: index) else {
                index += 1
                continue
            }
            numbers.append(found.value)
            index = found.end
        }
        return numbers
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func number(in text: [Unicode.Scalar], at start: Int) -> (value: Double, end: Int)? {
        var index = start
        var digits = ""
        if index < text.count, text[index] == "-" || text[index] == "+" {
            // Between two numbers it is a dash.
            if index > 0, isDigit(text[index - 1]) { return nil }
            if text[index] == "-" { digits = "-" }
            index += 1
        }
        guard let mantissa = mantissa(in: text, at: index) else { return nil }
        digits += mantissa.digits
        index = mantissa.end
        if let power = power(in: text, at: index) {
            digits += "e\(power.exponent)"
            index = power.end
        }
        guard var value = Double(digits) else { return nil }
        if index + 1 < text.count, text[index] == "/", let below = self.mantissa(in: text, at: index + 1),
            let divisor = Double(below.digits), divisor != 0
        {
            value /= divisor
            index = below.end
        }
        return (value, index)
    }

    /// Digits with separators: a point is the decimal point; commas divide thousands where groups of three follow, and one comma
    /// with other digits behind it is a decimal comma.
    private static func mantissa(in text: [Unicode.Scalar], at start: Int) -> (digits: String, end: Int)? {
        var index = start
        var whole = ""
        while index < text.count, isDigit(text[index]) {
            whole.unicodeScalars.append(text[index])
            index += 1
        }
        while index + 3 < text.count, text[index] == ",", whole.count <= 3 || index > start + 3,
            text[(index + 1)...(index + 3)].allSatisfy(isDigit), index + 4 == text.count || !isDigit(text[index + 4])
        {
            whole.unicodeScalars.append(contentsOf: text[(index + 1)...(index + 3)])
            index += 4
        }
        var fraction = ""
        if index + 1 < text.count, text[index] == "." || text[index] == ",", isDigit(text[index + 1]),
            !whole.isEmpty || text[index] == "."
        {
            index += 1
            while index < text.count, isDigit(text[index]) {
                fraction.unicodeScalars.append(text[index])
                index += 1
            }
        }
        guard !whole.isEmpty || !fraction.isEmpty else { return nil }
        return ((whole.isEmpty ? "0" : whole) + (fraction.isEmpty ? "" : ".\(fraction)"), index)
    }

    /// `e-5`, `×10^-5`, `x 10^{-5}` or `·10⁻⁵`.
    private static func power(in text: [Unicode.Scalar], at start: Int) -> (exponent: Int, end: Int)? {
        var index = start
        if index + 1 < text.count, text[index] == "e" || text[index] == "E" {
            return exponent(in: text, at: index + 1)
        }
        while index < text.count, text[index] == " " { index += 1 }
        if text[index...].starts(with: "\\times".unicodeScalars) {
            index += 6
        } else if index < text.count, ["×", "x", "·", "⋅"].contains(text[index]) {
            index += 1
        } else {
            return nil
        }
        while index < text.count, text[index] == " " { index += 1 }
        guard index + 2 < text.count, text[index] == "1", text[index + 1] == "0" else { return nil }
        index += 2
        if text[index] == "^" { index += 1 }
        let isBraced = index < text.count && text[index] == "{"
        guard let found = exponent(in: text, at: isBraced ? index + 1 : index) else { return nil }
        return (found.exponent, isBraced && found.end < text.count ? found.end + 1 : found.end)
    }

    private static let raised: [Unicode.Scalar: Character] = [
        "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "⁹": "9", "⁻": "-",
        "⁺": "+",
    ]

    private static func exponent(in text: [Unicode.Scalar], at start: Int) -> (exponent: Int, end: Int)? {
        var digits = ""
        var index = start
        while index < text.count, digits.count < 5 {
            let scalar = text[index]
            if let plain = raised[scalar] {
                digits.append(plain)
            } else if isDigit(scalar) || (digits.isEmpty && (scalar == "-" || scalar == "+")) {
                digits.unicodeScalars.append(scalar)
            } else {
                break
            }
            index += 1
        }
        return Int(digits.hasPrefix("+") ? String(digits.dropFirst()) : digits).map { ($0, index) }
    }

    private static let words = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ]

    /// The one small number that is written as a word; nil for none or several. "One" and "two" say too little: ``Words`` leaves
    /// them out.
    private static func word(in text: [Unicode.Scalar]) -> Double? {
        let said = Words.of(String(String.UnicodeScalarView(text))).compactMap { words.firstIndex(of: $0) }
        return Set(said).count == 1 ? said.first.map { Double($0) } : nil
    }
}
