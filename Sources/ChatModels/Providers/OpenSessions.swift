import Foundations

/// The sessions of applications that this process has open, so that it can end them before it ends at once.
package final class OpenSessions: Sendable {
    /// Those of all models.
    package static let all = OpenSessions()

    private struct State: Sendable {
        var closings: [Int: @Sendable () async -> Void] = [:]
        var last = 0
    }

    private let state = Locked(State())

    init() {}

    /// Their number.
    package var count: Int { state.withLock { $0.closings.count } }

    /// Adds a session, which `close` ends; its number.
    func begin(_ close: @escaping @Sendable () async -> Void) -> Int {
        state.withLock { state in
            state.last += 1
            state.closings[state.last] = close
            return state.last
        }
    }

    /// Ends a session; nothing for one that was ended.
    func end(_ number: Int) async {
        await state.withLock { $0.closings.removeValue(forKey: number) }?()
    }

    /// Ends all of them at the same time; what takes longer than `limit` is left.
    package func endAll(within limit: Duration) async {
        let closings = state.withLock { state in
            defer { state.closings = [:] }
            return state.closings.values.map(\.self)
        }
        guard !closings.isEmpty else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await withDiscardingTaskGroup { calls in
                    for close in closings { calls.addTask { await close() } }
                }
            }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
    }
}
