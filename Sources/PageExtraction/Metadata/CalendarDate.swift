/// A day of the Gregorian calendar between 1990 and 2100: before there were no pages.
struct CalendarDate {
    /// `YYYY-MM-DD`.
    let iso: String

    /// Nil for a day that does not exist.
    init?(_ year: Int, _ month: Int, _ day: Int) {
        guard (1990...2100).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(of: month, in: year)
        else {
            return nil
        }
        iso = "\(year)-\(Self.two(month))-\(Self.two(day))"
    }

    /// A day as it is written, of the calendar that its year shows: Buddhist years are 543 ahead, those of the Iranian
    /// solar calendar 621 behind. Years of the Islamic calendar, whose months begin with the sight of the moon, of the
    /// Ethiopian and of the Nepalese one give nil.
    ///
    /// - Parameter language: the page's, as a BCP 47 tag; nil when it is unknown.
    init?(written year: Int, _ month: Int, _ day: Int, language: String?) {
        let language = language?.prefix { $0 != "-" }
        switch year {
        case 2533...2643: self.init(year - 543, month, day)
        case 1369...1409:
            guard language.map({ ["fa", "ps", "ckb"].contains($0) }) ?? true else { return nil }
            self.init(iranian: year, month, day)
        case 2046...: if language == "ne" { return nil } else { self.init(year, month, day) }
        default:
            guard language != "am", language != "ti" else { return nil }
            self.init(year, month, day)
        }
    }

    /// A day of the Iranian solar calendar; nil for one that does not exist.
    init?(iranian year: Int, _ month: Int, _ day: Int) {
        guard (1369...1478).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        let first = Self.iranianDay(year, month, 1)
        let next = month == 12 ? Self.iranianDay(year + 1, 1, 1) : Self.iranianDay(year, month + 1, 1)
        guard day <= next - first else { return nil }
        self.init(daysSince1970: first + day - 1)
    }

    /// A day by its number.
    init?(daysSince1970 days: Int) {
        // Years counted from March, so that the leap day comes last.
        let shifted = days + 719_468
        let era = shifted >= 0 ? shifted / 146_097 : (shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        self.init(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// The number of a day of the Iranian calendar, counted from 1970: of 33 years eight have 366 days, which holds
    /// from 1343 to 1472 (K. Borkowski, "The Persian calendar for 3000 years", 1996).
    private static func iranianDay(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = year + 1595
        let months = month < 7 ? (month - 1) * 31 : (month - 7) * 30 + 186
        let days = 365 * shifted + shifted / 33 * 8 + (shifted % 33 + 3) / 4 + months + day
        return days - 1_075_196
    }

    private static func days(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// A number below 100 in two digits.
    static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
