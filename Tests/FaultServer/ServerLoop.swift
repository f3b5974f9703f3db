import CEpoll
import Foundations
import Glibc
import HTTPTransport

/// The server's thread: accepts, reads, waits and writes for all connections.
final class ServerLoop {
    private let launch: Launch
    private let poll: Int32
    private var connections: [Int32: Connection] = [:]
    private var timers = TimerHeap()
    private var plans: [String: PlanState]
    private var otherwise: PlanState
    private var openByPath: [String: Int] = [:]
    private var open = 0
    private var generation: UInt64 = 0
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)

    init(_ launch: Launch) {
        self.launch = launch
        poll = epoll_create1(0)
        plans = launch.plans.mapValues { PlanState($0, seed: launch.seed) }
        otherwise = PlanState(launch.otherwise, seed: launch.seed)
    }

    func run() {
        watch(launch.listener, cepoll_in, cepoll_add)
        watch(launch.wake, cepoll_in, cepoll_add)
        var events = [epoll_event](repeating: epoll_event(), count: 512)
        loop: while true {
            let count = epoll_wait(poll, &events, Int32(events.count), timeout())
            for event in events.prefix(max(0, Int(count))) {
                let descriptor = event.data.fd
                if descriptor == launch.wake { break loop }
                if descriptor == launch.listener {
                    acceptAll()
                } else if let connection = connections[descriptor] {
                    if event.events & cepoll_out != 0 { flush(connection) }
                    let isOpen = connections[descriptor] === connection
                    if isOpen, event.events & ~cepoll_out != 0 { read(connection) }
                }
            }
            fireTimers()
        }
        connections.removeAll()
        close(launch.listener)
        close(poll)
        close(launch.wake)
    }

    private func watch(_ descriptor: Int32, _ what: UInt32, _ operation: Int32) {
        var event = epoll_event()
        event.events = what
        event.data.fd = descriptor
        epoll_ctl(poll, operation, descriptor, &event)
    }

    private func timeout() -> Int32 {
        guard let first = timers.first else { return -1 }
        let now = Self.now()
        return first.due <= now ? 0 : Int32(min((first.due - now + 999_999) / 1_000_000, 60_000))
    }

    private static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    private func acceptAll() {
        while true {
            let descriptor = cepoll_accept(launch.listener)
            guard descriptor >= 0 else { return }
            var one: Int32 = 1
            setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
            generation += 1
            connections[descriptor] = Connection(descriptor: descriptor, generation: generation)
            watch(descriptor, cepoll_in, cepoll_add)
            launch.counts.withLock { $0.connections += 1 }
        }
    }

    private func read(_ connection: Connection) {
        while true {
            let count = buffer.withUnsafeMutableBytes { recv(connection.descriptor, $0.baseAddress, $0.count, 0) }
            if count > 0 {
                buffer.withUnsafeBytes { connection.reader.append(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
                if count == buffer.count { continue }
                break
            }
            if count < 0, errno == EAGAIN || errno == EINTR { break }
            launch.counts.withLock { $0.closedByClient += 1 }
            drop(connection)
            return
        }
        serve(connection)
    }

    private func serve(_ connection: Connection) {
        guard !connection.isBusy, let request = connection.reader.next() else { return }
        let now = Self.now()
        let openHere = openByPath[request.path, default: 0]
        let behaviour =
            plans[request.path]?.next(now: now, open: openHere, head: request.head, body: request.body)
            ?? otherwise.next(now: now, open: openHere, head: request.head, body: request.body)
        connection.isBusy = true
        connection.path = request.path
        openByPath[request.path] = openHere + 1
        open += 1
        record(request, behaviour)
        connection.step = Connection.step(for: behaviour, method: request.method)
        if behaviour.latency == 0 {
            perform(connection)
        } else {
            arm(connection, now + UInt64(behaviour.latency) * 1_000_000)
        }
    }

    private func record(_ request: RequestReader.Request, _ behaviour: Behaviour) {
        let status: Int
        switch behaviour.manner {
        case .reset, .close, .hang: status = 0
        default: status = behaviour.status
        }
        launch.counts.withLock { counts in
            counts.requests += 1
            counts.byPath[request.path, default: 0] += 1
            counts.byStatus[status, default: 0] += 1
            counts.mostOpen = max(counts.mostOpen, open)
            counts.lastHead = request.head
            counts.lastBody = request.body
        }
    }

    private func arm(_ connection: Connection, _ due: UInt64) {
        timers.insert(.init(due: due, connection: connection.descriptor, generation: connection.generation))
    }

    private func fireTimers() {
        let now = Self.now()
        while let first = timers.first, first.due <= now {
            guard let entry = timers.removeFirst() else { return }
            guard let connection = connections[entry.connection], connection.generation == entry.generation else {
                continue
            }
            perform(connection)
        }
    }

    private func perform(_ connection: Connection) {
        let step = connection.step
        connection.step = .nothing
        switch step {
        case .nothing: return
        case .close: drop(connection)
        case .reset:
            connection.lingerZero()
            drop(connection)
        case .send(let bytes, let after):
            connection.output = bytes[...]
            connection.after = after
            flush(connection)
        case .drip(let rest, let bytes, let nanoseconds, let after):
            connection.output = rest.prefix(bytes)
            let left = rest.dropFirst(bytes)
            connection.after = left.isEmpty ? after : .drip(left, bytes: bytes, nanoseconds: nanoseconds)
            flush(connection)
        }
    }

    private func flush(_ connection: Connection) {
        while !connection.output.isEmpty {
            let sent = connection.output.withUnsafeBytes {
                send(connection.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if sent > 0 {
                connection.output = connection.output.dropFirst(sent)
            } else if errno == EAGAIN {
                if !connection.wantsWrite {
                    connection.wantsWrite = true
                    watch(connection.descriptor, cepoll_in | cepoll_out, cepoll_modify)
                }
                return
            } else {
                drop(connection)
                return
            }
        }
        if connection.wantsWrite {
            connection.wantsWrite = false
            watch(connection.descriptor, cepoll_in, cepoll_modify)
        }
        if connection.isBusy { finish(connection) }
    }

    private func finish(_ connection: Connection) {
        switch connection.after {
        case .drip(let rest, let bytes, let nanoseconds):
            connection.step = .drip(rest, bytes: bytes, nanoseconds: nanoseconds, then: .keepOpen)
            arm(connection, Self.now() + nanoseconds)
        case .close: drop(connection)
        case .reset:
            connection.lingerZero()
            drop(connection)
        case .keepOpen:
            release(connection)
            serve(connection)
        }
    }

    private func release(_ connection: Connection) {
        guard connection.isBusy else { return }
        connection.isBusy = false
        open -= 1
        openByPath[connection.path, default: 1] -= 1
    }

    private func drop(_ connection: Connection) {
        release(connection)
        // Before the descriptor is closed by the last release, so that a new connection cannot bear the number yet.
        epoll_ctl(poll, cepoll_remove, connection.descriptor, nil)
        connections[connection.descriptor] = nil
    }
}
