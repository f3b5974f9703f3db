import Foundations
import Records

/// An address whose rejections are learned from: what the server does not take is left out or said in another way, and the
/// call is made again at once.
final class LearningEndpoint: Sendable {
    /// Where the calls go.
    let endpoint: ProviderEndpoint
    private let book: LessonBook
    private let key: String
    private let notice: @Sendable (String) -> Void
    private let forms: [SchemaForm]
    private let hasOtherTokenName: Bool
    private let mayStream: Bool

    /// Lessons that one call may need: each setting once, roles, and every form of a schema.
    private static let mostLessons = 12

    /// - Parameters:
    ///   - endpoint: where the calls go
    ///   - forms: the ways of asking for a schema, strictest first; the last is the prompt alone
    ///   - hasOtherTokenName: whether the limit of tokens has two names
    ///   - mayStream: whether the body can ask for a stream
    ///   - context: has the book of lessons, and who is told of them
    init(
        _ endpoint: ProviderEndpoint, forms: [SchemaForm], hasOtherTokenName: Bool = false, mayStream: Bool = false,
        context: ModelContext
    ) {
        self.mayStream = mayStream
        self.endpoint = endpoint
        self.forms = forms
        self.hasOtherTokenName = hasOtherTokenName
        book = context.lessons
        notice = context.notice
        key = "\(endpoint.url) \(endpoint.model)"
    }

    /// The parts of a body.
    struct Call: Sendable {
        /// The conversation and its options, as the server takes them.
        let request: ChatRequest
        /// How the schema is asked for; nil without one.
        let form: SchemaForm?
        /// Whether the limit of tokens goes by its other name.
        let usesOtherTokenName: Bool
        /// Whether the reply is to be a stream.
        let streams: Bool
    }

    /// The reply to a request.
    ///
    /// - Parameters:
    ///   - request: what is asked
    ///   - body: makes the request's body
    ///   - read: reads the reply
    /// - Throws: ``ChatError``, or `CancellationError`.
    func reply(
        to request: ChatRequest, body: (Call) -> JSONValue, read: (ProviderAnswer) throws -> ChatReply
    ) async throws -> ChatReply {
        var state = State(habits: await book.habits(of: key))
        do {
            let reply = try await reply(to: request, &state, body, read)
            if state.isTeacher { await book.settle(key) }
            return reply
        } catch {
            if let back = state.beforeGuess { await book.forget(key, back: back) }
            if state.isTeacher { await book.settle(key) }
            // The server's words before a guess tell more than those after a wrong guess.
            if let first = state.guessed, case ChatError.rejected = error { throw first }
            throw error
        }
    }

    /// How far a call has come in finding out what the server takes.
    private struct State {
        var habits: ServerHabits
        var isTeacher = false
        /// How the server was asked before a guess, and what it said then.
        var beforeGuess: ServerHabits?
        var guessed: ChatError?
    }

    private func reply(
        to request: ChatRequest, _ state: inout State, _ body: (Call) -> JSONValue,
        _ read: (ProviderAnswer) throws -> ChatReply
    ) async throws -> ChatReply {
        for _ in 0..<Self.mostLessons {
            let call = call(request, state.habits)
            let result = try await endpoint.send(
                body(call), of: call.request, teaching: teaching(of: call, state.habits))
            if let reply = try await self.reply(of: result, to: request, call, read) { return reply }
            if case .taught(let lesson, let error, _) = result { try await learn(lesson, error, &state) }
        }
        throw ChatError.configuration(
            model: endpoint.model, problem: "the server rejects the request whatever is left out of it")
    }

    /// The parts of the body of a request to a server with these habits.
    private func call(_ request: ChatRequest, _ habits: ServerHabits) -> Call {
        Call(
            request: habits.adapted(request),
            form: request.schema == nil ? nil : forms[min(habits.schemaStep, forms.count - 1)],
            usesOtherTokenName: habits.usesOtherTokenName, streams: habits.streams)
    }

