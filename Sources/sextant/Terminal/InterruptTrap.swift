import Dispatch
import Foundation
import Pipeline

/// Turns the first SIGINT or SIGTERM into a request to stop, and ends the process at the second.
final class InterruptTrap {
    private let sources: [any DispatchSourceSignal]

    /// Begins to listen; stops with the last reference.
    init(stop: StopSignal) {
        let count = InterruptCount()
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                Task {
                    guard await count.increment() == 1 else { _exit(ExitStatus.interrupted.rawValue) }
                    Console.line("\nstopping: what is in flight is finished; once more to stop at once")
                    await stop.raise()
                }
            }
            source.resume()
            return source
        }
    }

    deinit {
        for source in sources { source.cancel() }
    }
}

private actor InterruptCount {
    private var value = 0

    func increment() -> Int {
        value += 1
        return value
    }
}
