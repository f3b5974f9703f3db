import Foundations
import HTTPTransport
import Records

/// How an application's sessions are begun and ended.
struct SessionPlan: Sendable {
    private static let longestToken = 8 << 10
    /// How long the call may take that ends a session.
    private static let longestEnd = Duration.seconds(10)

    private let name: String
    private let door: ApplicationDoor
    private let start: ApplicationCall
    private let end: ApplicationCall?
    private let path: JSONPath?
    private let cookies: [String]
    private let notice: @Sendable (String) -> Void
    private let count: ModelContext.SessionCount?

    /// - Throws: ``ChatError/configuration(model:problem:)``
    init(
        _ session: HTTPApplication.Session, of name: String, door: ApplicationDoor, context: ModelContext
    ) throws(ChatError) {
        self.name = name
        self.door = door
        start = try ApplicationCall(session.start, of: name, context.environment)
        end = try session.end.map { call throws(ChatError) in try ApplicationCall(call, of: name, context.environment) }
        path = try session.tokenPath.map { text throws(ChatError) in
            guard let path = JSONPath(text) else {
                throw ChatError.configuration(
                    model: name, problem: "the path of the token '\(text)' is none; write for example session.id")
            }
            return path
        }
        cookies = session.cookies
        notice = context.notice
        count = context.countSession
    }

    /// Begins a session. One that a call will end is counted before it is there: its token is kept nowhere, so that a process
    /// which is killed leaves a number behind and nothing else.
    ///
    /// - Throws: ``ChatError``, also for a response without token or cookie; what counting throws.
    func begin(_ request: ChatRequest) async throws -> ApplicationSession {
        guard let end else {
            return ApplicationSession(label: request.label, pass: try await pass(request), number: nil)
        }
        try await count?(1)
        do {
            let pass = try await pass(request)
            let number = OpenSessions.all.begin {
                await close(by: end, pass, label: request.label)
                await discount(request.label)
            }
            return ApplicationSession(label: request.label, pass: pass, number: number)
        } catch {
            await discount(request.label)
            throw error
        }
    }

    /// Counts a session less, also for who is cancelled.
    private func discount(_ label: String) async {
        await Task {
            do {
                try await count?(-1)
            } catch {
                notice("\(label): the session still counts as open: \(error)")
            }
        }.value
    }

    /// What the calls of a new session carry.
    private func pass(_ request: ChatRequest) async throws -> ApplicationDoor.Pass {
        guard case .answer(let answer) = try await door.send(start, request, .init(), ", start of a session") else {
            throw ChatError.unreadable(model: name, problem: "no session was begun", excerpt: "")
        }
        var pass = ApplicationDoor.Pass()
        if let path { pass.token = try token(at: path, in: answer) }
        for name in cookies { pass.cookies.append(try cookie(name, in: answer)) }
        return pass
    }

    /// Sends the call that ends a session. What goes wrong is told, and costs the test nothing.
    private func close(by end: ApplicationCall, _ pass: ApplicationDoor.Pass, label: String) async {
        do {
            _ = try await door.send(
                end, ChatRequest(messages: [], label: label), pass, ", end of a session",
                closingWithin: Self.longestEnd)
        } catch is CancellationError {
            notice("\(label): the session was not ended in time")
        } catch {
            notice("\(label): the session was not ended: \(error)")
        }
    }

    /// What is in the body may be a token, so that nothing of it is shown.
    private func token(at path: JSONPath, in answer: ProviderAnswer) throws(ChatError) -> String {
        let token: String? =
            switch TolerantJSON.value(answer.bytes).flatMap(path.value) {
            case .string(let text)?: text
            case .int(let number)?: String(number)
            default: nil
            }
        guard let token, Self.isUsable(token) else {
            throw .unreadable(
                model: name,
                problem: "the response that begins a session has no usable token at '\(path.text)'; check the path",
                excerpt: "")
        }
        return token
    }

    private func cookie(_ name: String, in answer: ProviderAnswer) throws(ChatError) -> String {
        for line in answer.headers.values(for: "Set-Cookie") {
            let pair = line.prefix { $0 != ";" }
            guard let equals = pair.firstIndex(of: "="), String(pair[..<equals]).trimmedBlanks == name else { continue }
            let value = String(pair[pair.index(after: equals)...]).trimmedBlanks
            guard Self.isUsable(value) else { break }
            return "\(name)=\(value)"
        }
        throw .unreadable(
            model: self.name, problem: "the response that begins a session sets no usable cookie '\(name)'",
            excerpt: "")
    }

    private static func isUsable(_ token: String) -> Bool {
        !token.isEmpty && token.utf8.count <= longestToken && token.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }
}

/// A session of an application, and what was said in it.
struct ApplicationSession: TargetSessions.Part {
    /// Names the conversation in the log.
    let label: String
    let pass: ApplicationDoor.Pass
    /// Its number among the open ones; nil where no call ends it.
    let number: Int?
    /// The user's messages that the application has had, in order.
    var said: [String] = []

    func close() async {
        guard let number else { return }
        // A task of its own: who is cancelled leaves no session open.
        await Task { await OpenSessions.all.end(number) }.value
    }
}

extension ApplicationSession: CustomStringConvertible, CustomReflectable {
    /// The conversation's name; the token is not shown.
    var description: String { "a session of \(label)" }

    /// Nothing but the description.
    var customMirror: Mirror { Mirror(self, children: ["session": label]) }
}
