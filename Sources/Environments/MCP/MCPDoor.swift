import FlyingFox
import FoundationEssentials
import Foundations

/// Looks at a request over HTTP: who sends it, what it is about, and that it is a message.
struct MCPDoor: Sendable {
    let desk: MCPDesk
    let settings: MCPServer.Settings

    private static let path = "mcp"
    static let sessionHeader = HTTPHeader("Mcp-Session-Id")
    private static let versionHeader = HTTPHeader("MCP-Protocol-Version")
    private static let longestName = 128

    /// The response.
    func response(to request: HTTPRequest) async -> HTTPResponse {
        if let refusal = refusal(of: request) { return refusal }
        let parts = request.path.split(separator: "/")
        guard parts.first.map(String.init) == Self.path, parts.count <= 2 else {
            return Self.plain(.notFound, "unknown address; messages are posted to /mcp or /mcp/<session>")
        }
        let named = parts.count == 2 ? String(parts[1]) : request.headers[HTTPHeader("X-Sextant-Session")]
        guard named.map(Self.isName) ?? true else {
            return Self.plain(.badRequest, "a session's name has letters, digits, '.', '_' and '-', at most 128")
        }
        switch request.method {
        case .POST: return await posted(request, session: named)
        case .DELETE:
            let isKnown = await desk.leave(request.headers[Self.sessionHeader] ?? "")
            return isKnown ? HTTPResponse(statusCode: .noContent) : Self.plain(.notFound, "there is no such session")
        default:
            // No stream is offered for messages of the server's own: it has none.
            var response = Self.plain(.methodNotAllowed, "messages are sent by POST")
            response.headers[HTTPHeader("Allow")] = "POST, DELETE"
            return response
        }
    }

    private static func isName(_ text: String) -> Bool {
        (1...longestName).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || "0123456789._-".unicodeScalars.contains($0))
            }
    }

    // MARK: Who asks

    /// A page elsewhere may point a name of its own at this machine (DNS rebinding), but the browser then says that name.
    private static let localNames: Set = ["127.0.0.1", "localhost", "[::1]"]

    private func refusal(of request: HTTPRequest) -> HTTPResponse? {
        let isLocal = settings.host.hasPrefix("127.")
        if isLocal, !Self.isLocal(request.headers[.host] ?? "") {
            return Self.plain(.forbidden, "this server is asked by the name 127.0.0.1 or localhost only")
        }
        if let origin = request.headers[HTTPHeader("Origin")] {
            let authority = origin.firstRange(of: "://").map { origin[$0.upperBound...] } ?? ""
            guard Self.isLocal(String(authority)) else {
                return Self.plain(.forbidden, "pages of other origins may not ask here")
            }
        }
        guard isAllowed(request) else {
            var response = Self.plain(
                .unauthorized, "show the token of this start: 'Authorization: Bearer <token>', or ?token=<token>")
            response.headers[HTTPHeader("WWW-Authenticate")] = "Bearer"
            return response
        }
        return nil
    }

    private static func isLocal(_ authority: String) -> Bool {
        let name = authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        return localNames.contains(name.lowercased())
    }

    private func isAllowed(_ request: HTTPRequest) -> Bool {
        let shown = request.headers[HTTPHeader("Authorization")] ?? ""
        if shown.lowercased().hasPrefix("bearer ") { return matches(String(shown.dropFirst(7))) }
        return request.query.contains { $0.name == "token" && matches($0.value) }
    }

    private func matches(_ candidate: String) -> Bool { Secret.matches(settings.token, candidate) }

    // MARK: What is asked

    private func posted(_ request: HTTPRequest, session named: String?) async -> HTTPResponse {
        let type = request.headers[.contentType] ?? ""
        guard type.lowercased().hasPrefix("application/json") else {
            return Self.plain(.unsupportedMediaType, "a message has the content type application/json")
        }
        let accepted = request.headers[HTTPHeader("Accept")]?.lowercased() ?? "*/*"
        guard ["application/json", "application/*", "*/*"].contains(where: accepted.contains) else {
            return Self.plain(.notAcceptable, "responses have the content type application/json")
        }
        let body: [UInt8]
        switch await self.body(of: request) {
        case .whole(let bytes): body = bytes
        case .tooLarge(let isRead):
            await desk.noteOversized(named, request.headers[Self.sessionHeader])
            var response = Self.plain(.payloadTooLarge, "the message is over \(settings.maximumBody) bytes")
            // What is left of the body must not be taken for the next request.
            if !isRead { response.headers[.connection] = "close" }
            return response
        case .broken: return Self.plain(.badRequest, "the message breaks off")
        }
        let headers = MCPEnvelope.Headers(
            version: request.headers[Self.versionHeader], method: request.headers[HTTPHeader("Mcp-Method")],
            name: request.headers[HTTPHeader("Mcp-Name")])
        let reply = await desk.reply(
            to: body, headers: headers, connection: request.headers[Self.sessionHeader], session: named)
        return Self.response(reply)
    }

    private enum Body {
        case whole([UInt8])
        /// Larger than allowed; whether it was read to its end.
        case tooLarge(isRead: Bool)
        /// The client has gone.
        case broken
    }

    /// A larger body than allowed is read and thrown away as far as this: a client that still sends does not hear.
    private static let mostThrownAway = 64 << 20

    private func body(of request: HTTPRequest) async -> Body {
        if let count = request.bodySequence.count, count > Self.mostThrownAway { return .tooLarge(isRead: false) }
        var (body, size) = ([UInt8](), 0)
        do {
            for try await part in request.bodySequence {
                size += part.count
                if size > Self.mostThrownAway { return .tooLarge(isRead: false) }
                if size <= settings.maximumBody { body += part } else { body = [] }
            }
        } catch {
            return .broken
        }
        return size > settings.maximumBody ? .tooLarge(isRead: true) : .whole(body)
    }

    private static func response(_ reply: MCPDesk.Reply) -> HTTPResponse {
        guard let body = reply.body else { return HTTPResponse(statusCode: .init(reply.status, phrase: "")) }
        var response = HTTPResponse(
            statusCode: .init(reply.status, phrase: ""), headers: [.contentType: "application/json"],
            body: Data(body.text.utf8))
        response.headers[sessionHeader] = reply.connection
        return response
    }

    private static func plain(_ status: HTTPStatusCode, _ problem: String) -> HTTPResponse {
        HTTPResponse(
            statusCode: status, headers: [.contentType: "text/plain; charset=utf-8"], body: Data((problem + "\n").utf8))
    }
}
