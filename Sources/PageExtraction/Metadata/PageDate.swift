/// Reads dates as pages write them, in the scripts and languages of the world, and gives them as ISO 8601.
struct PageDate {
    private let text: DateText
    private let language: String?

    /// The date, or date and time, in `text`; nil if there is none, none that can be, or none that could not mean two
    /// days.
    ///
    /// - Parameter language: the page's as a BCP 47 tag, by which days and months are told apart in 03/04/2024.
    static func iso(_ text: String, language: String? = nil) -> String? {
        DateText(text).flatMap { PageDate(text: $0, language: language).iso() }
    }

    private func iso() -> String? {
        guard text.plain.contains(where: \.isNumber) else { return nil }
        return leadingYear() ?? digits() ?? ideographs() ?? words() ?? anyYear() ?? trailingYear()
    }

    /// The date in an address such as `/2024/03/17/`.
    static func inURL(_ url: String) -> String? {
        let parts = url.split(whereSeparator: { "/-_.".contains($0) })
        guard parts.count >= 3 else { return nil }
        for index in 0..<(parts.count - 2) {
            guard parts[index].count == 4, let year = Int(parts[index]), parts[index + 1].count == 2,
                let month = Int(parts[index + 1]), parts[index + 2].count == 2, let day = Int(parts[index + 2]),
                let found = CalendarDate(year, month, day)
            else { continue }
            return found.iso
        }
        return nil
    }

    private func date(_ year: Int, _ month: Int, _ day: Int) -> String? {
        CalendarDate(written: year, month, day, language: language)?.iso
    }

