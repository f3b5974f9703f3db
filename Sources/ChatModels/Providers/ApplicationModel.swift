import FoundationEssentials
import Foundations
import HTTPTransport
import Images
import Records

/// An application behind an HTTP interface of its own, asked as its ``HTTPApplication`` says.
package struct ApplicationModel: ChatModel {
    /// `http/<name>`
    package let name: String
    /// Always false.
    package let isSimulated = false
    private let call: ApplicationCall
    private let door: ApplicationDoor
    private let sessions: SessionPlan?
    private let path: JSONPath
    private let callsPath: JSONPath?
    private let images: (path: JSONPath, reader: ReceivedImages)?
    private let takesImages: Bool

    /// The application that the configuration has under the reference's name.
    ///
    /// - Throws: ``ChatError/configuration(model:problem:)`` for an unknown name, a path that is none, an address that
    ///   can't be used or an environment variable that is not set.
    init(_ reference: ModelReference, context: ModelContext) throws(ChatError) {
        guard let application = context.applications[reference.model] else {
            let known = context.applications.keys.sorted()
            throw ChatError.configuration(
                model: reference.name,
                problem: known.isEmpty
                    ? "no HTTP application is configured; describe it under this name in the configuration file"
                    : "no such HTTP application; configured: \(known.joined(separator: ", "))")
        }
        path = try Self.path(application.responsePath, named: "response path", reference)
        callsPath = try application.toolCallsPath.map { text throws(ChatError) in
            try Self.path(text, named: "path of tool calls", reference)
        }
        let address =
            if let own = reference.baseURL { own } else {
                try ModelReference.checked(
                    application.url, in: context.environment, model: reference.name, mayHaveQuery: true)
            }
        images = try application.imagePath.map { text throws(ChatError) in
            (
                try Self.path(text, named: "path of images", reference),
                ReceivedImages(model: reference.name, address: address, context: context)
            )
        }
        takesImages = application.body.holds { text in
            ["{{image}}", "{{image_url}}", "{{messages}}"].contains { text.contains($0) }
        }
        name = reference.name
        let body = application.body == .null ? nil : application.body
        call = try ApplicationCall(
            HTTPApplication.Call(
                url: application.url, method: application.method, headers: application.headers, body: body,
                encoding: application.encoding), of: name, replacing: reference.baseURL, context.environment)
        // What every test would suffer from is a fault of the configuration, and not of the first test.
        try application.checkPlaces(of: name)
        if let body { _ = try ApplicationBody(body, application.encoding, of: name) }
        guard takesImages || call.url.contains("{{prompt}}") || body?.holds({ $0.contains("{{prompt}}") }) == true
        else {
            throw ChatError.configuration(
                model: name,
                problem:
                    "no prompt would be sent: write {{prompt}} or {{messages}} in the body, or {{prompt}} in the url")
        }
        let door = try ApplicationDoor(application, of: name, context: context)
        self.door = door
        sessions = try application.session.map { session throws(ChatError) in
            try SessionPlan(session, of: reference.name, door: door, context: context)
        }
    }

    /// Asks for the reply to the conversation: by one request, or within a session.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    package func reply(to request: ChatRequest) async throws -> ChatReply {
        if !takesImages { try request.refuseImages(of: name) }
        guard let sessions else { return try await asked(request, .init()).settlingCalls(of: request) }
        guard let targetSessions = request.targetSessions else {
            var session = try await sessions.begin(request)
            return try await closing(&session) { try await talk(request, in: &$0) }
        }
        var session = try await open(request, targetSessions, sessions)
        do {
            let reply = try await talk(request, in: &session)
            await targetSessions.keep(session, of: name)
            return reply
        } catch {
            // What the application has had is not known: the next request begins anew.
            await session.close()
            throw error
        }
    }

    /// The session of a conversation; a new one where there is none, or where it has heard something else.
    private func open(
        _ request: ChatRequest, _ targetSessions: TargetSessions, _ sessions: SessionPlan
    ) async throws -> ApplicationSession {
        if let session = await targetSessions.take(name) as? ApplicationSession {
            if session.said == request.saidBefore { return session }
            await session.close()
        }
        return try await sessions.begin(request)
    }

    private func closing(
        _ session: inout ApplicationSession, _ body: (inout ApplicationSession) async throws -> ChatReply
    ) async throws -> ChatReply {
        do {
            let reply = try await body(&session)
            await session.close()
            return reply
        } catch {
            await session.close()
            throw error
        }
    }

    /// Says what the application has not heard yet, and then the last message. Where the body holds all messages, nothing is
    /// said twice.
    private func talk(_ request: ChatRequest, in session: inout ApplicationSession) async throws -> ChatReply {
        let before = request.saidBefore
        if call.body?.holdsMessages != true {
            for message in before.dropFirst(session.said.count) {
                var earlier = request
                earlier.messages = [.init(.user, message)]
                _ = try await asked(earlier, session.pass)
            }
        }
        let reply = try await asked(request, session.pass)
        session.said = before + [request.messages.last?.content ?? ""]
        return reply.settlingCalls(of: request)
    }

    private func asked(_ request: ChatRequest, _ pass: ApplicationDoor.Pass) async throws -> ChatReply {
        let result = try await door.send(call, request, pass)
        if let images { return try await drawn(result, images) }
        return try result.reply { answer in
            if let stream = MessageStream(answer.bytes) { return try self.reply(of: stream, answer) }
            let stream = StreamedAnswer(answer.bytes)
            if let failure = stream.flatMap(failure) {
                throw answer.unreadable("the stream tells of an error: \(FaultText.text(of: failure))")
            }
            // Bytes that are no UTF-8 are shown as what they are not, and spoil nothing else.
            guard !path.text.isEmpty else { return ChatReply(text: answer.plainText) }
            if let stream { return try self.reply(of: stream, answer) }
            let json = try answer.json(otherwise: "not JSON; if it is the text itself, write response: \"\"")
            return try self.reply(path.value(in: json), calls: callsPath?.value(in: json), answer)
        }
    }

    /// The reply of an application that draws; without an image it is the text alone, which may say why.
    private func drawn(
        _ result: ProviderResult, _ images: (path: JSONPath, reader: ReceivedImages)
    ) async throws -> ChatReply {
        guard case .answer(let answer) = result else { return try result.reply { _ in ChatReply(text: "") } }
        let json = try answer.json()
        if let ending = ImageFilterMarks.ending(of: json) {
            return ChatReply(text: "", blocked: ending, retries: answer.retries)
        }
        let found = images.path.value(in: json)
        let items = (found.map { $0.items.isEmpty ? [$0] : $0.items } ?? []).filter(\.isGiven)
        let sources = items.compactMap(ReceivedImages.source)
        // The words beside an image that can't be read are not the whole of what was made.
        guard sources.count == items.count else {
            let names = items.flatMap(\.members.keys).sorted().prefix(8).joined(separator: ", ")
            throw answer.unreadable(
                "what stands at '\(images.path.text)' is no image" + (names.isEmpty ? "" : "; it has: \(names)"))
        }
        let text = path.text.isEmpty ? nil : path.value(in: json)?.stringValue
        guard found != nil || text != nil else {
            throw answer.unreadable("no image stands at '\(images.path.text)'; check the path of images")
        }
        var reply = ChatReply(
            text: text ?? "", blocked: sources.isEmpty && text == nil ? "the application sent no image" : nil,
            retries: answer.retries
        ).separatingThoughts()
        reply.images = try await images.reader.images(sources)
        return reply
    }

    private func reply(of stream: MessageStream, _ answer: ProviderAnswer) throws(ChatError) -> ChatReply {
        if let error = stream.error { throw answer.unreadable("the stream tells of an error: \(error)") }
        let reason = stream.ending
        var reply = ChatReply(
            text: stream.text, reasoning: stream.reasoning.isEmpty ? nil : stream.reasoning,
            blocked: reason.flatMap { FaultWords.isFilter(ending: $0) ? $0 : nil },
            truncated: FaultWords.isCut(ending: reason))
        if callsPath != nil { reply.toolCalls = stream.calls.map(ToolCall.init(reading:)) }
        return reply
    }

    private func reply(of stream: StreamedAnswer, _ answer: ProviderAnswer) throws(ChatError) -> ChatReply {
        if let place = stream.brokenOff {
            throw answer.unreadable("a stream that breaks off at byte \(place), in what is no JSON")
        }
        let pieces = stream.chunks.compactMap { path.value(in: $0).map(Self.joined)?.stringValue }
        var calls = StreamedCalls()
        for chunk in stream.chunks { for piece in callsPath?.value(in: chunk)?.items ?? [] { calls.add(piece) } }
        guard !pieces.isEmpty || !calls.all.isEmpty else {
            throw answer.unreadable(
                "a stream of which no event has a text at '\(path.text)'; if its data are the text, write response: \"\""
            )
        }
        return try reply(.string(Self.whole(pieces)), calls: .array(calls.all), answer)
    }

    /// What a stream says of its own end: an event of that name or kind, or an error in the place of the last text.
    private func failure(of stream: StreamedAnswer) -> JSONValue? {
        if let failure = stream.failure { return failure }
        guard !path.text.isEmpty, let last = stream.chunks.last else { return nil }
        if ["event", "type"].contains(where: { last[$0] == .string("error") }) { return last }
        guard last["error"]?.isGiven == true,
            path.value(in: last) == nil
        else { return nil }
        return last["error"]
    }

    /// The text that the events of a stream make: the last, where each says all that the one before it said, or where the last
    /// says again what all before it have said.
    private static func whole(_ pieces: [String]) -> String {
        if pieces.count > 2, let last = pieces.last, last == pieces.dropLast().joined() { return last }
        let isGrowing = zip(pieces, pieces.dropFirst()).allSatisfy { $1.hasPrefix($0) }
        guard isGrowing, let first = pieces.first, let last = pieces.last, first.count > 3, last.count > first.count
        else {
            return pieces.joined()
        }
        return last
    }

    private func reply(_ said: JSONValue?, calls: JSONValue?, _ answer: ProviderAnswer) throws(ChatError) -> ChatReply {
        // A reply that calls tools may have no text.
        let hasCalls = calls?.isGiven == true
        var reply: ChatReply
        switch said.map(Self.joined) {
        case .string(let text)?: reply = ChatReply(text: text)
        case .int?, .number?, .bool?: reply = ChatReply(text: said?.text ?? "")
        case .null?: reply = ChatReply(text: "")
        case nil where hasCalls: reply = ChatReply(text: "")
        case nil: throw answer.unreadable("nothing stands at '\(path.text)'; check the response path")
        case .object(let members)?:
            let names = members.keys.sorted().prefix(8).map { "\(path.text).\($0)" }.joined(separator: ", ")
            throw answer.unreadable("what stands at '\(path.text)' is no text; try \(names)")
        default: throw answer.unreadable("what stands at '\(path.text)' is no text")
        }
        guard hasCalls, let calls else { return reply }
        let items = calls.items.isEmpty ? [calls] : calls.items
        guard items.allSatisfy({ !$0.members.isEmpty }) else {
            throw answer.unreadable("what stands at '\(callsPath?.text ?? "")' is no list of tool calls")
        }
        reply.toolCalls = items.map(ToolCall.init(reading:))
        return reply
    }

    /// The texts of a list, a line each, or those of the parts of a message; what is no list, or holds something else, as it is.
    private static func joined(_ said: JSONValue) -> JSONValue {
        guard case .array(let items) = said else { return said }
        let given = items.filter { $0 != .null }
        let texts = given.compactMap(\.stringValue)
        if texts.count == given.count { return .string(texts.joined(separator: "\n")) }
        let parts = given.compactMap { $0["text"]?.stringValue }
        return parts.isEmpty ? said : .string(parts.joined())
    }

    private static func path(_ text: String, named name: String, _ reference: ModelReference) throws(ChatError)
        -> JSONPath
    {
        guard let path = JSONPath(text) else {
            throw ChatError.configuration(
                model: reference.name,
                problem: "the \(name) '\(text)' is none; write for example answer.text or items[0]")
        }
        return path
    }
}

extension ChatRequest {
    /// The user's messages before the last message.
    fileprivate var saidBefore: [String] { messages.dropLast().filter { $0.role == .user }.map(\.content) }
}

extension ProviderAnswer {
    /// The whole body as text; of server-sent events their data, put together.
    fileprivate var plainText: String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard headers["Content-Type"]?.lowercased().hasPrefix("text/event-stream") == true else { return text }
        return text.replacing("\r\n", with: "\n").split(separator: "\n\n").map { event in
            event.split(separator: "\n").filter { $0.hasPrefix("data:") }
                .map { $0.dropFirst(5).first == " " ? $0.dropFirst(6) : $0.dropFirst(5) }
                .joined(separator: "\n")
        }.filter { $0 != "[DONE]" }.joined()
    }
}

extension ApplicationModel: CustomStringConvertible, CustomReflectable {
    /// The name alone: header fields and environment hold keys.
    package var description: String { name }

    /// Nothing but the name.
    package var customMirror: Mirror { Mirror(self, children: ["application": name]) }
}
