/// Dates as they stand in headers, as seconds since 1970.
package enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, also with another zone, and the two older forms of RFC 9110:
    /// `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
    static func parse(_ text: String) -> Double? {
        var words = text.split(separator: " ").flatMap { (word: Substring) -> [Substring] in
            word.count > 6 ? word.split(separator: "-") : [word]
        }
        if words.count == 5 { words = [words[0], words[2], words[1], words[4], words[3], "GMT"] }
        guard words.count == 6, let zone = offset(words[5]), let day = Int(words[1]), let year = Int(words[3]),
            let month = months.firstIndex(of: String(words[2])), let time = clock(words[4])
        else { return nil }
        let whole = words[3].count > 2 ? year : year + (year < 70 ? 2000 : 1900)
        return seconds(year: whole, month: month + 1, day: day, time: time - zone)
    }

    /// Seconds of a zone east of Greenwich: `GMT`, `UTC` or `+0130`.
    private static func offset(_ zone: Substring) -> Double? {
        if ["GMT", "UTC", "Z"].contains(zone) { return 0 }
        guard zone.count == 5, let sign = ["+": 1.0, "-": -1.0][zone.prefix(1)], let digits = Int(zone.dropFirst())
        else { return nil }
        return sign * Double(digits / 100 * 3600 + digits % 100 * 60)
    }

    /// Reads `2024-05-01T12:00:00Z`, with fractions and offsets; nil for anything else.
    package static func parseRFC3339(_ text: String) -> Double? {
        let halves = text.split(whereSeparator: { $0 == "T" || $0 == "t" })
        guard halves.count == 2 else { return nil }
        let date = halves[0].split(separator: "-").compactMap { Int($0) }
        let zone = halves[1].firstIndex { $0 == "Z" || $0 == "z" || $0 == "+" || $0 == "-" }
        guard date.count == 3, let zone, let time = clock(halves[1][..<zone]) else { return nil }
        guard let start = seconds(year: date[0], month: date[1], day: date[2], time: time) else { return nil }
        let offset = halves[1][zone...].dropFirst().split(separator: ":").compactMap { Double($0) }
        guard offset.count == 2 else { return offset.isEmpty ? start : nil }
        let shift = offset[0] * 3600 + offset[1] * 60
        return halves[1][zone] == "-" ? start + shift : start - shift
    }

    private static func clock(_ text: Substring) -> Double? {
        let parts = text.split(separator: ":").compactMap { Double($0) }
        guard parts.count == 3, parts.allSatisfy({ $0 >= 0 && $0 <= 60 }) else { return nil }
        return parts[0] * 3600 + parts[1] * 60 + parts[2]
    }

    /// Days from the civil calendar: years counted from March, so that the leap day comes last.
    private static func seconds(year: Int, month: Int, day: Int, time: Double) -> Double? {
        guard (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        let shifted = month > 2 ? year : year - 1
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
        return Double(days) * 86_400 + time
    }
}
