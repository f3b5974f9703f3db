import CPostgres
import Foundation
import Foundations

/// A connection of libpq in pipeline mode. Belongs to one thread.
struct Wire: ~Copyable {
    private let connection: OpaquePointer
    let server: String
    /// Names of the statements that the server keeps, by their text.
    private var prepared: [String: String] = [:]

    /// What the server is to answer, in order.
    private enum Answer {
        case preparation(String, statement: Int)
        case result(statement: Int)
        case end
    }

    /// Connects, for as long as libpq waits.
    ///
    /// - Throws: ``PostgresError/unreachable(server:detail:)``.
    init(_ address: PostgresAddress) throws(PostgresError) {
        let parameters = address.parameters(environment: ProcessInfo.processInfo.environment)
        let made = Self.withCStrings(parameters.map(\.keyword)) { keywords in
            Self.withCStrings(parameters.map(\.value)) { values in PQconnectdbParams(keywords, values, 1) }
        }
        guard let made else { throw .unreachable(server: address.url, detail: "no memory for a connection") }
        guard PQstatus(made) == CONNECTION_OK, Self.isolate(made), PQsetnonblocking(made, 1) == 0,
            PQenterPipelineMode(made) == 1
        else {
            defer { PQfinish(made) }
            throw .unreachable(server: address.url, detail: Self.message(of: made))
        }
        cpostgres_ignore_notices(made)
        connection = made
        server = address.url
    }

    /// Makes transactions see what others commit meanwhile, whatever the database makes them do: who waited for a lock has to
    /// find what was done behind it.
    private static func isolate(_ connection: OpaquePointer) -> Bool {
        let result = PQexec(connection, "SET default_transaction_isolation = 'read committed'")
        defer { PQclear(result) }
        return PQresultStatus(result) == PGRES_COMMAND_OK
    }

    deinit {
        PQfinish(connection)
    }

    /// The socket, for those who wait.
    var socket: Int32 { PQsocket(connection) }

    /// Runs statements in one go: all are sent, then all answers are read. Outside a transaction that was begun before they
    /// are one of their own, in which all happen or none.
    ///
    /// - Parameters:
    ///   - wakeup: a descriptor that is readable when `isCancelled` may have changed
    ///   - isCancelled: whether the server should be asked to stop
    /// - Throws: ``PostgresError``: the first statement's that failed.
    mutating func run(
        _ queries: [PostgresQuery], wakeup: Int32, isCancelled: () -> Bool
    ) throws(PostgresError) -> [PostgresResult] {
        let answers = try send(queries)
        try flush()
        var results: [PostgresResult] = []
        var fault: PostgresError?
        var hasAsked = false
        for answer in answers {
            while PQisBusy(connection) == 1 {
                // Once asked, the server's answer is all there is to wait for.
                try wait(for: POLLIN, wakeup: hasAsked ? nil : wakeup)
                if !hasAsked, isCancelled() {
                    hasAsked = true
                    cancel()
                }
            }
            guard let result = PQgetResult(connection) else { throw lost() }
            defer { PQclear(result) }
            switch (answer, PQresultStatus(result)) {
            case (.end, PGRES_PIPELINE_SYNC): continue
            case (.end, _): throw lost()
            case (.preparation(let sql, _), PGRES_COMMAND_OK): prepared[sql] = Self.name(of: sql)
            case (.result, PGRES_COMMAND_OK), (.result, PGRES_TUPLES_OK):
                if fault == nil {
                    do { results.append(try ResultReader.read(result)) } catch { fault = error }
                }
            case (_, PGRES_PIPELINE_ABORTED): break
            case (.preparation(_, let statement), _), (.result(let statement), _):
                fault = fault ?? error(of: result, statement)
            }
            // A statement's answer ends with a mark of its own.
            guard PQgetResult(connection) == nil else { throw lost() }
        }
        guard PQstatus(connection) == CONNECTION_OK else { throw lost() }
        if let fault { throw fault }
        return results
    }

