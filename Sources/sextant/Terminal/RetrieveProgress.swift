import Foundations
import HTTPTransport
import Reporting
import Retrieval

/// Counts pages as they are done, and shows the count.
final class RetrieveProgress: Sendable {
    private struct Counts: Sendable {
        var done = 0
        var failed = 0
        var last = ""
    }

    private let counts = Locked(Counts())

    /// Nothing done.
    init() {}

    func add(_ entry: CrawlReport.Entry) {
        counts.withLock { counts in
            counts.done += 1
            if case .failed = entry.outcome { counts.failed += 1 }
            counts.last = entry.url
        }
    }

    /// Shows the count until cancelled: a line that redraws on a terminal, a line every few seconds without one.
    func show() async {
        let pause: Duration = Console.isInteractive ? .milliseconds(200) : .seconds(5)
        while (try? await Task.sleep(for: pause)) != nil {
            let now = counts.withLock { $0 }
            let text = TerminalText.fitted(
                "\(now.done) pages, \(now.failed) failed  \(TerminalText.safe(now.last))", width: 79)
            Console.raw(Console.isInteractive ? "\r\u{1B}[K\(text)" : "\(text)\n")
        }
        if Console.isInteractive { Console.raw("\r\u{1B}[K") }
    }
}
