import Foundations

/// The limits of hosts as processes share them: what a gate takes of them, and what the gates of this process tell and hear.
///
/// Without a source the limits are this process's own, and nothing here costs anything.
package final class HostShare: Sendable {
    private struct Weak: Sendable {
        weak let gate: HostGate?
    }

    /// Where they are shared; nil for a process by itself.
    package let source: (any LimitSource)?
    private let gates = Locked<[Weak]>([])

    /// - Parameter source: where the limits are shared; nil for a process by itself
    package init(_ source: (any LimitSource)? = nil) {
        self.source = source
    }

    /// Whether other processes share the limits.
    package var isShared: Bool { source != nil }

    func add(_ gate: HostGate) {
        guard isShared else { return }
        gates.withLock { $0 = $0.filter { $0.gate != nil } + [Weak(gate: gate)] }
    }

    /// Tells what this process has seen of its hosts, does what all know, and puts back what it did not use. To be called
    /// about once a second.
    ///
    /// - Parameter isLast: whether it will use nothing more
    /// - Throws: what the source throws.
    package func exchange(isLast: Bool = false) async throws {
        guard let source else { return }
        for gate in gates.withLock({ $0.compactMap(\.gate) }) { try await gate.exchange(with: source, isLast: isLast) }
    }
}
