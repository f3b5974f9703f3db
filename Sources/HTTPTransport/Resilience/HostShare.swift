import Foundations

/// How many processes share the limits of the hosts: each keeps to its part of the requests and tokens a minute.
package final class HostShare: Sendable {
    private let count = Locked(1)

    /// All of it for this process.
    package init() {}

    /// Processes that share, this one included; 1 or more.
    package var processes: Int { count.withLock { $0 } }

    /// Sets the number of processes.
    package func set(processes: Int) { count.withLock { $0 = max(1, processes) } }
}
