import Foundations
import Records

/// Reads from a response which options it chooses.
///
/// What it announces as its solution counts ("the answer is (B)", "答案：B", a box), and of several announcements the last; else
/// a response that begins with a letter or is nothing but letters; else the one letter in brackets; else the one option whose
/// text it repeats. What is left open between letters is not read, and never guessed.
struct LetterReading {
    let options: [String]
    private let foldedOptions: [String]
    let text: [Unicode.Scalar]
    private var plain: String { String(String.UnicodeScalarView(text)) }

    /// - Parameters:
    ///   - response: what the target said
    ///   - options: the texts of the options, in the order shown
    init(_ response: String, options: [String]) {
        self.options = options
        foldedOptions = options.map(Self.folded)
        text = AnswerMarks.letters(response)
    }

    /// The indices of the options chosen, in ascending order; nil for none, and for letters between which the response does not
    /// decide.
    var chosen: [Int]? {
        // A model that goes on with a question of its own has said its solution before it.
        if let cut = nextQuestion, let chosen = LetterReading(text[..<cut], options, foldedOptions).said {
            return chosen
        }
        return said
    }

    private var said: [Int]? {
        for end in ends.reversed() {
            if let list = list(at: listStart(of: skipped(end))) { return list.chosen }
            if let option = option(at: skipped(end)) { return [option] }
        }
        let start = skipped(text.firstIndex { !$0.properties.isWhitespace } ?? 0)
        if let list = list(at: start), isAlone(list, from: start) { return list.chosen }
        if let last = lastLine, let list = list(at: skipped(last)), list.end >= trimmedEnd { return list.chosen }
        if let last = lastSentence, let list = list(at: skipped(last)), list.end >= trimmedEnd { return list.chosen }
        let hinted = hintedLetters
        if hinted.count == 1 { return Array(hinted) }
        let bracketed = bracketedLetters
        if bracketed.count == 1 { return Array(bracketed) }
        return (onlyOption ?? lastOption ?? onlyLetter).map { [$0] }
    }

    /// A part of a response.
    private init(_ text: ArraySlice<Unicode.Scalar>, _ options: [String], _ foldedOptions: [String]) {
        (self.options, self.foldedOptions, self.text) = (options, foldedOptions, Array(text))
    }

    /// Where the response announces letters: behind cues, and before what confirms them.
    private var ends: [Int] {
        var ends = AnswerCues.ends(in: text)
        for index in text.indices.suffix(Self.confirmedReach) where isLetterStart(index) {
            if let list = list(at: index), AnswerCues.confirms(text, at: list.end) { ends.append(index) }
        }
        return ends.sorted()
    }

    /// How far from the end confirmed letters are looked for.
    private static let confirmedReach = 2_000

    /// Whether a capital stands here that no letter stands before.
    private func isLetterStart(_ index: Int) -> Bool {
        guard capital(text[index]) != nil else { return false }
        return index == 0 || !AnswerCues.isLatin(text[index - 1]) && letter(before: index) == nil
    }

    /// The first of the letters, of which the one at `index` is the last, with what separates two between them.
    private func listStart(of index: Int) -> Int {
        var index = index
        while let before = letter(before: index) { index = before }
        return index
    }

    /// Where a letter stands that the one at `index` is joined to.
    private func letter(before index: Int) -> Int? {
        (max(0, index - 8)..<index).first { start in
            guard start == 0 || !AnswerCues.isLatin(text[start - 1]), let letter = letter(at: start) else {
                return false
            }
            return separators(at: letter.end).contains { skippedFillers($0.end) == index }
        }
    }

    /// Where a question of the model's own begins, in a line behind others.
    private var nextQuestion: Int? {
        for index in text.indices.dropFirst() where text[index - 1] == "\n" {
            if Self.questions.contains(where: { starts(with: $0, at: index) }),
                text[..<index].contains(where: { !$0.properties.isWhitespace })
            {
                return index
            }
        }
        return nil
    }

    private static let questions: [[Unicode.Scalar]] = ["question:", "q:", "next question", "题目:", "问题:", "问:", "下一题"]
        .map {
            Array($0.unicodeScalars)
        }

    /// Letters that stand together.
    struct List {
        var letters: Set<Int> = []
        var isOpen = false
        var end: Int
        var isBracketed = false
        /// Whether each letter begins a line.
        var isLines = false
        /// The letter that was read last.
        var last: Int?

