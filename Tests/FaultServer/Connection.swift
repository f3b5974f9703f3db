import Glibc

/// One accepted connection; belongs to the server's thread.
final class Connection {
    /// What is done when the connection's timer is due.
    enum Step {
        case send([UInt8], then: After)
        case drip(ArraySlice<UInt8>, bytes: Int, nanoseconds: UInt64, then: After)
        case reset
        case close
        case nothing
    }

    /// What follows when an answer is out.
    enum After {
        case keepOpen
        case close
        case reset
        /// Sends the rest a piece at a time.
        case drip(ArraySlice<UInt8>, bytes: Int, nanoseconds: UInt64)
    }

    let descriptor: Int32
    let generation: UInt64
    var reader = RequestReader()
    var step = Step.nothing
    var isBusy = false
    var path = ""
    var output: ArraySlice<UInt8> = []
    var after = After.keepOpen
    var wantsWrite = false

    init(descriptor: Int32, generation: UInt64) {
        self.descriptor = descriptor
        self.generation = generation
    }

    deinit {
        close(descriptor)
    }

    /// Makes the coming close a reset.
    func lingerZero() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    /// What to do for a request, once the latency has passed.
    static func step(for behaviour: Behaviour, method: String) -> Step {
        var length = behaviour.body.count
        if case .wrongLength(let difference) = behaviour.manner { length += difference }
        var head = "HTTP/1.1 \(behaviour.status) X\r\nContent-Length: \(length)\r\n"
        for (name, value) in behaviour.headers { head += "\(name): \(value)\r\n" }
        head += "\r\n"
        let bytes = Array(head.utf8)
        let body = method == "HEAD" ? [] : behaviour.body
        switch behaviour.manner {
        case .whole, .wrongLength: return .send(bytes + body, then: .keepOpen)
        case .drip(let count, let milliseconds):
            return .send(bytes, then: .drip(body[...], bytes: count, nanoseconds: UInt64(milliseconds) * 1_000_000))
        case .slowHead(let milliseconds):
            let all = bytes + body
            return .drip(all[...], bytes: 1, nanoseconds: UInt64(milliseconds) * 1_000_000, then: .keepOpen)
        case .truncate(let after): return .send(bytes + body.prefix(after), then: .close)
        case .resetAfter(let after): return .send(bytes + body.prefix(after), then: .reset)
        case .reset: return .reset
        case .close: return .close
        case .hang: return .nothing
        }
    }
}
