import CCurl
import CEpoll
import Glibc

/// Waits for the sockets that libcurl names, and for a wakeup from other threads.
///
/// Through epoll, because `curl_multi_poll` looks at every connection on every turn of the loop: at 1,000 connections that
/// was a quarter of all the time. Belongs to the loop's thread.
struct SocketPoller: ~Copyable {
    /// The event that other threads write to.
    let wakeup: Int32
    private let epoll: Int32
    private let events: UnsafeMutableBufferPointer<epoll_event>

    private static let eventsAtOnce = 256

    /// nil when the process has no descriptor left.
    init?() {
        let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        let wakeup = cepoll_eventfd()
        guard epoll >= 0, wakeup >= 0 else {
            if epoll >= 0 { close(epoll) }
            if wakeup >= 0 { close(wakeup) }
            return nil
        }
        self.epoll = epoll
        self.wakeup = wakeup
        events = .allocate(capacity: Self.eventsAtOnce)
        change(wakeup, cepoll_add, cepoll_in)
    }

    deinit {
        close(epoll)
        close(wakeup)
        events.deallocate()
    }

    /// Follows a socket as libcurl wants it, or no longer.
    ///
    /// - Parameters:
    ///   - interest: one of libcurl's `CURL_POLL_IN`, `CURL_POLL_OUT`, `CURL_POLL_INOUT`, `CURL_POLL_REMOVE`
    ///   - isKnown: whether the socket is followed already
    func follow(_ socket: Int32, interest: Int32, isKnown: Bool) {
        guard interest != CURL_POLL_REMOVE else { return change(socket, cepoll_remove, 0) }
        var mask: UInt32 = 0
        if interest & CURL_POLL_IN != 0 { mask |= cepoll_in }
        if interest & CURL_POLL_OUT != 0 { mask |= cepoll_out }
        change(socket, isKnown ? cepoll_modify : cepoll_add, mask)
    }

    private func change(_ socket: Int32, _ operation: Int32, _ mask: UInt32) {
        var event = epoll_event()
        event.events = mask
        event.data.fd = socket
        epoll_ctl(epoll, operation, socket, &event)
    }

    /// Waits, and tells `body` the sockets that are ready with libcurl's `CURL_CSELECT_…` bits.
    ///
    /// - Parameter milliseconds: at most so long; -1 for ever
    func wait(milliseconds: Int32, _ body: (Int32, Int32) -> Void) {
        let count = epoll_wait(epoll, events.baseAddress, Int32(Self.eventsAtOnce), milliseconds)
        guard count > 0 else { return }
        for event in events[0..<Int(count)] {
            if event.data.fd == wakeup {
                var value: UInt64 = 0
                read(wakeup, &value, MemoryLayout<UInt64>.size)
                continue
            }
            var ready: Int32 = 0
            // What has failed is readable and writable: the attempt to do either tells libcurl how.
            let failed = event.events & (cepoll_error | cepoll_hangup) != 0
            if failed || event.events & cepoll_in != 0 { ready |= CURL_CSELECT_IN }
            if failed || event.events & cepoll_out != 0 { ready |= CURL_CSELECT_OUT }
            body(event.data.fd, ready)
        }
    }
}
