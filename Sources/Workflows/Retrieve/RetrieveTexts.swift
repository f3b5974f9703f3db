import Reporting
import Retrieval

/// The texts that `sextant retrieve` prints at the end.
package struct RetrieveTexts {
    private let result: RetrieveSession.Result

    /// The texts of a result.
    package init(result: RetrieveSession.Result) {
        self.result = result
    }

    /// The most reasons that are listed.
    private static let listed = 10

    private var counts: [(name: String, title: String, count: Int)] {
        let report = result.report
        return [
            ("new", "new", report.count { $0 == .kept(.added) }),
            ("changed", "changed", report.count { $0 == .kept(.updated) }),
            (
                "unchanged", "unchanged",
                report.count { $0 == .notModified || $0 == .kept(.unchanged) || $0 == .repeated }
            ),
            ("not_modified", "  of these by a 304", report.count { $0 == .notModified }),
            ("duplicate", "same text as another page", report.count { $0 == .kept(.duplicate) }),
            ("fresh", "younger than --max-age", report.count { $0 == .fresh }),
            ("not_indexed", "without text, or not to be indexed", report.count { $0 == .notIndexed }),
            ("local", "from files", result.local),
            (
                "refused_by_robots", "refused by robots.txt",
                report.count { if case .refused = $0 { true } else { false } }
            ),
            ("failed", "failed", failures.count),
            ("left", "left, --max-pages or --max-time is reached", report.left),
            ("forgotten", "forgotten", result.forgotten), ("vectors", "passages with a new vector", result.vectors),
        ]
    }

    /// Pages and sources that could not be fetched or read, with the reason.
    private var failures: [(source: String, reason: String)] {
        result.faults
            + result.report.entries.compactMap { entry in
                if case .failed(let reason) = entry.outcome { (entry.url, reason) } else { nil }
            }
    }

    /// A table of counts, and the first reasons.
    package var summary: String {
        var lines = counts.filter { $0.count > 0 || ["new", "failed"].contains($0.name) }.map { row in
            String(repeating: " ", count: max(0, 7 - "\(row.count)".count)) + "\(row.count)  \(row.title)"
        }
        for failure in failures.prefix(Self.listed) {
            lines.append(TerminalText.safe("failed: \(failure.source): \(failure.reason)"))
        }
        if failures.count > Self.listed { lines.append("and \(failures.count - Self.listed) more; --json lists all") }
        return lines.joined(separator: "\n")
    }

    /// Why the first page or source was not fetched.
    package var firstFault: String {
        if let first = failures.first { return "\(first.source): \(first.reason)" }
        for entry in result.report.entries {
            if case .refused(let error) = entry.outcome { return "\(entry.url): \(error)" }
        }
        return "there was nothing to fetch"
    }

    /// One JSON object with the counts and all failures.
    package var json: String {
        SummaryLine.text(counts: counts.map { ($0.name, $0.count) }, failures: failures)
    }
}
