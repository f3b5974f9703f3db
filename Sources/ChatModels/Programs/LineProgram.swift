import Foundations
import HTTPTransport
import SafetyGrid

/// A program of the user's own that stays, and is asked by lines of JSON: an oracle, a generator or a strategy.
///
/// It is started when it is first asked. Several requests may be in flight; `id` says which one a reply belongs to. A
/// program that ends, says something that is no reply, or takes too long is ended with its group and started again; what
/// was in flight is asked once more. After five lives in a row without a reply it is given up. It is ended when the last
/// reference to this actor goes, or this program ends.
///
/// ```swift
/// let program = try LineProgram("process/./my-oracle", role: "oracle", context: context)
/// let reply = try await program.ask("verdict", ["prompt": .string(prompt)], allowing: ["label"])
/// ```
package actor LineProgram {
    /// The protocol's version.
    package static let version = 1
    /// Most bytes of a line that a program writes.
    package static let longestLine = 1 << 20
    /// Lives in a row without a reply after which a program is given up.
    static let mostFruitless = 5
    /// Lives in which a request is tried.
    private static let tries = 2

    /// `process/<command line>`
    package nonisolated let name: String
    private nonisolated let launch: ProcessLaunch
    private nonisolated let hello: String
    private nonisolated let secrets: [String]
    private nonisolated let timeout: Duration
    private nonisolated let clock: any Clock<Duration>

    private var life: ProgramLife?
    private var lastID = 0
    private var fruitless = 0

    /// A program that is not started yet.
    ///
    /// - Parameters:
    ///   - name: `process/<command line>`, the words as in a shell, but no shell is involved
    ///   - role: `oracle`, `generator` or `strategy`, as the program is told in the greeting
    ///   - context: environment, clock, and how long a reply may take
    /// - Throws: ``ChatError/configuration(model:problem:)`` for a command line that is none.
    package init(_ name: String, role: String, context: ProgramContext) throws(ChatError) {
        self.name = name
        launch = ProcessLaunch(
            words: try CommandLineWords.words(of: String(name.dropFirst(ProgramName.prefix.count)), named: name),
            variables: context.environment)
        hello =
            JSONValue.object([
                "type": .string("hello"), "protocol": .int(Self.version), "role": .string(role),
            ]).text
        secrets = ProviderKey.values(in: context.environment)
        timeout = context.timeout
        clock = context.clock
    }

    deinit { life?.close() }

    /// Starts the program, when it does not run, and waits for its greeting.
    ///
    /// - Throws: as ``ask(_:_:allowing:)``.
    package func greet() async throws {
        _ = try await retried { life in try await self.greeting(of: life) }
    }

    /// Asks the program.
    ///
    /// - Parameters:
    ///   - type: what is asked for
    ///   - members: the request, without `type` and `id`
    ///   - keys: what the reply may have besides `id` and `error`
    /// - Throws: ``ChatError``: of one request when its reply says `error` or has an unknown key, or the program ended twice
    ///   while it had it; a fatal one when the program can't be started, speaks another version or brings nothing but
    ///   faults. `CancellationError`.
    package func ask(
        _ type: String, _ members: [String: JSONValue], allowing keys: Set<String>
    ) async throws -> ProgramReply {
        lastID += 1
        let id = lastID
        let request = members.merging(["type": .string(type), "id": .int(id)]) { $1 }
        let line = JSONValue.object(request).text
        let reply = try await retried { life in
            let gate = try await self.greeting(of: life)
            return try await gate.pass {
                try await self.inTime(life, "no reply") { try await life.reply(to: id, line) }
            }
        }
        return try ProgramReply(reply, of: name, allowing: keys)
    }

    private nonisolated func greeting(of life: ProgramLife) async throws -> ConcurrencyGate {
        try await inTime(life, "no greeting") { try await life.greeted() }
    }

    /// Does something with the program that runs, once more when its life ends meanwhile.
    private func retried<Value: Sendable>(
        _ body: @Sendable (ProgramLife) async throws -> Value
    ) async throws -> Value {
        var attempt = 0
        while true {
            do {
                return try await body(running())
            } catch let end as ProgramLife.Ended {
                attempt += 1
                guard attempt < Self.tries, !end.error.isFatal else { throw end.error }
            }
        }
    }

    /// The life that is not over, a new one where there is none.
    private func running() async throws(ChatError) -> ProgramLife {
        while let life {
            guard let end = await life.end else { return life }
            // Another request may have begun a new life while this one waited.
            guard self.life === life else { continue }
            let hasReplied = await life.hasReplied
            guard self.life === life else { continue }
            fruitless = hasReplied ? 0 : fruitless + 1
            if end.isFatal { throw end }
            guard fruitless < Self.mostFruitless else {
                throw .persistent(end, calls: fruitless, isFirst: false)
            }
            self.life = nil
        }
        let life = ProgramLife(name: name, secrets: secrets)
        self.life = life
        life.begin(launch, hello: hello)
        return life
    }

    /// What `body` brings within the timeout; a life in which it takes longer is over.
    private nonisolated func inTime<Value: Sendable>(
        _ life: ProgramLife, _ lack: String, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let value = try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await self.clock.sleep(for: self.timeout)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        guard let value else {
            throw await life.end(
                .unavailable(model: name, status: 0, message: "\(lack) within \(timeout)"))
        }
        return value
    }
}

/// The outside world of a program of the user's own.
package struct ProgramContext: Sendable {
    /// The environment that it gets.
    package let environment: [String: String]
    /// How long a reply may take.
    package let timeout: Duration
    /// Waits for the timeout.
    package let clock: any Clock<Duration>

    /// A context; see the properties.
    package init(
        environment: [String: String], timeout: Duration, clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.environment = environment
        self.timeout = timeout
        self.clock = clock
    }
}

extension ProgramContext: CustomStringConvertible, CustomReflectable {
    /// The timeout; the environment holds keys and is not shown.
    package var description: String { "programs with \(timeout) for each reply" }

    /// Nothing but the description.
    package var customMirror: Mirror { Mirror(self, children: ["context": description]) }
}
