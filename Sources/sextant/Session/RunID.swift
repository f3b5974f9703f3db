import Foundation

/// Ids of runs: the time in UTC, so that they sort by age, and four random digits.
enum RunID {
    /// An id for a run that begins now.
    static func make(now: Date = Date()) -> String {
        var time = Int(now.timeIntervalSince1970)
        var parts = tm()
        gmtime_r(&time, &parts)
        let fields = [parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec]
            .map { $0 < 10 ? "0\($0)" : "\($0)" }
        let digits = String(UInt16.random(in: .min ... .max), radix: 16)
        return "\(parts.tm_year + 1900)\(fields[0])\(fields[1])-\(fields[2...].joined())-"
            + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
