/// A date whose month is a word.
struct DateWords {
    private let tokens: [DateText.Token]
    private let language: String?

    init(_ tokens: [DateText.Token], language: String?) {
        self.tokens = tokens
        self.language = language
    }

    /// The date as ISO 8601; nil without month, day or year, and for a day that does not exist.
    var date: String? {
        var place = 0
        while let found = month(from: place) {
            if let date = date(found.month, at: found.range) { return date }
            place = found.range.upperBound
        }
        return nil
    }

    /// The first month from a place on, and the tokens that name it.
    private func month(from start: Int) -> (month: MonthNames.Month, range: Range<Int>)? {
        for index in tokens.indices.dropFirst(start) {
            if let numbered = numberedMonth(at: index) { return numbered }
            for length in [3, 2, 1] where index + length <= tokens.count {
                let words = tokens[index..<(index + length)].compactMap(\.word)
                guard words.count == length,
                    let month = MonthNames.month(words.joined(separator: " "), language: language),
                    !isWeekday(index)
                else { continue }
                return (month, index..<(index + length))
            }
        }
        return nil
    }

    /// A month by its number, behind the Vietnamese or before the Mongolian word for month.
    private func numberedMonth(at index: Int) -> (month: MonthNames.Month, range: Range<Int>)? {
        if tokens[index].word == "thang", index + 1 < tokens.count, let number = tokens[index + 1].number {
            return (.gregorian(number), index..<(index + 2))
        }
        guard tokens[index].word == "сарын" else { return nil }
        for before in [1, 2] where index >= before {
            if let number = tokens[index - before].number {
                return (.gregorian(number), (index - before)..<(index + 1))
            }
        }
        return nil
    }

    /// Whether a short word is a Tuesday of Romance languages and not March: a month follows.
    private func isWeekday(_ index: Int) -> Bool {
        guard tokens[index].word == "mar" else { return false }
        return tokens[(index + 1)...].prefix(4).contains { token in
            token.word.map { $0 != "mar" && MonthNames.month($0, language: language) != nil } ?? false
        }
    }

    private func date(_ month: MonthNames.Month, at range: Range<Int>) -> String? {
        let day =
            day(in: [range.lowerBound - 1, range.lowerBound - 2]) ?? day(in: [range.upperBound, range.upperBound + 1])
        guard let day else { return nil }
        switch month {
        case .iranian(let month):
            guard let year = year(near: range, in: 1369...1478) else { return nil }
            return CalendarDate(iranian: year, month, day.number)?.iso
        case .gregorian(let month):
            guard
                let year = year(near: range, in: 1990...2100) ?? year(near: range, in: 2533...2643)
                    ?? shortYear(range, day.place, since: 2000)
            else { return nil }
            return CalendarDate(written: year, month, day.number, language: nil)?.iso
        case .thai(let month):
            guard
                let year = year(near: range, in: 2533...2643) ?? year(near: range, in: 1990...2100)
                    ?? shortYear(range, day.place, since: 2500)
            else { return nil }
            return CalendarDate(written: year, month, day.number, language: nil)?.iso
        }
    }

    /// The first place with a day, with at most one little word before: 17 de marzo, 17 of March.
    private func day(in places: [Int]) -> (number: Int, place: Int)? {
        for place in places where tokens.indices.contains(place) {
            if let number = day(at: place) { return (number, place) }
            guard let word = tokens[place].word, word.count <= 4, !word.isEmpty else { return nil }
        }
        return nil
    }

    private func day(at place: Int) -> Int? {
        guard case .number(let number, let digits) = tokens[place], digits <= 2, (1...31).contains(number) else {
            return nil
        }
        return number
    }

    /// The year that stands nearest to the month.
    private func year(near range: Range<Int>, in years: ClosedRange<Int>) -> Int? {
        let places = tokens.indices.filter { index in
            guard case .number(let number, 4) = tokens[index] else { return false }
            return years.contains(number) && !range.contains(index)
        }
        let distance = { (place: Int) in place < range.lowerBound ? range.lowerBound - place : place - range.upperBound
        }
        return places.min { distance($0) < distance($1) }.flatMap { tokens[$0].number }
    }

    /// A year of two digits, as old mail has it: behind the month, with the day before it, and not the hour.
    private func shortYear(_ range: Range<Int>, _ day: Int, since: Int) -> Int? {
        let place = range.upperBound
        guard day < range.lowerBound, place < tokens.count, case .number(let number, 2) = tokens[place] else {
            return nil
        }
        let next = place + 1 < tokens.count ? tokens[place + 1].word : nil
        guard next.map({ !Self.hours.contains($0) }) ?? true else { return nil }
        if since == 2000, number >= 90 { return 1900 + number }
        return since == 2500 || number < 50 ? since + number : nil
    }

    /// Words behind an hour.
    private static let hours: Set = ["h", "hs", "hrs", "uhr", "am", "pm", "a", "p", "ч", "น"]
}