        var chosen: [Int]? { isOpen && letters.count > 1 ? nil : letters.sorted() }
    }

    /// The position behind what may stand before a letter.
    private func skipped(_ start: Int) -> Int {
        var index = start
        while index < text.count {
            if [" ", ":", ",", "\n", "\"", "'", "“", "‘", "「", "=", "-", "—", "\t", "\r", "~", "{", "<", "】"].contains(
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

    func starts(with word: [Unicode.Scalar], at index: Int) -> Bool {
        text[index...].prefix(word.count).lazy.map(AnswerCues.lowered).elementsEqual(word)
    }

    /// Whether letters at the beginning are the response's choice: alone in their line, or marked as a letter of a list is, where
    /// no other line begins so.
    private func isAlone(_ list: List, from start: Int) -> Bool {
        guard list.end < text.count, !list.isLines else { return true }
        let line = text[list.end...].prefix { $0 != "\n" && $0 != "\r" }
        if line.allSatisfy({ [".", " ", "。", ")"].contains($0) }), !hasLonelyLetters(behind: list.end) { return true }
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

    /// Whether another letter is alone in its line.
    private func hasLonelyLetters(behind end: Int) -> Bool {
        text[end...].split(separator: "\n").contains { line in
            let signs = line.filter { ![".", " ", ")", "("].contains($0) }
            return signs.count == 1 && capital(signs[0]) != nil && signs[0] != text[end - 1]
        }
    }

    /// Where the last line begins, when there are several.
    private var lastLine: Int? {
        guard let newline = text[..<trimmedEnd].lastIndex(of: "\n") else { return nil }
        return newline + 1
    }

    /// Where the last sentence begins, when there are several.
    private var lastSentence: Int? {
        let stops: Set<Unicode.Scalar> = [".", "!", "?", "。", "！", "？"]
        return text[..<trimmedEnd].lastIndex { stops.contains($0) }.map { $0 + 1 }
    }

    /// The end without white space and stops.
    private var trimmedEnd: Int {
        (text.lastIndex { !$0.properties.isWhitespace && $0 != "." && $0 != "。" } ?? -1) + 1
    }

    /// The options behind words like "hence" and "option".
    private var hintedLetters: Set<Int> {
        AnswerCues.ends(in: text, isWeak: true).reduce(into: []) { found, end in
            let start = skipped(end)
            guard let list = list(at: start), !AnswerCues.isDenied(text, from: start, to: list.end) else { return }
            found.formUnion(list.letters)
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

    /// The one letter that the response names and does not deny, where it does not say that it is unsure.
    private var onlyLetter: Int? {
        guard !AnswerCues.isUnsure(text) else { return nil }
        var found: Set<Int> = []
        var index = 0
        while index < text.count {
            guard capital(text[index]) != nil, !isInName(index), let list = list(at: index) else {
                index += 1
                continue
            }
            if !AnswerCues.isDenied(text, from: index, to: list.end) { found.formUnion(list.letters) }
            index = list.end
        }
        return found.count == 1 ? found.first : nil
    }

    /// Whether the letter at a position is a part of a word, or of a name as "vitamin C" is.
    private func isInName(_ index: Int) -> Bool {
        if index + 1 < text.count, ["+", "-", "°"].contains(text[index + 1]) { return true }
        guard index > 0 else { return false }
        let last = text[index - 1]
        if AnswerCues.isLatin(last) || ["'", "’", "°", "-", "+"].contains(last) || ("0"..."9").contains(last) {
            return true
        }
        let before = String(String.UnicodeScalarView(text[..<index].suffix(12).map(AnswerCues.lowered))).trimmed
        return Self.names.contains { before.hasSuffix($0) }
    }

    private static let names = [
        "vitamin", "hepatitis", "grade", "plan", "type", "class", "level", "appendix", "figure", "table", "section",
        "group", "part",
        "°", "维生素", "附录", "图", "表", "等级",
    ]

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

    /// The option whose text ends the response behind "is" or "are".
    private var lastOption: Int? {
        let said = Self.folded(plain)
        return options.indices.first { index in
            let option = foldedOptions[index]
            return !option.isEmpty && Self.endings.contains { said.hasSuffix("\($0)\(option)") }
        }
    }

    private static let endings = [" is ", " are ", " is the ", " be ", " is called ", "是", "为", "即", "选"]

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