    /// `2024-03-17T10:00:00Z` and its like at the beginning, with the time and the zone.
    private func leadingYear() -> String? {
        guard text.plain.prefix(4).allSatisfy({ $0.isNumber }),
            let match = text.plain.prefixMatch(
                of:
                    /(\d{4})\s?[-\/.]\s?(\d{1,2})\s?[-\/.]\s?(\d{1,2})(?!\d)(?:\.?[t ]\s?(\d{2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s?(z|utc|gmt|[+-]\d{2}(?::?\d{2})?)?(?!\d))?/
            ),
            let year = Int(match.1), let month = Int(match.2), let day = Int(match.3),
            let found = date(year, month, day)
        else { return nil }
        guard let hour = match.4, let minute = match.5, let hours = Int(hour), let minutes = Int(minute), hours < 24,
            minutes < 60
        else { return found }
        // Seconds may be 60 at the end of some years, which not every reader takes.
        let seconds = match.6.flatMap { Int($0) }.map { ":" + CalendarDate.two(min($0, 59)) } ?? ""
        return "\(found)T\(hour):\(minute)\(seconds)\(Self.zone(match.7))"
    }

    private static func zone(_ zone: Substring?) -> String {
        guard let zone else { return "" }
        guard zone.contains(where: \.isNumber) else { return "Z" }
        switch zone.count {
        case 3: return zone + ":00"
        case 5: return "\(zone.prefix(3)):\(zone.suffix(2))"
        default: return String(zone)
        }
    }

    /// `20240317`, with or without a time; seconds or milliseconds since 1970, also as .NET writes them.
    private func digits() -> String? {
        let plain = text.plain
        guard plain.utf8.count >= 8, !plain.contains(" ") else { return nil }
        if let match = plain.wholeMatch(of: /(\d{4})(\d{2})(\d{2})(?:t?\d{4}(?:\d{2})?(?:z|[+-]\d{4})?)?/),
            let year = Int(match.1), let month = Int(match.2), let day = Int(match.3),
            let found = date(year, month, day)
        {
            return found
        }
        guard let match = plain.wholeMatch(of: /(?:\/?date\()?(\d{10})(\d{3}|\d{6})?(?:[+-]\d{4}|\.\d+)?(?:\)\/?)?/),
            let seconds = Int(match.1), let day = CalendarDate(daysSince1970: seconds / 86_400)
        else { return nil }
        let time = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map(CalendarDate.two)
        return "\(day.iso)T\(time.joined(separator: ":"))Z"
    }

    /// 2024年3月17日, 令和6年3月17日, 民國113年3月17日, 2024년 3월 17일, and `3月 17, 2024`.
    private func ideographs() -> String? {
        guard text.plain.contains(where: { $0 == "月" || $0 == "월" }) else { return nil }
        // The same year by another count, or the day of the week: 令和6年(2024年)3月17日.
        let plain = text.plain.replacing(/[(（][^()（）]{0,20}[)）]/, with: "")
        if let match = plain.firstMatch(
            of: /(令和|平成|昭和|民國|民国)?\s?(\d{1,4}|元)\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})(?!\d)/),
            let month = Int(match.3), let day = Int(match.4)
        {
            guard let year = match.2 == "元" ? 1 : Int(match.2) else { return nil }
            switch match.1 {
            case "令和": return date(2018 + year, month, day)
            case "平成": return date(1988 + year, month, day)
            case "民國", "民国": return date(1911 + year, month, day)
            case .some: return nil
            case nil: break
            }
            return match.2.count == 3 ? date(1911 + year, month, day) : date(year, month, day)
        }
        guard let match = plain.firstMatch(of: /(?:^|\D)(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?,?\s?(\d{4})(?!\d)/),
            let month = Int(match.1), let day = Int(match.2), let year = Int(match.3)
        else { return nil }
        return date(year, month, day)
    }

    /// `17 March 2024`, `March 17, 2024`, `Sun, 17 Mar 24 …`, and the same in other languages.
    private func words() -> String? {
        DateWords(text.tokens, language: language).date
    }

    /// The year first, anywhere in the text.
    private func anyYear() -> String? {
        guard let match = text.plain.firstMatch(of: /(?:^|[^\d\-\/.])(\d{4})([-\/.])\s?(\d{1,2})\2\s?(\d{1,2})(?!\d)/),
            let year = Int(match.1), let month = Int(match.3), let day = Int(match.4)
        else { return nil }
        return date(year, month, day)
    }

    /// `17.03.2024` and `3/17/2024`; days and months that could be either by the page's language.
    private func trailingYear() -> String? {
        guard
            let match = text.plain.firstMatch(
                of: /(?:^|[^\d\-\/.])(\d{1,3})\s?([.\/-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)/),
            let first = Int(match.1), let second = Int(match.3), let third = Int(match.4)
        else { return nil }
        let order = DateOrder(language: language)
        if match.1.count == 3 || match.4.count == 2 {
            return shortYear(first, second, third, digits: match.1.count, isDotted: match.2 == ".", order)
        }
        if first > 12 || match.2 == "." && order != .monthFirst { return date(third, second, first) }
        if second > 12 || order == .monthFirst { return date(third, first, second) }
        return order == .dayFirst ? date(third, second, first) : nil
    }

    /// A year of two digits, or of three in Taiwan: only where the language says at which end it stands.
    private func shortYear(
        _ first: Int, _ second: Int, _ third: Int, digits: Int, isDotted: Bool, _ order: DateOrder
    ) -> String? {
        if digits == 3 { return order == .chinese ? date(1911 + first, second, third) : nil }
        switch order {
        case .chinese, .yearFirst: return date(2000 + first, second, third)
        case .dayFirst: return date((language?.hasPrefix("th") ?? false ? 2500 : 2000) + third, second, first)
        case .monthFirst: return isDotted ? nil : date(2000 + third, first, second)
        case .unknown: return nil
        }
    }
}

/// In what order a language writes a date in numbers.
private enum DateOrder {
    case dayFirst, monthFirst, yearFirst, chinese, unknown

    private static let englishDayFirst: Set = ["GB", "AU", "NZ", "IE", "IN", "ZA", "SG", "HK", "MT", "KE", "NG", "PK"]

    init(language: String?) {
        let parts = (language ?? "").split(separator: "-")
        let region = parts.dropFirst().last.map(String.init) ?? ""
        switch parts.first {
        case nil: self = .unknown
        case "en":
            self =
                region == "US" || region == "PH"
                ? .monthFirst : Self.englishDayFirst.contains(region) ? .dayFirst : .unknown
        case "fil", "tl": self = .monthFirst
        case "es" where region == "US": self = .unknown
        case "zh": self = .chinese
        case "ja", "ko", "hu", "lt", "mn": self = .yearFirst
        default: self = .dayFirst
        }
    }
}
