import Foundation
import HTTPTransport
import Pipeline
import Reporting

/// The text of one progress report, at most `width` columns wide.
struct ProgressLine {
    private let counts: RunProgress.Snapshot
    private let rate: Double
    private let width: Int
    private let wait: Patience.Wait?

    /// - Parameters:
    ///   - counts: the counts now
    ///   - elapsed: seconds since this process began
    ///   - width: columns of the terminal
    ///   - wait: a wait of a minute or more that a host asked for
    init(_ counts: RunProgress.Snapshot, elapsed: Double, width: Int, wait: Patience.Wait? = nil) {
        self.wait = wait
        self.counts = counts
        self.width = width
        rate = elapsed > 0 ? Double(counts.judged - counts.judgedBefore) / elapsed : 0
    }

    /// One line for a log.
    var plain: String {
        "\(done) of \(counts.budget) tests, \(Int(rate.rounded()))/s, \(remaining), "
            + "\(counts.findings) findings, \(counts.failed) errors"
            + (wait.map { ", \(Self.text(of: $0)) as \(TerminalText.safe($0.host)) asks" } ?? "")
    }

    /// A bar with rate, time left, findings and errors; in the place of the time left the wait there is.
    var bar: String {
        let text =
            " \(done)/\(counts.budget) \(Int(rate.rounded()))/s \(wait.map(Self.text) ?? remaining) "
            + "findings \(counts.findings) errors \(counts.failed)"
        let room = max(min(width - text.count - 3, 30), 5)
        let filled = counts.budget == 0 ? 0 : room * min(done, counts.budget) / counts.budget
        return "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: room - filled) + "]" + text
    }

    /// When a wait ends, in the time of this machine.
    private static func text(of wait: Patience.Wait) -> String {
        let end = Date(timeIntervalSince1970: wait.until)
        return "waiting until \(end.formatted(date: .omitted, time: .shortened))"
    }

    private var done: Int { counts.judged + counts.failed }

    private var remaining: String {
        guard rate > 0 else { return "ETA ?" }
        let seconds = Int((Double(max(counts.budget - done, 0)) / rate).rounded(.up))
        guard seconds >= 60 else { return "ETA \(seconds)s" }
        return seconds < 3600 ? "ETA \(seconds / 60)m\(seconds % 60)s" : "ETA \(seconds / 3600)h\(seconds % 3600 / 60)m"
    }
}
