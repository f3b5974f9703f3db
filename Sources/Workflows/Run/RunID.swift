import Foundation

/// Ids of runs: the time in UTC and the fraction of the second in four hexadecimal digits, so that they sort by age.
package enum RunID {
    /// An id for a run that begins now. Runs that begin within the same 1/65,536 of a second share it.
    package static func make(now: Date = Date()) -> String {
        let whole = now.timeIntervalSince1970.rounded(.down)
        var time = Int(whole)
        var parts = tm()
        gmtime_r(&time, &parts)
        let fields = [parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec]
            .map { $0 < 10 ? "0\($0)" : "\($0)" }
        let digits = String(UInt16((now.timeIntervalSince1970 - whole) * 65_536), radix: 16)
        return "\(parts.tm_year + 1900)\(fields[0])\(fields[1])-\(fields[2...].joined())-"
            + String(repeating: "0", count: 4 - digits.count) + digits
    }

    /// Whether a text is such an id.
    static func isOne(_ text: String) -> Bool {
        text.wholeMatch(of: /[0-9]{8}-[0-9]{6}-[0-9a-f]{4}(-[0-9a-z]+)*/) != nil
    }
}
