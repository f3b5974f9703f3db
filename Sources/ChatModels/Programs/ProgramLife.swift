import FoundationEssentials
import Foundations
import HTTPTransport
import Subprocess

/// One life of a ``LineProgram``, from its start to its end.
actor ProgramLife {
    /// The life ended before what was asked for came.
    struct Ended: Error, Sendable {
        let error: ChatError
    }

    private typealias Waiting = AsyncThrowingStream<JSONValue, any Error>.Continuation

    /// Most bytes of what it says on standard error that are kept, the last ones.
    private static let keptErrorOutput = 4 << 10
    /// Most requests in flight that a program may ask for.
    private static let mostConcurrent = 1_000

    private nonisolated let name: String
    private nonisolated let secrets: [String]
    private nonisolated let lines: AsyncStream<String>
    private nonisolated let outgoing: AsyncStream<String>.Continuation
    private nonisolated let work = Locked<Task<Void, Never>?>(nil)

    /// Why it is over; nil while it is not.
    private(set) var end: ChatError?
    /// Whether it has replied to a request.
    private(set) var hasReplied = false
    private var gate: ConcurrencyGate?
    private var greeting: [Waiting] = []
    private var waiting: [Int: Waiting] = [:]
    /// Requests that nobody waits for any longer; their replies are thrown away.
    private var abandoned: Set<Int> = []
    private var errorOutput: [UInt8] = []

    init(name: String, secrets: [String]) {
        self.name = name
        self.secrets = secrets
        (lines, outgoing) = AsyncStream.makeStream()
    }

    /// Starts the program and greets it.
    nonisolated func begin(_ launch: ProcessLaunch, hello: String) {
        outgoing.yield(hello)
        let task = Task {
            do {
                let (status, _) = try await launch.run { input, output, errors in
                    try await self.talk(input, output, errors)
                }
                await self.ended("the program ended with \(status.words)")
            } catch let error as SubprocessError {
                await self.end(ChatError(error, of: self.name, words: launch.words, hiding: self.secrets))
            } catch {
                await self.ended("the program closed its output or its input and went on running")
            }
        }
        work.withLock { $0 = task }
    }

    /// Closes the program's standard input, so that it ends; one that does not is ended two seconds later.
    nonisolated func close() { outgoing.finish() }

    /// Waits for the greeting.
    ///
    /// - Returns: lets as many requests pass as the program takes at a time
    /// - Throws: ``Ended``; `CancellationError`.
    func greeted() async throws -> ConcurrencyGate {
        if gate == nil {
            if let end { throw Ended(error: end) }
            let (stream, continuation) = AsyncThrowingStream.makeStream(of: JSONValue.self, throwing: (any Error).self)
            greeting.append(continuation)
            for try await _ in stream { break }
        }
        guard let gate else { throw CancellationError() }
        return gate
    }

    /// Sends a request and waits for its reply.
    ///
    /// - Throws: ``Ended``; `CancellationError`.
    func reply(to id: Int, _ line: String) async throws -> JSONValue {
        if let end { throw Ended(error: end) }
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: JSONValue.self, throwing: (any Error).self)
        waiting[id] = continuation
        outgoing.yield(line)
        for try await reply in stream { return reply }
        if waiting.removeValue(forKey: id) != nil { abandoned.insert(id) }
        throw CancellationError()
    }

    /// Ends the life for a reason, unless it is over already.
    ///
    /// - Returns: the reason, with the last of what the program said on standard error
    @discardableResult
    func end(_ reason: ChatError) -> ChatError {
        guard end == nil else { return reason }
        let reason = reason.adding(errorOutput.isEmpty ? "" : MessageText.tail(errorOutput, hiding: secrets))
        end = reason
        outgoing.finish()
        work.withLock { $0 }?.cancel()
        for waiting in greeting + Array(waiting.values) { waiting.finish(throwing: Ended(error: reason)) }
        greeting = []
        waiting = [:]
        return reason
    }

    private func ended(_ problem: String) {
        end(.unreadable(model: name, problem: problem, excerpt: ""))
    }

    private func fault(_ problem: String, _ line: some Sequence<UInt8>) -> ChatError {
        .unreadable(
            model: name, problem: "the program wrote \(problem)", excerpt: MessageText.line(line, hiding: secrets))
    }
}

extension ProgramLife {
    /// The program went on running when all was said.
    private struct LeftOpen: Error {}

    private enum Part: Sendable {
        case writing, reading, errors, late
    }

