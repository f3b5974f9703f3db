import Pipeline
import Workflows

/// The person at the terminal: sees notices and progress, and stops work with Ctrl-C.
package struct TerminalAttendant: Attendant {
    private let isQuiet: Bool

    /// - Parameter isQuiet: whether only warnings are said, and no progress is shown
    package init(isQuiet: Bool) {
        self.isQuiet = isQuiet
    }

    /// An attendant that says warnings alone.
    package var quiet: TerminalAttendant { TerminalAttendant(isQuiet: true) }

    /// Says a notice on standard error.
    package func hear(_ notice: Notice) { Console.say(notice, isQuiet: isQuiet) }

    /// Shows how the work comes along until `body` ends; Ctrl-C raises `stop`.
    package func attend<Value: Sendable>(
        _ work: WorkInSight, stop: StopSignal, _ body: () async throws -> Value
    ) async throws -> Value {
        let trap = InterruptTrap(stop: stop)
        defer { withExtendedLifetime(trap) {} }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            if !isQuiet { group.addTask { await Self.show(work) } }
            defer { group.cancelAll() }
            return try await body()
        }
    }

    private static func show(_ work: WorkInSight) async {
        switch work {
        case .nothing: break
        case .run(let progress, let patience):
            await ProgressReporter(progress: progress, patience: patience).show()
        case .crawl(let progress): await CrawlProgressLine(progress: progress).show()
        }
    }
}
