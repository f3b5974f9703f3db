import Glibc
import Subprocess
import SystemPackage

/// A program that reads a prompt from its standard input and writes the answer to its standard output.
///
/// `process/<command line>`: words separated by spaces, quotes as in a shell, but no shell is involved. The prompt never
/// becomes an argument.
package struct ProcessModel: ChatModel {
    /// `process/<command line>`
    package let name: String
    /// Always false.
    package let isSimulated = false
    private let words: [String]
    private let environment: [String: String]
    private let timeout: Duration
    private let clock: any Clock<Duration>

    /// A child that ends before it has read its prompt must not end this program by a signal. The child itself starts
    /// with the default again.
    private static let ignoresBrokenPipes: Void = {
        _ = signal(SIGPIPE, SIG_IGN)
    }()

    /// Most bytes of an answer.
    static let maximumOutput = 4 << 20
    private static let maximumErrorOutput = 1 << 20

    /// The command that a reference names.
    ///
    /// - Throws: ``ChatError/configuration(model:problem:)`` for a base URL or an open quote.
    init(_ reference: ModelReference, context: ModelContext) throws(ChatError) {
        guard reference.baseURL == nil else {
            throw ChatError.configuration(model: reference.name, problem: "a process takes no base URL")
        }
        guard let words = CommandLineWords.split(reference.model), !words.isEmpty else {
            throw ChatError.configuration(
                model: reference.name, problem: "the command line has a quote without its end")
        }
        Self.ignoresBrokenPipes
        name = reference.name
        self.words = words
        environment = context.environment
        timeout = context.processTimeout
        clock = context.clock
    }

    /// Runs the command once and takes its output, without the last line end, as the answer.
    ///
    /// Cancelling ends the process and all it has started.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    package func reply(to request: ChatRequest) async throws -> ChatReply {
        let prompt = request.messages.last?.content ?? ""
        let outcome = try await withThrowingTaskGroup(of: Outcome?.self) { group in
            group.addTask { try await run(prompt) }
            group.addTask {
                try await clock.sleep(for: timeout)
                return nil
            }
            defer { group.cancelAll() }
            // The first to end decides; leaving the group ends the other.
            return try await group.next() ?? nil
        }
        guard let outcome else {
            throw ChatError.unavailable(model: name, status: 0, message: "no answer within \(timeout)")
        }
        return try reply(from: outcome)
    }

    private struct Outcome: Sendable {
        let status: TerminationStatus
        let output: [UInt8]
        let errors: [UInt8]
    }

    private func reply(from outcome: Outcome) throws(ChatError) -> ChatReply {
        guard outcome.status.isSuccess else {
            let said = line(outcome.errors)
            throw ChatError.unreadable(
                model: name, problem: "the process ended with \(outcome.status)", excerpt: said)
        }
        guard var text = String(validating: outcome.output, as: UTF8.self) else {
            throw ChatError.unreadable(model: name, problem: "not UTF-8", excerpt: line(outcome.output))
        }
        if text.last?.isNewline == true { text.removeLast() }
        return ChatReply(text: text).separatingThoughts()
    }

    private func run(_ prompt: String) async throws -> Outcome {
        var options = PlatformOptions()
        // A group of its own, so that what the process starts is ended with it.
        options.processGroupID = 0
        options.teardownSequence = [
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)
        ]
        let program = words[0]
        var variables: [Environment.Key: String] = [:]
        for (name, value) in environment { variables[Environment.Key(stringLiteral: name)] = value }
        do {
            let result = try await Subprocess.run(
                program.contains("/") ? .path(FilePath(program)) : .name(program),
                arguments: Arguments(Array(words.dropFirst())), environment: .custom(variables),
                platformOptions: options, input: .inputWriter, output: .bytes(limit: Self.maximumOutput),
                error: .bytes(limit: Self.maximumErrorOutput)
            ) { execution in
                // Written here and not by `.string`, which traps when the process ends before it has read all.
                _ = try? await execution.standardInputWriter.write(prompt)
                try? await execution.standardInputWriter.finish()
            }
            return Outcome(
                status: result.terminationStatus, output: result.standardOutput, errors: result.standardError)
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw chatError(for: error)
        }
    }

    /// The start of what the process says, without the keys that it got with the environment.
    private func line(_ bytes: some Sequence<UInt8>) -> String {
        MessageText.line(bytes, hiding: ProviderKey.values(in: environment))
    }

    private func chatError(for error: SubprocessError) -> ChatError {
        switch error.code {
        case .executableNotFound, .spawnFailed:
            .configuration(
                model: name, problem: "'\(words[0])' can't be started; check that it exists and is executable")
        case .outputLimitExceeded:
            .unreadable(model: name, problem: "more than \(Self.maximumOutput) bytes of output", excerpt: "")
        default:
            .unreadable(
                model: name, problem: "the process broke off", excerpt: line("\(error)".utf8))
        }
    }
}

extension ProcessModel: CustomStringConvertible, CustomReflectable {
    /// The name alone: the environment holds keys.
    package var description: String { name }

    /// Nothing but the name.
    package var customMirror: Mirror { Mirror(self, children: ["process": name]) }
}
