/// Reads dates as pages write them, and gives them as ISO 8601.
enum PageDate {
    /// The date, or date and time, at the beginning of `text`; nil if there is none, or none that can be.
    static func iso(_ text: String) -> String? {
        let text = text.collapsed
        guard text.utf8.count < 100 else { return nil }
        return fromISO(text) ?? fromCompact(text) ?? fromWords(text) ?? fromDotted(text)
    }

    /// The date in an address such as `/2024/03/17/`.
    static func inURL(_ url: String) -> String? {
        let parts = url.split(whereSeparator: { "/-_.".contains($0) })
        guard parts.count >= 3 else { return nil }
        for index in 0..<(parts.count - 2) {
            guard parts[index].count == 4, let year = Int(parts[index]), parts[index + 1].count == 2,
                let month = Int(parts[index + 1]), parts[index + 2].count == 2, let day = Int(parts[index + 2]),
                let found = date(year, month, day)
            else { continue }
            return found
        }
        return nil
    }

    private static func date(_ year: Int, _ month: Int, _ day: Int) -> String? {
        guard (1990...2100).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(two(month))-\(two(day))"
    }

    private static func fromISO(_ text: String) -> String? {
        guard
            let match = text.prefixMatch(
                of:
                    /(\d{4})[-\/](\d{1,2})[-\/](\d{1,2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s?(Z|[+-]\d{2}:?\d{2})?)?/
            ),
            let year = Int(match.1), let month = Int(match.2), let day = Int(match.3),
            let found = date(year, month, day)
        else { return nil }
        guard let time = match.4 else { return found }
        guard let zone = match.5 else { return "\(found)T\(time)" }
        return "\(found)T\(time)\(zone.count == 5 ? zone.prefix(3) + ":" + zone.suffix(2) : zone)"
    }

    private static func fromCompact(_ text: String) -> String? {
        guard let match = text.wholeMatch(of: /(\d{4})(\d{2})(\d{2})(?:\d{4,6})?/), let year = Int(match.1),
            let month = Int(match.2), let day = Int(match.3)
        else { return nil }
        return date(year, month, day)
    }

    /// `17 March 2024`, `March 17, 2024`, `Sun, 17 Mar 2024 …`, and the same with months in other languages.
    private static func fromWords(_ text: String) -> String? {
        let words = text.lowercased().split { !($0.isLetter || $0.isNumber) }.prefix(12)
        guard let place = words.firstIndex(where: { month($0) != nil }), let month = month(words[place]) else {
            return nil
        }
        let numbers = words.map { Int($0.prefix { $0.isNumber }) }
        guard let year = numbers.compactMap({ $0 }).first(where: { $0 >= 1990 && $0 <= 2100 }) else { return nil }
        func day(_ index: Int) -> Int? {
            guard words.indices.contains(index), let number = numbers[index], (1...31).contains(number) else {
                return nil
            }
            return number
        }
        guard let found = day(place - 1) ?? day(place - 2) ?? day(place + 1) else { return nil }
        return date(year, month, found)
    }

    /// `17.03.2024`, as it is written on the continent; `3/17/2024` only where it can't be read otherwise.
    private static func fromDotted(_ text: String) -> String? {
        guard let match = text.firstMatch(of: /(\d{1,2})([.\/-])(\d{1,2})\2(\d{4})/), let first = Int(match.1),
            let second = Int(match.3), let year = Int(match.4)
        else { return nil }
        if match.2 == "." || first > 12 { return date(year, second, first) }
        return second > 12 ? date(year, first, second) : nil
    }

    private static func month(_ word: Substring) -> Int? {
        guard word.count >= 3 else { return nil }
        if let month = months[String(word)] { return month }
        return nil
    }

    private static let months: [String: Int] = {
        let names = [
            "january jan januar janvier enero gennaio janeiro januari",
            "february feb februar février febrero febbraio fevereiro februari",
            "march mar märz mars marzo março maart", "april apr avril abril aprile", "may mai mayo maggio maio mei",
            "june jun juni juin junio giugno junho", "july jul juli juillet julio luglio julho",
            "august aug août agosto augustus", "september sep sept septembre septiembre settembre setembro",
            "october oct oktober okt octobre octubre ottobre outubro", "november nov novembre noviembre novembro",
            "december dec dezember dez décembre diciembre dicembre dezembro",
        ]
        var months: [String: Int] = [:]
        for (index, list) in names.enumerated() {
            for name in list.split(separator: " ") { months[String(name)] = index + 1 }
        }
        return months
    }()
}
