import Dispatch

/// Listens to signals of the process.
enum SignalListener {
    /// A thread of its own, so that a signal is heard however busy the others are.
    private static let queue = DispatchQueue(label: "sextant.signals")

    /// Handles a signal in place of its default action, from the moment this returns until the source is cancelled.
    ///
    /// A source takes the signal over some time after it is resumed. One that came in between would be lost if it were
    /// ignored until then; it has its default action, and ends a process that has begun nothing.
    static func listen(to signal: Int32, _ handler: @escaping @Sendable () -> Void) -> any DispatchSourceSignal {
        let source = DispatchSource.makeSignalSource(signal: signal, queue: queue)
        let isListening = DispatchSemaphore(value: 0)
        source.setRegistrationHandler { isListening.signal() }
        source.setEventHandler(handler: handler)
        source.resume()
        isListening.wait()
        return source
    }
}
