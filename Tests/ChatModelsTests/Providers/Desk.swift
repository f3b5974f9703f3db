import FaultServer
import Foundations

/// A help desk on a real socket that keeps state, and gives out and asks for tokens.
final class Desk: Sendable {
    struct Seen: Sendable {
        /// Method and target.
        let line: String
        let head: String
        let body: String
    }

    private let seen: Locked<[Seen]>
    private let server: FaultHTTPServer

    /// - Parameter reply: what it says to a call that is not in its own list; nil for that it knows
    init(_ reply: @escaping @Sendable (Seen, _ number: Int) -> Behaviour?) throws {
        let seen = Locked<[Seen]>([])
        self.seen = seen
        server = try FaultHTTPServer(
            otherwise: .answering { head, body in
                let words = head.prefix { $0 != "\r\n" }.split(separator: " ")
                let call = Seen(
                    line: words.prefix(2).joined(separator: " "), head: head,
                    body: String(decoding: body, as: UTF8.self))
                let number = seen.withLock { calls in
                    calls.append(call)
                    return calls.count { $0.line == call.line }
                }
                return reply(call, number) ?? Self.usual(call, number)
            })
    }

    var url: String { server.baseURL }
    var calls: [Seen] { seen.withLock { $0 } }
    var lines: [String] { calls.map(\.line) }

    private static func usual(_ call: Seen, _ number: Int) -> Behaviour {
        switch call.line {
        case "POST /open":
            .saying(
                #"{"session":{"id":"tok-\#(number)/x"}}"#,
                [("Set-Cookie", "theme=dark"), ("Set-Cookie", "sid=cookie-\(number); Path=/; HttpOnly")])
        case "POST /oauth": .saying(#"{"access_token":"bearer-\#(number)","expires_in":3600}"#)
        default: .saying(#"{"text":"fine \#(number)"}"#)
        }
    }
}

extension Behaviour {
    static func saying(_ body: String, _ headers: [(String, String)] = [], status: Int = 200) -> Behaviour {
        Behaviour(status: status, headers: [("Content-Type", "application/json")] + headers, body: Array(body.utf8))
    }
}
