import Foundation
import HTTPTransport
import Pipeline
import Records

/// Shows how a run comes along: a bar on a terminal, a line every few seconds without one, nothing when quiet.
struct ProgressReporter {
    private let progress: RunProgress
    private let patience: Patience
    private let clock = ContinuousClock()

    /// - Parameters:
    ///   - progress: the counts
    ///   - patience: who waits for a rate limit's pause to end
    init(progress: RunProgress, patience: Patience) {
        self.progress = progress
        self.patience = patience
    }

    /// Shows progress until cancelled.
    func show() async {
        let start = clock.now
        let pause: Duration = Console.isInteractive ? .milliseconds(100) : .seconds(5)
        while (try? await Task.sleep(for: pause)) != nil {
            let line = ProgressLine(
                progress.snapshot, elapsed: start.duration(to: clock.now).seconds, width: 80,
                wait: patience.longest)
            Console.raw(Console.isInteractive ? "\r\u{1B}[K\(line.bar)" : "\(line.plain)\n")
        }
        if Console.isInteractive { Console.raw("\r\u{1B}[K") }
    }
}