    private func send(_ queries: [PostgresQuery]) throws(PostgresError) -> [Answer] {
        var answers: [Answer] = []
        var underway: Set<String> = []
        for (number, query) in queries.enumerated() {
            let name = Self.name(of: query.sql)
            if query.isPrepared, prepared[query.sql] == nil, underway.insert(query.sql).inserted {
                guard PQsendPrepare(connection, name, query.sql, 0, nil) == 1 else { throw lost() }
                answers.append(.preparation(query.sql, statement: number))
            }
            let isSent = ParameterBuffer(query.values).withPointers { count, values, lengths, formats in
                query.isPrepared
                    ? PQsendQueryPrepared(connection, name, count, values, lengths, formats, 1)
                    : PQsendQueryParams(connection, query.sql, count, nil, values, lengths, formats, 1)
            }
            guard isSent == 1 else { throw lost() }
            answers.append(.result(statement: number))
        }
        guard PQpipelineSync(connection) == 1 else { throw lost() }
        return answers + [.end]
    }

    /// Sends what libpq holds, and takes in what the server says meanwhile, so that neither waits for the other.
    private func flush() throws(PostgresError) {
        while true {
            switch PQflush(connection) {
            case 0: return
            case 1: try wait(for: POLLIN | POLLOUT, wakeup: nil)
            default: throw lost()
            }
        }
    }

    private func wait(for events: Int32, wakeup: Int32?) throws(PostgresError) {
        var polled = [pollfd(fd: socket, events: Int16(events), revents: 0)]
        if let wakeup { polled.append(pollfd(fd: wakeup, events: Int16(POLLIN), revents: 0)) }
        _ = poll(&polled, nfds_t(polled.count), -1)
        if let wakeup, polled[1].revents != 0 { Self.drain(wakeup) }
        guard polled[0].revents & ~Int16(POLLOUT) == 0 || PQconsumeInput(connection) == 1 else { throw lost() }
    }

    /// Takes in what came while nobody asked.
    ///
    /// - Returns: the channels that were notified; nil when the connection broke
    func notifications() -> [String]? {
        guard PQconsumeInput(connection) == 1, PQstatus(connection) == CONNECTION_OK else { return nil }
        var channels: [String] = []
        while let notification = PQnotifies(connection) {
            channels.append(String(cString: notification.pointee.relname))
            PQfreemem(notification)
        }
        return channels
    }

    /// Asks the server to stop the statement. Whether it does, its answer tells.
    private func cancel() {
        guard let request = PQgetCancel(connection) else { return }
        defer { PQfreeCancel(request) }
        var message = [CChar](repeating: 0, count: 256)
        _ = PQcancel(request, &message, 256)
    }

    private func error(of result: OpaquePointer, _ statement: Int) -> PostgresError {
        func field(_ code: Int32) -> String { PQresultErrorField(result, code).map { String(cString: $0) } ?? "" }
        let code = field(cpostgres_diag_code)
        // libpq itself speaks without a code: the connection broke.
        guard !code.isEmpty else { return lost() }
        let detail = field(cpostgres_diag_detail)
        // The detail of a constraint quotes the row, which may be long and foreign.
        let message = field(cpostgres_diag_message) + (detail.isEmpty || code.hasPrefix("23") ? "" : ": \(detail)")
        return PostgresError(
            code: code, message: message, constraint: field(cpostgres_diag_constraint), statement: statement,
            server: server)
    }

    private func lost() -> PostgresError {
        let message = Self.message(of: connection)
        return .lost(server: server, detail: message.isEmpty ? "the server closed it" : message)
    }

    /// libpq's message in one line.
    private static func message(of connection: OpaquePointer) -> String {
        let text = PQerrorMessage(connection).map { String(cString: $0) } ?? ""
        return text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            .joined(separator: "; ")
    }

    private static func name(of sql: String) -> String { "s\(StableHash.hex(StableHash.of(sql)))" }

    /// Reads an event's count, so that it waits again.
    static func drain(_ wakeup: Int32) {
        var value: UInt64 = 0
        _ = read(wakeup, &value, MemoryLayout<UInt64>.size)
    }

    private static func withCStrings<Result>(
        _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        let pointers = copies.map { $0.map { UnsafePointer($0) } } + [nil]
        return pointers.withUnsafeBufferPointer { pointers in
            // The array has at least its last nil, so that it has an address.
            pointers.baseAddress.map(body) ?? body([nil])
        }
    }
}
