import Foundations
import Glibc
import HTTPTransport
import Subprocess
import SystemPackage

/// A program that reads a prompt from its standard input and writes the reply to its standard output.
///
/// `process/<command line>`: words separated by spaces, quotes as in a shell, but no shell is involved. The prompt never
/// becomes an argument. `{{session}}` and `{{mcp}}` in the command line stand for the name and the address of an agent's
/// session, as `SEXTANT_SESSION` and `SEXTANT_MCP_URL` do in its environment.
///
/// `{{images}}` stands for a folder of its own for each call, in which it writes the images that it draws, and `{{image}}` for
/// the path of a file with the image of the prompt.
///
/// A conversation, or one with tools, comes as a line of JSON with `messages` and `tools` as OpenAI writes them. The reply
/// may then be an object with `text` and `tool_calls`.
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

    /// Most bytes of a reply.
    static let maximumOutput = 4 << 20
    /// Most bytes of what it says on standard error that are kept; the rest is read and thrown away.
    private static let keptErrorOutput = 1 << 16
    /// How long a process has after SIGTERM when its time is over, and what it leaves behind when it has ended by itself.
    private static let (grace, graceOfChildren) = (Duration.seconds(2), Duration.milliseconds(200))

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

    /// Runs the command once and takes its output, without the last line end, as the reply.
    ///
    /// The process is a group with all it starts, and nothing of it is left when this returns: what runs longer than the
    /// timeout, or is cancelled, is ended by SIGTERM and two seconds later by SIGKILL, and so are children that a process
    /// leaves behind.
    ///
    /// - Throws: ``ChatError``, with ``ChatError/unavailable(model:status:message:)`` of status 0 for a process that took
    ///   too long, or `CancellationError`.
    package func reply(to request: ChatRequest) async throws -> ChatReply {
        let folder = try ProcessFolder(for: words, request, model: name)
        let exchange = ProcessExchange(request, folder: folder)
        let outcome = try await withThrowingTaskGroup(of: Outcome?.self) { group in
            group.addTask { try await run(exchange) }
            group.addTask {
                try await clock.sleep(for: timeout)
                return nil
            }
            defer { group.cancelAll() }
            // The first to end decides; leaving the group ends the other.
            return try await group.next() ?? nil
        }
        guard let outcome else {
            throw ChatError.unavailable(model: name, status: 0, message: "no reply within \(timeout)")
        }
        var reply = exchange.reply(try text(of: outcome)).settlingCalls(of: request)
        reply.images = try folder?.images(of: name) ?? []
        return reply
    }

    private struct Outcome: Sendable {
        let status: TerminationStatus
        let said: Said
    }

    /// The output of a process.
    private struct Said: Sendable {
        var output: [UInt8] = []
        var errors: [UInt8] = []
    }

    /// The process has written more than a reply may have.
    private struct Overflow: Error {}

    private func text(of outcome: Outcome) throws(ChatError) -> String {
        guard outcome.status.isSuccess else {
            let said = line(outcome.said.errors)
            throw ChatError.unreadable(
                model: name, problem: "the process ended with \(outcome.status)", excerpt: said)
        }
        guard var text = String(validating: outcome.said.output, as: UTF8.self) else {
            throw ChatError.unreadable(model: name, problem: "not UTF-8", excerpt: line(outcome.said.output))
        }
        if text.last?.isNewline == true { text.removeLast() }
        return text
    }

    private func run(_ exchange: ProcessExchange) async throws -> Outcome {
        let started = Locked<ProcessGroup?>(nil)
        let result: Result<Outcome, any Error>
        do {
            result = .success(
                try await outcome(exchange) { group in
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
        do {
            return try result.get()
        } catch let error as SubprocessError {
            throw chatError(for: error)
        } catch is Overflow {
            throw ChatError.unreadable(
                model: name, problem: "more than \(Self.maximumOutput) bytes of output", excerpt: "")
        }
    }

    private func outcome(_ exchange: ProcessExchange, onStart: (ProcessGroup) -> Void) async throws -> Outcome {
        var options = PlatformOptions()
        // A group of its own, so that what the process starts is ended with it.
        options.processGroupID = 0
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: Self.grace)
        ]
        let words = exchange.words(words)
        let program = words[0]
        var variables: [Environment.Key: String] = [:]
        for (name, value) in environment.merging(exchange.variables, uniquingKeysWith: { $1 }) {
            variables[Environment.Key(stringLiteral: name)] = value
        }
        let result = try await Subprocess.run(
            program.contains("/") ? .path(FilePath(program)) : .name(program),
            arguments: Arguments(Array(words.dropFirst())), environment: .custom(variables),
            platformOptions: options, input: .inputWriter, output: .sequence, error: .sequence
        ) { execution in
            onStart(ProcessGroup(id: execution.processIdentifier.value))
            return try await Self.talk(
                exchange.input, execution.standardInputWriter, execution.standardOutput, execution.standardError)
        }
        return Outcome(status: result.terminationStatus, said: result.closureResult)
    }

    /// Writes the prompt and reads what the process says, all at the same time: it may read nothing, or reply before it
    /// has read all.
    private static func talk(
        _ prompt: String, _ input: StandardInputWriter, _ output: SubprocessOutputSequence,
        _ errors: SubprocessOutputSequence
    ) async throws -> Said {
        try await withThrowingTaskGroup(of: Said.self) { group in
            group.addTask {
                // A process that ends before it has read all is no fault.
                _ = try? await input.write(prompt)
                try? await input.finish()
                return Said()
            }
            group.addTask { Said(output: try await read(output, most: maximumOutput, isCut: false)) }
            group.addTask { Said(errors: try await read(errors, most: keptErrorOutput, isCut: true)) }
            return try await group.reduce(into: Said()) { all, part in
                all.output += part.output
                all.errors += part.errors
            }
        }
    }

    /// Reads to the end.
    ///
    /// - Parameter isCut: whether what goes beyond `most` bytes is left out; otherwise it is an error
    /// - Throws: ``Overflow``; `SubprocessError`.
    private static func read(_ pieces: SubprocessOutputSequence, most: Int, isCut: Bool) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await piece in pieces {
            piece.withUnsafeBytes { bytes.append(contentsOf: $0.prefix(most + 1 - bytes.count)) }
            guard bytes.count > most else { continue }
            if !isCut { throw Overflow() }
            bytes.removeLast()
        }
        return bytes
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
