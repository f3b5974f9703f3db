import Foundations
import HTTPTransport
import Subprocess

/// A program that is run once: a text on its standard input, what it says on its standard output.
struct ProcessCall: Sendable {
    /// Who it is for people: `process/<command line>`.
    let name: String
    /// The environment that the program gets; its keys are hidden in messages.
    let environment: [String: String]
    /// How long it may take.
    let timeout: Duration
    /// Waits for the timeout.
    let clock: any Clock<Duration>
    /// Most bytes that it may write.
    var maximumOutput = 4 << 20
    /// Whether output that can't be used is kept out of messages.
    var isOutputSecret = false

    /// Most bytes of what it says on standard error that are kept; the rest is read and thrown away.
    private static let keptErrorOutput = 1 << 16

    /// Runs the command once.
    ///
    /// The process is a group with all it starts, and nothing of it is left when this returns: what runs longer than the
    /// timeout, or is cancelled, is ended by SIGTERM and two seconds later by SIGKILL, and so are children that a process
    /// leaves behind.
    ///
    /// - Parameters:
    ///   - words: program and arguments
    ///   - input: what it gets to read
    ///   - variables: further environment variables
    /// - Returns: its output, without the last line end
    /// - Throws: ``ChatError``, with ``ChatError/unavailable(model:status:message:)`` of status 0 for a process that took
    ///   too long, or `CancellationError`.
    func output(
        of words: [String], input: String, variables: [String: String] = [:]
    ) async throws -> String {
        let outcome = try await withThrowingTaskGroup(of: Outcome?.self) { group in
            group.addTask { try await run(words, input, variables) }
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
        return try text(of: outcome)
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
                model: name, problem: "the process ended with \(outcome.status.words)", excerpt: said)
        }
        guard var text = String(validating: outcome.said.output, as: UTF8.self) else {
            throw ChatError.unreadable(
                model: name, problem: "not UTF-8", excerpt: isOutputSecret ? "" : line(outcome.said.output))
        }
        if text.last?.isNewline == true { text.removeLast() }
        return text
    }

    private func run(_ words: [String], _ input: String, _ variables: [String: String]) async throws -> Outcome {
        let launch = ProcessLaunch(words: words, variables: environment.merging(variables) { $1 })
        do {
            let (status, said) = try await launch.run {
                try await Self.talk(input, $0, $1, $2, most: maximumOutput)
            }
            return Outcome(status: status, said: said)
        } catch let error as SubprocessError {
            throw ChatError(error, of: name, words: words, hiding: ProviderKey.values(in: environment))
        } catch is Overflow {
            throw ChatError.unreadable(
                model: name, problem: "more than \(maximumOutput) bytes of output", excerpt: "")
        }
    }

    /// Writes the input and reads what the process says, all at the same time: it may read nothing, or reply before it
    /// has read all.
    private static func talk(
        _ text: String, _ input: StandardInputWriter, _ output: SubprocessOutputSequence,
        _ errors: SubprocessOutputSequence, most: Int
    ) async throws -> Said {
        try await withThrowingTaskGroup(of: Said.self) { group in
            group.addTask {
                // A process that ends before it has read all is no fault.
                _ = try? await input.write(text)
                try? await input.finish()
                return Said()
            }
            group.addTask { Said(output: try await read(output, most: most, isCut: false)) }
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
}

extension ChatError {
    /// Why a program could not be started or talked to.
    init(_ error: SubprocessError, of name: String, words: [String], hiding secrets: [String]) {
        switch error.code {
        case .executableNotFound, .spawnFailed:
            self = .configuration(
                model: name, problem: "'\(words[0])' can't be started; check that it exists and is executable")
        default:
            self = .unreadable(
                model: name, problem: "the process broke off",
                excerpt: MessageText.line("\(error)".utf8, hiding: secrets))
        }
    }
}
