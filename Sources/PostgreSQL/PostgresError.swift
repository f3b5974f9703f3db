/// Why the server, or the way to it, failed. No text of it has a password: libpq puts none into a message, and a URL with
/// one is refused before it gets there.
package enum PostgresError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The URL can't be used.
    case badAddress(String)
    /// No connection could be made: nobody is there, or the server lets nobody in, now or ever. Which of these it is, its text
    /// alone would tell, in the language of the server.
    case unreachable(server: String, detail: String)
    /// The connection broke. Whether the last transaction was committed is not known.
    case lost(server: String, detail: String)
    /// A row was refused by a rule of the tables; `statement` is the number of the statement in its go, from 0 on.
    case constraint(name: String, detail: String, statement: Int)
    /// Two transactions stood in each other's way; this one was undone, and may succeed if it is tried again.
    case conflict(detail: String)
    /// The statement was cancelled: by its caller, by an administrator or by the server's own limit.
    case cancelled(detail: String)
    /// The server has no room left.
    case diskFull(detail: String)
    /// The role must not do this, or the server is read only.
    case forbidden(detail: String)
    /// Any other failure.
    case failed(code: String, detail: String)

    /// What to do about a pooler that keeps neither statements nor locks for its client.
    package static let pooling =
        "a pooler lends a connection for a transaction: let it lend one for a session (pool_mode = session), or do without it"

    package var description: String {
        switch self {
        case .badAddress(let detail): detail
        case .unreachable(let server, let detail): "\(server) can't be reached: \(detail)"
        case .lost(let server, let detail): "the connection to \(server) was lost: \(detail)"
        case .constraint(let name, let detail, _): "\(detail) (\(name))"
        case .conflict(let detail), .cancelled(let detail), .diskFull(let detail), .forbidden(let detail): detail
        case .failed(let code, let detail): "\(detail) (\(code))"
        }
    }

    /// The error for a code of five characters, as the appendix "PostgreSQL Error Codes" of the manual lists them.
    init(code: String, message: String, constraint: String, statement: Int, server: String) {
        switch code {
        case "40001", "40P01", "55P03": self = .conflict(detail: message)
        case "57014": self = .cancelled(detail: message)
        // The server has ended the connection: it stops, or the connection was idle for too long.
        case "25P03", "25P04", "57P01", "57P02", "57P03", "57P05": self = .lost(server: server, detail: message)
        case "53100": self = .diskFull(detail: message)
        case "26000", "42P05":
            self = .failed(code: code, detail: "\(message); \(PostgresError.pooling)")
        case "42501", "25006": self = .forbidden(detail: message)
        default:
            self =
                code.hasPrefix("23")
                ? .constraint(
                    name: constraint.isEmpty ? code : constraint, detail: message, statement: statement)
                : code.hasPrefix("08")
                    ? .lost(server: server, detail: message) : .failed(code: code, detail: message)
        }
    }
}
