import Foundation
import Reporting

/// The checked options of a night, joined from file, flags and defaults.
package struct NightlyConfiguration: Sendable {
    /// Hour and minute of the local day; nil for none.
    package let until: (hour: Int, minute: Int)?
    /// Times that each open finding is tested again; 0 for never.
    package let retests: Int
    /// Most findings that are.
    package let mostRetests: Int
    /// Stored responses that the oracle labels again, at most; 0 for none.
    package let controls: Int
    /// A further run to compare with.
    package let baseline: String?
    /// Nights that are kept.
    package let keep: Int
    /// The result files.
    package let exports: [any ResultExport]
    /// Whether news is fetched first; nil when a model writes the prompts.
    package let refresh: Bool?
    /// Whether files hide prompts and responses.
    package let isRedacted: Bool

    /// A checked configuration; see the properties.
    package init(
        until: (hour: Int, minute: Int)?, retests: Int, mostRetests: Int, controls: Int = 0, baseline: String?,
        keep: Int,
        exports: [any ResultExport], refresh: Bool?, isRedacted: Bool
    ) {
        self.until = until
        self.retests = retests
        self.mostRetests = mostRetests
        self.controls = controls
        self.baseline = baseline
        self.keep = keep
        self.exports = exports
        self.refresh = refresh
        self.isRedacted = isRedacted
    }

    /// The next time that it is ``until``, in seconds since 1970; nil for never.
    func deadline(after now: Double) -> Double? {
        guard let until else { return nil }
        var seconds = Int(now)
        var day = tm()
        localtime_r(&seconds, &day)
        (day.tm_hour, day.tm_min, day.tm_sec) = (Int32(until.hour), Int32(until.minute), 0)
        day.tm_isdst = -1
        var time = mktime(&day)
        if Double(time) <= now {
            day.tm_mday += 1
            day.tm_isdst = -1
            time = mktime(&day)
        }
        return Double(time)
    }
}
