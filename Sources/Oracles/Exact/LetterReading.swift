import Foundations
import Records

/// Reads from a response which options it chooses.
///
/// What it announces as its solution counts ("the answer is (B)", "答案：B", a box), and of several announcements the last; else
/// a response that begins with a letter or is nothing but letters; else the one letter in brackets; else the one option whose
/// text it repeats. What is left open between letters is not read, and never guessed.
struct LetterReading {
    private let options: [String]
    private let foldedOptions: [String]
    private let text: [Unicode.Scalar]
    private let plain: String

    /// - Parameters:
    ///   - response: what the target said
    ///   - options: the texts of the options, in the order shown
    init(_ response: String, options: [String]) {
        self.options = options
        foldedOptions = options.map(Self.folded)
        plain = AnswerMarks.plain(response)
        text = Array(plain.unicodeScalars)
    }

    /// The indices of the options chosen, in ascending order; nil for none, and for letters between which the response does not
    /// decide.
    var chosen: [Int]? {
        for end in AnswerCues.ends(in: text).reversed() {
            if let list = list(at: skipped(end)) { return list.chosen }
            if let option = option(at: skipped(end)) { return [option] }
        }
        let start = skipped(text.firstIndex { !$0.properties.isWhitespace } ?? 0)
        if let list = list(at: start), isAlone(list, from: start) { return list.chosen }
        if let last = lastLine, let list = list(at: skipped(last)), list.end >= trimmedEnd { return list.chosen }
        let hinted = hintedLetters
        if hinted.count == 1 { return Array(hinted) }
        let bracketed = bracketedLetters
        if bracketed.count == 1 { return Array(bracketed) }
        return onlyOption.map { [$0] }
    }

    /// Letters that stand together.
    private struct List {
        var letters: Set<Int> = []
        var isOpen = false
        var end: Int
        var isBracketed = false

        var chosen: [Int]? { isOpen && letters.count > 1 ? nil : letters.sorted() }
    }

    /// The position behind what may stand before a letter.
    private func skipped(_ start: Int) -> Int {
        var index = start
        while index < text.count {
            if [" ", ":", "\n", "\"", "'", "“", "‘", "「", "=", "-", "—", "\t", "\r", "~", "{", "<", "】"].contains(
                text[index])
            {
                index += 1
            } else if let word = Self.fillers.first(where: { starts(with: $0, at: index) }) {
                index += word.count
            } else {
                break
            }
        }
        return index
    }

    private static let fillers: [[Unicode.Scalar]] = [
        "options ", "option ", "choices ", "choice ", "letters ", "letter ", "answer ", "clearly ", "definitely ",
        "therefore ",
        "most likely ", "probably ", "thus ", "are ", "is ", "选项", "项", "应该是", "应为", "是", "为", "了", "选择", "选",
    ].map { Array($0.unicodeScalars) }

    private func starts(with word: [Unicode.Scalar], at index: Int) -> Bool {
        text[index...].prefix(word.count).map(AnswerCues.lowered).elementsEqual(word)
    }

    /// The letters at a position: one, or several with commas, "and" or "or" between them, or close together.
    private func list(at start: Int) -> List? {
        guard let first = letter(at: start) else { return together(at: start) }
        var list = List(letters: [first.option], end: first.end, isBracketed: first.isBracketed)
        while let gap = separator(at: list.end), let next = letter(at: gap.end) {
            list.letters.insert(next.option)
            list.isOpen = list.isOpen || gap.isOpen
            list.end = next.end
        }
        return list
    }

    /// Capitals without a gap, each once and in order: "ACD".
    private func together(at start: Int) -> List? {
        var list = List(end: start)
        while list.end < text.count, let option = capital(text[list.end]), option > list.letters.max() ?? -1 {
            list.letters.insert(option)
            list.end += 1
        }
        let isEnded = list.end == text.count || !AnswerCues.isLatin(text[list.end])
        return list.letters.count > 1 && isEnded ? list : nil
    }

    private func capital(_ scalar: Unicode.Scalar) -> Int? {
        guard ("A"..."Z").contains(scalar) else { return nil }
        let option = Int(scalar.value) - 65
        return option < options.count ? option : nil
    }

    /// One letter that is no part of a word, with the brackets around it.
    private func letter(at start: Int) -> (option: Int, end: Int, isBracketed: Bool)? {
        var index = start
        var isBracketed = false
        while index < text.count, ["(", "[", "【", "{"].contains(text[index]) {
            index += 1
            isBracketed = true
        }
        guard index < text.count else { return nil }
        let isSmall = ("a"..."z").contains(text[index])
        guard let option = capital(isSmall ? Unicode.Scalar(text[index].value - 32) ?? " " : text[index]) else {
            return nil
        }
        index += 1
        let next = index < text.count ? text[index] : "\n"
        if AnswerCues.isLatin(next) || ("0"..."9").contains(next) || next == "'" || next == "’" { return nil }
        let isClosed = [")", "]", "】", "}"].contains(next)
        // A small letter is a word unless something marks it as none.
        if isSmall, !isClosed, ![".", ",", "\n", ":", "\"", "。", "，"].contains(next) { return nil }
        if !isClosed, ["A", "I"].contains(text[index - 1]), isArticle(before: index) { return nil }
        while index < text.count, [")", "]", "】", "}", ">", "\"", "'", "”", "」"].contains(text[index]) { index += 1 }
        return (option, index, isBracketed)
    }

