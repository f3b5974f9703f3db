import CCurl
import Glibc

/// The event loop: one thread that alone touches the multi handle and every easy handle.
final class CurlLoop {
    private let multi: UnsafeMutableRawPointer
    private let mailbox: LoopMailbox
    private let settings: CurlSettings
    private let poller: SocketPoller
    /// When libcurl wants to be called although no socket is ready.
    private var deadline: ContinuousClock.Instant?
    private var active: [UInt64: Transfer] = [:]
    private var idle: [EasyHandle] = []

    /// How many unused easy handles are kept; each is a few kilobytes.
    private static let idleLimit = 1024

    /// libcurl's global state, made once and never given back, because other threads may still be in the library.
    private static let library = ccurl_global_init()

    /// The arguments of the new thread.
    private final class Launch {
        let multi: UnsafeMutableRawPointer
        let mailbox: LoopMailbox
        let settings: CurlSettings
        var poller: SocketPoller?

        init(multi: UnsafeMutableRawPointer, poller: consuming SocketPoller, settings: CurlSettings) {
            self.multi = multi
            mailbox = LoopMailbox(wakeup: poller.wakeup)
            self.settings = settings
            self.poller = consume poller
        }
    }

    /// Starts a thread with a loop of its own and gives the mailbox to reach it.
    /// - Throws: `HTTPError.unavailable`.
    static func start(_ settings: CurlSettings) throws(HTTPError) -> LoopMailbox {
        guard library == CURLE_OK, let multi = curl_multi_init() else {
            throw .unavailable("libcurl could not be initialised")
        }
        guard let poller = SocketPoller() else {
            curl_multi_cleanup(multi)
            throw .unavailable("no descriptor for the event loop: \(String(cString: strerror(errno)))")
        }
        let launch = Launch(multi: multi, poller: poller, settings: settings)
        let mailbox = launch.mailbox
        let retained = Unmanaged.passRetained(launch)
        var thread = pthread_t()
        let status = pthread_create(&thread, nil, { CurlLoop.main($0) }, retained.toOpaque())
        guard status == 0 else {
            retained.release()
            curl_multi_cleanup(multi)
            throw .unavailable("no thread for the event loop: \(String(cString: strerror(status)))")
        }
        pthread_detach(thread)
        return mailbox
    }

    private static func main(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let argument else { return nil }
        let launch = Unmanaged<Launch>.fromOpaque(argument).takeRetainedValue()
        guard let poller = launch.poller.take() else { return nil }
        CurlLoop(launch, poller).run()
        return nil
    }

    private init(_ launch: Launch, _ poller: consuming SocketPoller) {
        multi = launch.multi
        mailbox = launch.mailbox
        settings = launch.settings
        self.poller = poller
        ccurl_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
        ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, settings.idleConnections)
        setCallbacks()
    }

    private func setCallbacks() {
        ccurl_multi_set_callbacks(
            multi,
            { _, socket, interest, context, known in
                guard let context else { return 0 }
                let loop = Unmanaged<CurlLoop>.fromOpaque(context).takeUnretainedValue()
                loop.poller.follow(socket, interest: interest, isKnown: known != nil)
                // Any pointer will do as the mark of a socket that is known.
                if known == nil, interest != CURL_POLL_REMOVE { curl_multi_assign(loop.multi, socket, context) }
                return 0
            },
            { _, milliseconds, context in
                guard let context else { return 0 }
                let loop = Unmanaged<CurlLoop>.fromOpaque(context).takeUnretainedValue()
                loop.deadline = milliseconds < 0 ? nil : .now + .milliseconds(milliseconds)
                return 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func run() {
        var commands: [LoopMailbox.Command] = []
        while mailbox.take(into: &commands) {
            for command in commands {
                switch command {
                case .start(let job): begin(job)
                case .cancel(let id): cancel(id)
                }
            }
            // Held commands would keep requests and continuations alive while the loop sleeps.
            commands.removeAll(keepingCapacity: true)
            expire()
            finishTransfers()
            poller.wait(milliseconds: timeToDeadline) { socket, ready in
                var running: Int32 = 0
                curl_multi_socket_action(multi, socket, ready, &running)
            }
        }
        close(commands)
    }

    /// Lets libcurl do what it wanted to do at a time that has come.
    private func expire() {
        guard let due = deadline, due <= .now else { return }
        deadline = nil
        var running: Int32 = 0
        curl_multi_socket_action(multi, ccurl_socket_timeout, 0, &running)
    }

    /// Milliseconds until libcurl wants to be called, rounded up; -1 when it does not.
    private var timeToDeadline: Int32 {
        guard let deadline else { return -1 }
        let left = ContinuousClock.now.duration(to: deadline)
        return left <= .zero ? 0 : Int32(clamping: left.curlMilliseconds + 1)
    }

    private func begin(_ job: TransferJob) {
        guard let easy = idle.popLast() ?? EasyHandle() else {
            job.continuation.resume(throwing: HTTPError.unavailable("no memory for a transfer"))
            return
        }
        let transfer = Transfer(job: job, easy: easy)
        transfer.configure(settings)
        let status = curl_multi_add_handle(multi, easy.raw)
        guard status == CURLM_OK else {
            transfer.fail(HTTPError.unavailable(String(cString: curl_multi_strerror(status))))
            return
        }
        active[job.id] = transfer
    }

    private func cancel(_ id: UInt64) {
        guard let transfer = active[id] else { return }
        remove(transfer)
        transfer.fail(CancellationError())
    }

    private func finishTransfers() {
        var code = CURLE_OK
        while let raw = ccurl_next_finished(multi, &code) {
            guard let context = ccurl_get_private(raw) else { continue }
            let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
            // The outcome reads figures from the handle, so it comes before the reset in `remove`.
            transfer.finish(code)
            remove(transfer)
        }
    }

    private func remove(_ transfer: Transfer) {
        curl_multi_remove_handle(multi, transfer.easy.raw)
        active[transfer.job.id] = nil
        transfer.easy.reset()
        if idle.count < Self.idleLimit { idle.append(transfer.easy) }
    }

    private func close(_ commands: [LoopMailbox.Command]) {
        let closed = HTTPError.unavailable("the client was closed")
        for case .start(let job) in commands { job.continuation.resume(throwing: closed) }
        for transfer in Array(active.values) {
            remove(transfer)
            transfer.fail(closed)
        }
        idle.removeAll()
        curl_multi_cleanup(multi)
    }
}
