import Foundations
import Glibc
import HTTPTransport
import Subprocess
import SystemPackage

/// Starts a program as a process group of its own, with pipes to talk to it, and leaves nothing of the group behind.
struct ProcessLaunch: Sendable {
    /// Program and arguments; no shell is involved.
    let words: [String]
    /// All of the environment that it gets.
    let variables: [String: String]

    /// How long a process has after SIGTERM when it is ended, and what it leaves behind when it has ended by itself.
    static let (grace, graceOfChildren) = (Duration.seconds(2), Duration.milliseconds(200))

    /// A child that ends before it has read its input must not end this program by a signal. The child itself starts
    /// with the default again.
    private static let ignoresBrokenPipes: Void = {
        _ = signal(SIGPIPE, SIG_IGN)
    }()

    /// A launch to come; see the properties.
    init(words: [String], variables: [String: String]) {
        Self.ignoresBrokenPipes
        self.words = words
        self.variables = variables
    }

    /// Starts the program, and waits until `talk` has returned and the program has ended. When `talk` throws, or the task is
    /// cancelled, the group is ended by SIGTERM, and two seconds later by SIGKILL.
    ///
    /// - Throws: what `talk` throws; `SubprocessError` for a program that can't be started; `CancellationError`.
    func run<Said: Sendable>(
        talk: (StandardInputWriter, SubprocessOutputSequence, SubprocessOutputSequence) async throws -> Said
    ) async throws -> (status: TerminationStatus, said: Said) {
        let started = Locked<ProcessGroup?>(nil)
        let result: Result<(TerminationStatus, Said), any Error>
        do {
            result = .success(
                try await ended(talk) { group in
                    ProcessGroups.begin(group)
                    started.withLock { $0 = group }
                })
        } catch {
            result = .failure(error)
        }
        if let group = started.withLock({ $0 }) {
            // Children of the first process may outlive it.
            await group.end(grace: Task.isCancelled ? Self.grace : Self.graceOfChildren)
            ProcessGroups.forget(group)
        }
        try Task.checkCancellation()
        return try result.get()
    }

    private func ended<Said: Sendable>(
        _ talk: (StandardInputWriter, SubprocessOutputSequence, SubprocessOutputSequence) async throws -> Said,
        onStart: (ProcessGroup) -> Void
    ) async throws -> (TerminationStatus, Said) {
        var options = PlatformOptions()
        // A group of its own, so that what the process starts is ended with it.
        options.processGroupID = 0
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: Self.grace)
        ]
        var environment: [Environment.Key: String] = [:]
        for (name, value) in variables { environment[Environment.Key(stringLiteral: name)] = value }
        let program = words[0]
        let result = try await Subprocess.run(
            program.contains("/") ? .path(FilePath(program)) : .name(program),
            arguments: Arguments(Array(words.dropFirst())), environment: .custom(environment),
            platformOptions: options, input: .inputWriter, output: .sequence, error: .sequence
        ) { execution in
            onStart(ProcessGroup(id: execution.processIdentifier.value))
            return try await talk(
                execution.standardInputWriter, execution.standardOutput, execution.standardError)
        }
        return (result.terminationStatus, result.closureResult)
    }
}

extension TerminationStatus {
    /// How it ended, for people.
    var words: String {
        switch self {
        case .exited(let code): "exit code \(code)"
        case .signaled(let signal): "signal \(signal)"
        }
    }
}