    /// Whether a letter that is also a word is followed as a word is.
    private func isArticle(before index: Int) -> Bool {
        guard index < text.count, text[index] == " " else { return false }
        let rest = text[(index + 1)...].prefix { AnswerCues.isLatin($0) }.map(AnswerCues.lowered)
        let word = String(String.UnicodeScalarView(rest))
        return !word.isEmpty && word.count > 1
            && !["because", "since", "as", "and", "or", "for", "which", "that", "is", "but", "not"].contains(word)
    }

    /// What stands between two letters, and whether it leaves the choice open.
    private func separator(at start: Int) -> (end: Int, isOpen: Bool)? {
        for (word, isOpen) in Self.separators where starts(with: word, at: start) {
            var end = start + word.count
            while end < text.count, text[end] == " " { end += 1 }
            return (end, isOpen)
        }
        return nil
    }

    private static let separators: [([Unicode.Scalar], Bool)] = [
        (", and ", false), (", or ", true), (" and ", false), (" or ", true), (" & ", false), (", ", false),
        (",", false),
        ("; ", false), ("、", false), ("和", false), ("与", false), ("及", false), ("或者", true), ("或", true), ("/", true),
        (" / ", true), (" + ", false), ("+", false), (" ", false),
    ].map { (Array($0.0.unicodeScalars), $0.1) }

    /// Whether letters at the beginning are the response's choice: alone in their line, or marked as a letter of a list is, where
    /// no other line begins so.
    private func isAlone(_ list: List, from start: Int) -> Bool {
        guard list.end < text.count else { return true }
        let next = text[list.end]
        guard
            list.isBracketed || [".", ")", ":", "\n", "。", "、", ",", "，", "-", "项", "\r"].contains(next)
                || text[list.end - 1] == ")" || text[list.end...].starts(with: [" ", "-"])
                || text[list.end...].starts(with: [" ", "—"])
        else { return false }
        let lines = plain.split(whereSeparator: \.isNewline).dropFirst()
        let listed = lines.count { line in
            let scalars = Array(line.unicodeScalars.drop { $0 == " " || $0 == "-" || $0 == "(" })
            return scalars.count > 1 && capital(scalars[0]) != nil && [")", ".", ":", "、"].contains(scalars[1])
        }
        return listed == 0
    }

    /// Where the last line begins, when there are several.
    private var lastLine: Int? {
        guard let newline = text[..<trimmedEnd].lastIndex(of: "\n") else { return nil }
        return newline + 1
    }

    /// The end without white space and stops.
    private var trimmedEnd: Int {
        (text.lastIndex { !$0.properties.isWhitespace && $0 != "." && $0 != "。" } ?? -1) + 1
    }

    /// The options behind words like "hence" and "option".
    private var hintedLetters: Set<Int> {
        AnswerCues.ends(in: text, isWeak: true).reduce(into: []) { found, end in
            if let list = list(at: skipped(end)) { found.formUnion(list.letters) }
        }
    }

    /// The options named by a letter in brackets.
    private var bracketedLetters: Set<Int> {
        var found: Set<Int> = []
        for index in text.indices where ["(", "[", "【"].contains(text[index]) {
            if let letter = letter(at: index) { found.insert(letter.option) }
        }
        return found
    }

    /// The option whose text stands at a position.
    private func option(at start: Int) -> Int? {
        let rest = Self.folded(String(String.UnicodeScalarView(text[start...].prefix(400))))
        let fits = options.indices.filter { index in
            let option = foldedOptions[index]
            return !option.isEmpty && (rest == option || rest.hasPrefix(option + " "))
        }
        return fits.max { options[$0].count < options[$1].count }
    }

    /// The one option whose text the response repeats; nil for none or several.
    private var onlyOption: Int? {
        let said = " " + Self.folded(plain) + " "
        let found = options.indices.filter { index in
            let option = foldedOptions[index]
            return option.unicodeScalars.count >= (Self.isSpaced(option) ? 3 : 2)
                && said.contains(Self.isSpaced(option) ? " \(option) " : option)
        }
        // An option within a longer one that is said too is not said itself.
        let whole = found.filter { index in
            !found.contains { $0 != index && foldedOptions[$0].contains(foldedOptions[index]) }
        }
        return whole.count == 1 ? whole[0] : nil
    }

    private static func isSpaced(_ text: String) -> Bool { text.unicodeScalars.allSatisfy { $0.value < 0x2E80 } }

    /// Small letters and digits with one space between words; a script without spaces keeps its signs together.
    static func folded(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.lowercased().unicodeScalars {
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                result.append(scalar)
            } else if let last = result.last, last != " " {
                result.append(" ")
            }
        }
        return String(result).trimmed
    }
}