    private func teaching(of call: Call, _ habits: ServerHabits) -> ProviderEndpoint.Teaching {
        let sent = SentRequest(
            call.request, habits, forms: forms, hasOtherTokenName: hasOtherTokenName, mayStream: mayStream)
        return { status, bytes in
            let rejection = RejectedParameter(status: status, body: bytes)
            return rejection.lesson(for: sent).map { ($0, rejection.failedGeneration) }
        }
    }

    /// The reply that a result is, or that the model wrote before it was rejected; nil for a lesson alone.
    private func reply(
        of result: ProviderResult, to request: ChatRequest, _ call: Call,
        _ read: (ProviderAnswer) throws -> ChatReply
    ) async throws -> ChatReply? {
        guard case .taught(let lesson, _, let failedGeneration) = result else {
            let reply = try result.reply(read).settlingCalls(of: request)
            if let form = call.form, form != .prompt { await book.tookSchema(key) }
            return reply
        }
        guard let failedGeneration, !failedGeneration.isEmpty, request.schema != nil || lesson == .failedCall else {
            return nil
        }
        return ChatReply(text: failedGeneration).separatingThoughts().settlingCalls(of: request)
    }

    // MARK: Batches

    /// The body of a request as a line of a batch, by what is known of the server now.
    func line(of request: ChatRequest, body: (Call) -> JSONValue) async -> (body: JSONValue, habits: ServerHabits) {
        let habits = await book.habits(of: key)
        return (body(call(request, habits)), habits)
    }

    /// The reply that a result in a batch stands for.
    ///
    /// - Parameters:
    ///   - request: what was asked
    ///   - habits: how the server was asked
    ///   - result: the status and body of the result
    ///   - read: reads the reply
    /// - Returns: nil when the result teaches how the server is to be asked: asked anew it may reply
    /// - Throws: ``ChatError``
    func reply(
        to request: ChatRequest, sent habits: ServerHabits, result: (status: Int, body: JSONValue),
        read: (ProviderAnswer) throws -> ChatReply
    ) async throws -> ChatReply? {
        let call = call(request, habits)
        let result = try endpoint.result(
            status: result.status, body: result.body.bytes, teaching: teaching(of: call, habits))
        if let reply = try await reply(of: result, to: request, call, read) { return reply }
        guard case .taught(let lesson, let error, _) = result else { return nil }
        var state = State(habits: habits)
        try await learn(lesson, error, &state)
        if state.isTeacher { await book.settle(key) }
        return nil
    }

    private func learn(_ lesson: Lesson, _ error: ChatError, _ state: inout State) async throws {
        if case .ownField(let name) = lesson {
            throw ChatError.configuration(
                model: endpoint.model,
                problem: "the server does not take the field '\(name)' that is set in 'extra': \(error); take it out")
        }
        if lesson == .noTools { throw withoutTools(error) }
        // A guess was wrong when the same call is rejected once more; the server's first words then count.
        guard state.beforeGuess == nil, let next = state.habits.after(lesson) else { throw error }
        let used = state.habits
        if case .perhapsSchema = lesson {
            guard await !book.takesSchema(key) else { throw error }
            state.guessed = error
        }
        let learned = await book.learn(key, used: used, next: next, isTeacher: state.isTeacher)
        if learned.isTeacher {
            if state.guessed != nil { state.beforeGuess = used }
            notice("\(endpoint.model): the server \(lesson.notice)")
        }
        state.habits = learned.habits
        state.isTeacher = learned.isTeacher
    }

    private func withoutTools(_ error: ChatError) -> ChatError {
        switch error {
        case .rejected(_, let status, let message), .unavailable(_, let status, let message):
            .rejected(
                model: endpoint.model, status: status,
                message: "the model, or the server as it is started, can't use tools: \(message)")
        default: error
        }
    }
}
