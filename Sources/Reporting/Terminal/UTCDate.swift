/// Dates without a locale or a time zone.
enum UTCDate {
    /// Date and time in UTC, for example `2026-01-31 22:15 UTC`.
    ///
    /// Days to civil date as in Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
    static func text(secondsSince1970: Double) -> String {
        guard secondsSince1970.isFinite, abs(secondsSince1970) < 1e11 else { return "–" }
        let seconds = Int(secondsSince1970.rounded(.down))
        let days = Int((Double(seconds) / 86_400).rounded(.down))
        let shifted = days + 719_468
        let era = Int((Double(shifted) / 146_097).rounded(.down))
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let time = seconds - days * 86_400
        return "\(year)-\(two(month))-\(two(day)) \(two(time / 3600)):\(two(time % 3600 / 60)) UTC"
    }

    /// Date and time in UTC as in ISO 8601 without a zone, for example `2026-01-31T22:15:07`.
    static func seconds(_ secondsSince1970: Double) -> String {
        let minutes = text(secondsSince1970: secondsSince1970)
        guard minutes.hasSuffix(" UTC") else { return "1970-01-01T00:00:00" }
        let second = Int(secondsSince1970.rounded(.down)) % 60
        return minutes.dropLast(4).replacing(" ", with: "T") + ":" + two((second + 60) % 60)
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
