import ChatModels
import Foundations
import Records

extension BatchDesk {
    /// How often a batch is handed in that may not have arrived.
    private static let mostTries = 4

    /// Hands calls in as a batch, or as many of them as fit, and follows it.
    func submit(_ calls: [BatchCall]) async {
        let name = settings.makeName()
        guard let (batch, lines) = await fitting(calls, name), let first = batch.first else {
            return budget.cancel(name)
        }
        let record = BatchRecord(
            name: name, role: first.role, provider: first.interface.model, sentAt: settings.now(),
            tests: batch.map(\.key))
        budget.send(name, batch)
        courses[name] = Course(
            record: record, isEarlier: false, calls: Dictionary(batch.map { ($0.key, $0) }) { first, _ in first },
            isFollowed: true)
        do {
            try await ledger?.keep(record)
            guard let id = try await handIn(name, lines, first.interface) else {
                return finish(name, batch.map { ($0, .stopped) })
            }
            for line in lines {
                var sent = line
                sent.bytes = []
                courses[name]?.lines[line.key] = sent
            }
            courses[name]?.record.id = id
            try await keep(name, .sent)
        } catch {
            return await refuse(name, batch, error)
        }
        // As work of its own, so that the lines are not held until the batch has ended.
        follow(later: name)
    }

    /// The calls from the first on that make one batch, with their lines; the others are put back. Nil when the run is to
    /// stop, or the budget has no room.
    private func fitting(
        _ calls: [BatchCall], _ name: String
    ) async -> (calls: [BatchCall], lines: [BatchLine])? {
        var count = min(calls.count, settings.mostCalls)
        if let allowance = await budget.allowance?() { count = min(count, budget.fitting(calls, of: allowance)) }
        // At once, so that no other batch takes the same room.
        budget.send(name, calls.prefix(count))
        var lines: [BatchLine] = []
        var bytes = 0
        for call in calls.prefix(count) {
            let line = await call.interface.line(for: call.request, key: call.key)
            guard lines.isEmpty || bytes + line.bytes.count <= settings.mostBytes else { break }
            bytes += line.bytes.count + 1
            lines.append(line)
        }
        let rest = Array(calls.dropFirst(lines.count))
        guard stop == nil else {
            tell(calls.map { ($0, .stopped) })
            return nil
        }
        if lines.count < count || count == settings.mostCalls { enqueue(rest) } else { hold(rest) }
        return lines.isEmpty ? nil : (Array(calls.prefix(lines.count)), lines)
    }

    /// Hands a batch in. When it is not known whether it arrived, it is looked for before it is handed in again.
    ///
    /// - Returns: the provider's id; nil when the run is to stop before it was handed in
    private func handIn(_ name: String, _ lines: [BatchLine], _ interface: any BatchInterface) async throws -> String? {
        var failure: (any Error)?
        for attempt in 0..<Self.mostTries {
            if attempt > 0 {
                try await pause(settings.retryPause * attempt)
                if let id = try await sought(name, interface) { return id }
            }
            guard stop == nil else {
                try await keep(name, .lost)
                return nil
            }
            do {
                return try await interface.submit(lines, name: name)
            } catch let error as ChatError {
                switch error {
                case .unavailable, .unreachable, .unreadable: failure = error
                default: throw error
                }
            }
        }
        if let id = try await sought(name, interface) { return id }
        throw failure ?? CancellationError()
    }

    /// The id of a batch of which only the name is known; nil when the provider has none like it.
    func sought(_ name: String, _ interface: any BatchInterface) async throws -> String? {
        guard let record = courses[name]?.record else { return nil }
        let id = try await interface.find(
            SoughtBatch(
                name: name, requests: record.tests.count, sentAt: record.sentAt,
                others: Set(courses.values.compactMap(\.record.id))))
        courses[name]?.isGuessed = id != nil && !interface.findsByName
        return id
    }

    /// Tells the callers of a batch that was not taken.
    private func refuse(_ name: String, _ calls: [BatchCall], _ error: any Error) async {
        guard !(error is CancellationError) else { return finish(name, calls.map { ($0, .stopped) }) }
        var failure = error
        if case ChatError.rejected(let model, let status, let message) = error {
            failure = ChatError.rejected(
                model: model, status: status,
                message: "its batch interface does not take the batch: \(message); see that the model and the account "
                    + "have batches, or leave out --batch")
        }
        // An unknown end stays unknown in the ledger: a resumed run looks for the batch.
        let isUnknown = (error as? ChatError)?.isRetryable ?? true
        do {
            if !isUnknown { try await keep(name, .lost) }
        } catch {
            failure = error
        }
        finish(name, calls.map { ($0, .failure(failure)) })
    }

    /// Keeps a new state of a batch.
    func keep(_ name: String, _ state: BatchRecord.State) async throws {
        courses[name]?.record.state = state
        guard let record = courses[name]?.record else { return }
        try await ledger?.keep(record)
    }

    /// Lets the callers of a batch go on, which is over for them.
    func finish(_ name: String, _ answers: [(call: BatchCall, answer: BatchAnswer)]) {
        let usages = answers.compactMap { _, answer in
            if case .reply(let reply) = answer { reply.usage } else { nil }
        }
        if let role = courses[name]?.record.role {
            budget.end(name, in: answers.first?.call.piece.round, role, usages)
        }
        courses[name]?.calls = [:]
        courses[name]?.lines = [:]
        tell(answers)
    }
}
