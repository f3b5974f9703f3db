import CCurl
import Glibc

/// The event loop: one thread that alone touches the multi handle and every easy handle.
final class CurlLoop {
    private let multi: UnsafeMutableRawPointer
    private let mailbox: LoopMailbox
    private let settings: CurlSettings
    private var active: [UInt64: Transfer] = [:]
    private var idle: [EasyHandle] = []

    /// How many unused easy handles are kept; each is a few kilobytes.
    private static let idleLimit = 1024

    /// libcurl's global state, made once and never given back, because other threads may still be in the library.
    private static let library = ccurl_global_init()

    /// What the new thread is given.
    private final class Launch {
        let waker: LoopMailbox.Waker
        let mailbox: LoopMailbox
        let settings: CurlSettings

        init(waker: LoopMailbox.Waker, mailbox: LoopMailbox, settings: CurlSettings) {
            self.waker = waker
            self.mailbox = mailbox
            self.settings = settings
        }
    }

    /// Starts a thread with a loop of its own and gives the mailbox to reach it.
    /// - Throws: `HTTPError.unavailable`.
    static func start(_ settings: CurlSettings) throws(HTTPError) -> LoopMailbox {
        guard library == CURLE_OK, let multi = curl_multi_init() else {
            throw .unavailable("libcurl could not be initialised")
        }
        let waker = LoopMailbox.Waker(multi: multi)
        let mailbox = LoopMailbox(waker: waker)
        let launch = Unmanaged.passRetained(Launch(waker: waker, mailbox: mailbox, settings: settings))
        var thread = pthread_t()
        let status = pthread_create(&thread, nil, { CurlLoop.main($0) }, launch.toOpaque())
        guard status == 0 else {
            launch.release()
            curl_multi_cleanup(multi)
            throw .unavailable("no thread for the event loop: \(String(cString: strerror(status)))")
        }
        pthread_detach(thread)
        return mailbox
    }

    private static func main(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let argument else { return nil }
        let launch = Unmanaged<Launch>.fromOpaque(argument).takeRetainedValue()
        CurlLoop(launch).run()
        return nil
    }

    private init(_ launch: Launch) {
        multi = launch.waker.multi
        mailbox = launch.mailbox
        settings = launch.settings
        ccurl_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
        ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, settings.idleConnections)
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
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            finishTransfers()
            curl_multi_poll(multi, nil, 0, 60_000, nil)
        }
        close(commands)
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
