import Dispatch
import Foundations
import Glibc
import HTTPTransport

/// Asks the system (`getaddrinfo`) on a thread of its own, because the call blocks for seconds when a name server is slow.
package struct SystemResolver: HostResolver {
    private let seconds: Int

    /// A resolver that gives up after `seconds`.
    package init(seconds: Int = 10) {
        self.seconds = seconds
    }

    /// The addresses in the system's order, each once.
    package func addresses(of host: String) async throws -> [IPAddress] {
        let answer = Answer()
        let limit = seconds
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                answer.wait(continuation)
                if Task.isCancelled { answer.give(.failure(CancellationError())) }
                // A thread of its own: those of the global queues are those of all tasks, and a resolver may hang.
                DispatchQueue(label: "sextant.resolver").async { answer.give(Self.ask(host)) }
                DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(limit)) {
                    answer.give(
                        .failure(FetchError.hostNotFound(host: host, reason: "no answer within \(limit) seconds")))
                }
            }
        } onCancel: {
            answer.give(.failure(CancellationError()))
        }
    }

    private static func ask(_ host: String) -> Result<[IPAddress], any Error> {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, nil, &hints, &list)
        guard status == 0 else {
            return .failure(FetchError.hostNotFound(host: host, reason: String(cString: gai_strerror(status))))
        }
        defer { freeaddrinfo(list) }
        var found: [IPAddress] = []
        var next = list
        while let entry = next?.pointee {
            if let address = address(entry), !found.contains(address) { found.append(address) }
            next = entry.ai_next
        }
        return .success(found)
    }

    private static func address(_ entry: addrinfo) -> IPAddress? {
        guard let socket = UnsafeRawPointer(entry.ai_addr) else { return nil }
        switch entry.ai_family {
        case AF_INET:
            return .v4(UInt32(bigEndian: socket.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr))
        case AF_INET6: return IPAddress(socket.loadUnaligned(as: sockaddr_in6.self).sin6_addr)
        default: return nil
        }
    }
}

/// A continuation that the first of several results resumes.
private final class Answer: Sendable {
    private let waiting = Locked<CheckedContinuation<[IPAddress], any Error>?>(nil)

    func wait(_ continuation: CheckedContinuation<[IPAddress], any Error>) {
        waiting.withLock { $0 = continuation }
    }

    func give(_ result: Result<[IPAddress], any Error>) {
        let continuation = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        continuation?.resume(with: result)
    }
}