    /// Writes requests and reads what the program says until it ends.
    private nonisolated func talk(
        _ input: StandardInputWriter, _ output: SubprocessOutputSequence, _ errors: SubprocessOutputSequence
    ) async throws {
        try await withThrowingTaskGroup(of: Part.self) { group in
            group.addTask {
                do {
                    for await line in self.lines { _ = try await input.write(line + "\n") }
                    try await input.finish()
                    try await Task.sleep(for: ProcessLaunch.grace)
                } catch is SubprocessError {
                    // A program that has ended reads no more; its output ends as well.
                    try await Task.sleep(for: ProcessLaunch.graceOfChildren)
                }
                return .late
            }
            group.addTask {
                try await self.read(output)
                return .reading
            }
            group.addTask {
                for try await piece in errors { await self.heard(piece.withUnsafeBytes { Array($0) }) }
                return .errors
            }
            var isRead = false
            var isHeard = false
            while let part = try await group.next() {
                if part == .late { throw LeftOpen() }
                if part == .reading { isRead = true } else { isHeard = true }
                if isRead, isHeard { break }
                if isRead {
                    group.addTask {
                        try await Task.sleep(for: ProcessLaunch.graceOfChildren)
                        return .late
                    }
                }
            }
            group.cancelAll()
        }
    }

    private nonisolated func read(_ output: SubprocessOutputSequence) async throws {
        var line: [UInt8] = []
        for try await piece in output {
            let bytes = piece.withUnsafeBytes { Array($0) }
            var rest = bytes[...]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                line += rest[..<end]
                rest = rest[(end + 1)...]
                try await take(line)
                line = []
            }
            line += rest
            if line.count > LineProgram.longestLine { try await take(line) }
        }
        if !line.isEmpty { try await take(line) }
    }

    private func heard(_ bytes: [UInt8]) {
        errorOutput = Array((errorOutput + bytes).suffix(Self.keptErrorOutput))
    }

    /// Takes a line; one that is no reply ends the life.
    private func take(_ line: [UInt8]) throws {
        guard end == nil else { throw CancellationError() }
        guard line.contains(where: { $0 > 0x20 }) else { return }
        do {
            try understand(line)
        } catch {
            end(error)
            throw error
        }
    }

    private func understand(_ line: [UInt8]) throws(ChatError) {
        guard line.count <= LineProgram.longestLine else {
            throw fault("a line of more than \(LineProgram.longestLine) bytes", line)
        }
        guard let json = try? JSONDecoder().decode(JSONValue.self, from: Data(line)), case .object(let members) = json
        else {
            throw fault("a line that is no JSON object (what is for people belongs on standard error)", line)
        }
        guard gate != nil else { return try greet(members, line) }
        guard case .int(let id)? = members["id"] else { throw fault("a reply without the 'id' of its request", line) }
        if abandoned.remove(id) != nil { return }
        guard let continuation = waiting.removeValue(forKey: id) else {
            throw fault("a reply with the id \(id), which no open request has", line)
        }
        hasReplied = true
        continuation.yield(json)
        continuation.finish()
    }

    private func greet(_ members: [String: JSONValue], _ line: [UInt8]) throws(ChatError) {
        func unusable(_ problem: String) -> ChatError { .configuration(model: name, problem: problem) }
        if let error = members["error"] {
            throw unusable(
                "the program declines: " + MessageText.line((error.stringValue ?? error.text).utf8, hiding: secrets))
        }
        guard members["type"] == .string("hello") else { throw fault("something else than its greeting first", line) }
        guard members["protocol"] == .int(LineProgram.version) else {
            throw unusable(
                "the program speaks protocol \(members["protocol"]?.text ?? "without a number"), and this version of "
                    + "Sextant speaks \(LineProgram.version)")
        }
        var concurrency = 1
        if let given = members["concurrency"] {
            guard case .int(let number) = given, (1...Self.mostConcurrent).contains(number) else {
                throw unusable("the greeting's 'concurrency' has to be a number from 1 to \(Self.mostConcurrent)")
            }
            concurrency = number
        }
        if let key = members.keys.sorted().first(where: { !["type", "protocol", "concurrency"].contains($0) }) {
            throw unusable("the greeting has an unknown key '\(MessageText.line(key.utf8, hiding: secrets))'")
        }
        gate = ConcurrencyGate(limit: concurrency)
        for waiting in greeting {
            waiting.yield(.null)
            waiting.finish()
        }
        greeting = []
    }
}

extension ChatError {
    /// The error with the last of what a program said on standard error.
    fileprivate func adding(_ said: String) -> ChatError {
        guard !said.isEmpty else { return self }
        return switch self {
        case .unreadable(let model, let problem, let excerpt):
            .unreadable(
                model: model, problem: problem, excerpt: excerpt.isEmpty ? said : "\(excerpt); standard error: \(said)")
        case .unavailable(let model, let status, let message):
            .unavailable(model: model, status: status, message: "\(message); standard error: \(said)")
        case .configuration(let model, let problem):
            .configuration(model: model, problem: "\(problem); standard error: \(said)")
        default: self
        }
    }
}
