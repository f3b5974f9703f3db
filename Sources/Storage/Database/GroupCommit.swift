/// Puts the steps of many callers into one transaction, because a transaction costs a wait for the disk.
///
/// While one is being written, callers queue up; the first caller in the queue then writes for all of them. A caller
/// returns when its own steps are durable.
actor GroupCommit<Entry: Sendable> {
    private enum Turn {
        case written
        case lead
    }

    private let write: @Sendable ([Entry]) async throws -> Void
    private let concernsAll: @Sendable (any Error) -> Bool
    private var isWriting = false
    private var waiting: [(entry: Entry, continuation: CheckedContinuation<Turn, any Error>)] = []

    /// - Parameters:
    ///   - concernsAll: whether an error is not about an entry, so that none would fare better alone
    ///   - write: writes all entries durably, or none and throws
    init(
        concernsAll: @escaping @Sendable (any Error) -> Bool = { _ in false },
        write: @escaping @Sendable ([Entry]) async throws -> Void
    ) {
        self.concernsAll = concernsAll
        self.write = write
    }

    /// Writes an entry together with those of other callers.
    ///
    /// - Throws: what `write` throws for this entry. An entry that can't be written spoils no other.
    func commit(_ entry: Entry) async throws {
        if isWriting {
            let turn = try await withCheckedThrowingContinuation { waiting.append((entry, $0)) }
            guard turn == .lead else { return }
        }
        isWriting = true
        // Responses come in bursts: every caller that is ready to write shares this transaction instead of paying for
        // its own.
        await Task.yield()
        let followers = waiting
        waiting = []
        let result = await outcome(of: [entry] + followers.map(\.entry))
        if case .failure(let error) = result, !followers.isEmpty {
            guard !concernsAll(error) else {
                for follower in followers { follower.continuation.resume(throwing: error) }
                passOn()
                throw error
            }
            let own = await outcome(of: [entry])
            for follower in followers {
                follower.continuation.resume(with: await outcome(of: [follower.entry]).map { .written })
            }
            passOn()
            return try own.get()
        }
        for follower in followers { follower.continuation.resume(returning: .written) }
        passOn()
        try result.get()
    }

    private func outcome(of entries: [Entry]) async -> Result<Void, any Error> {
        do {
            return .success(try await write(entries))
        } catch {
            return .failure(error)
        }
    }

    private func passOn() {
        if waiting.isEmpty {
            isWriting = false
        } else {
            waiting.removeFirst().continuation.resume(returning: .lead)
        }
    }
}
