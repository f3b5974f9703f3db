/// Letters of options, one or several that stand together.
extension LetterReading {
    /// The letters at a position: one, or several with commas, "and" or "or" between them, close together, or each in a line.
    func list(at start: Int) -> List? {
        guard let first = letter(at: start) else { return together(at: start) ?? lines(at: start) }
        var list = List(letters: [first.option], end: first.end, isBracketed: first.isBracketed)
        while let (isOpen, next) = next(behind: list) {
            list.letters.insert(next.option)
            list.isOpen = list.isOpen || isOpen
            list.end = next.end
            list.last = next.option
        }
        guard list.letters.count == 1, let lines = lines(at: start) else { return list }
        // Who goes through all options has not chosen yet.
        return lines.letters.count == options.count ? nil : lines
    }

    /// The letter that follows a list, and whether what stands between leaves the choice open.
    private func next(behind list: List) -> (isOpen: Bool, letter: (option: Int, end: Int, isBracketed: Bool))? {
        for gap in separators(at: list.end) + separators(at: textEnd(of: list)) {
            if let letter = letter(at: skippedFillers(gap.end)) { return (gap.isOpen, letter) }
        }
        return nil
    }

    /// The end of the text of the last option of a list, where it stands behind its letter.
    private func textEnd(of list: List) -> Int {
        let start = text[list.end...].firstIndex { ![".", ")", ":", " ", "-", "、"].contains($0) } ?? text.count
        let option = options[list.last ?? list.letters.min() ?? 0].unicodeScalars.map(AnswerCues.lowered)
        guard !option.isEmpty, text[start...].prefix(option.count).map(AnswerCues.lowered) == option else {
            return list.end
        }
        return start + option.count
    }

    /// Letters that begin two lines or more, one below the other, as those of a list do.
    private func lines(at start: Int) -> List? {
        var list = List(end: start)
        var index = start
        while index < text.count, let item = item(at: index), item.option > list.letters.max() ?? -1 {
            list.letters.insert(item.option)
            list.end = item.end
            let newline = text[item.end...].firstIndex(of: "\n") ?? text.count
            index = text[newline...].firstIndex { !$0.properties.isWhitespace } ?? text.count
        }
        list.isLines = true
        return list.letters.count > 1 ? list : nil
    }

    /// A letter that is marked as those of a list are, or alone in its line behind a bullet.
    private func item(at start: Int) -> (option: Int, end: Int)? {
        let first = text[start...].firstIndex { !["-", "•", "·", " ", "("].contains($0) } ?? text.count
        guard let letter = letter(at: first) else { return nil }
        let next = letter.end < text.count ? text[letter.end] : "\n"
        let isMarked = text[letter.end - 1] == ")" || [".", ":", "、", ")"].contains(next)
        let isBehindBullet =
            first > start || start > 1 && text[start - 1] == " " && ["-", "•", "·"].contains(text[start - 2])
        return isMarked || isBehindBullet && next == "\n" ? (letter.option, letter.end) : nil
    }

    func skippedFillers(_ start: Int) -> Int {
        var index = start
        while let word = Self.listFillers.first(where: { starts(with: $0, at: index) }) { index += word.count }
        return index
    }

    private static let listFillers: [[Unicode.Scalar]] = ["option ", "choice ", "letter ", "选项"].map {
        Array($0.unicodeScalars)
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

    func capital(_ scalar: Unicode.Scalar) -> Int? {
        guard ("A"..."Z").contains(scalar) else { return nil }
        let option = Int(scalar.value) - 65
        return option < options.count ? option : nil
    }

    /// One letter that is no part of a word, with the brackets around it.
    func letter(at start: Int) -> (option: Int, end: Int, isBracketed: Bool)? {
        var index = start
        var isBracketed = false
        while index < min(text.count, start + 4), ["(", "[", "【", "{"].contains(text[index]) {
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
            && ![
                "because", "since", "as", "and", "or", "for", "which", "that", "is", "but", "not", "through", "to",
                "it",
            ].contains(word)
    }

    /// What may stand between two letters at a position, and whether it leaves the choice open.
    func separators(at start: Int) -> [(end: Int, isOpen: Bool)] {
        Self.separators.filter { starts(with: $0.0, at: start) }.map { word, isOpen in
            let end = start + word.count
            return (text[end...].firstIndex { $0 != " " } ?? text.count, isOpen)
        }
    }

    private static let separators: [([Unicode.Scalar], Bool)] = [
        (", and ", false), (", or ", true), (" and ", false), (" or ", true), (" through ", true), (" to ", true),
        (" & ", false), (", ", false),
        (",", false),
        ("; ", false), ("、", false), ("和", false), ("与", false), ("及", false), ("或者", true), ("还是", true), ("或", true),
        ("/", true),
        (" / ", true), (" + ", false), ("+", false), (" ", false),
    ].map { (Array($0.0.unicodeScalars), $0.1) }
}
