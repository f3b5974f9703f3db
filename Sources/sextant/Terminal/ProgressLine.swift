import Foundation
import Pipeline
import Records

/// The text of one progress report, at most `width` columns wide.
struct ProgressLine {
    private let counts: RunProgress.Snapshot
    private let rate: Double
    private let width: Int

    /// - Parameters:
    ///   - counts: the counts now
    ///   - elapsed: seconds since this process began
    ///   - width: columns of the terminal
    init(_ counts: RunProgress.Snapshot, elapsed: Double, width: Int) {
        self.counts = counts
        self.width = width
        rate = elapsed > 0 ? Double(counts.judged - counts.judgedBefore) / elapsed : 0
    }

    /// One line for a log.
    var plain: String {
        "\(done) of \(counts.budget) tests, \(Int(rate.rounded()))/s, \(remaining), "
            + "\(counts.findings) findings, \(counts.failed) errors"
    }

    /// A bar with rate, time left, findings and errors.
    var bar: String {
        let text =
            " \(done)/\(counts.budget) \(Int(rate.rounded()))/s \(remaining) "
            + "findings \(counts.findings) errors \(counts.failed)"
        let room = max(min(width - text.count - 3, 30), 5)
        let filled = counts.budget == 0 ? 0 : room * min(done, counts.budget) / counts.budget
        return "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: room - filled) + "]" + text
    }

    private var done: Int { counts.judged + counts.failed }

    private var remaining: String {
        guard rate > 0 else { return "ETA ?" }
        let seconds = Int((Double(max(counts.budget - done, 0)) / rate).rounded(.up))
        guard seconds >= 60 else { return "ETA \(seconds)s" }
        return seconds < 3600 ? "ETA \(seconds / 60)m\(seconds % 60)s" : "ETA \(seconds / 3600)h\(seconds % 3600 / 60)m"
    }
}
