import ChatModels
import Foundations
import Records

extension BatchDesk {
    /// Looks at a batch that has ended without saying where its results are: they may come later.
    private static let mostEmptyLooks = 3
    /// How often the results of a batch are asked for.
    private static let mostReadings = 4
    /// How often a call goes out in a batch before it is made at once.
    private static let mostAttempts = 8

    /// Waits for the end of a batch and gives the callers their results.
    func follow(_ name: String) async {
        do {
            guard let interface = courses[name]?.calls.first?.value.interface else { return }
            guard let id = try await id(of: name, interface) else { return try await giveUp(name) }
            guard let status = try await end(of: name, id, interface) else {
                return finish(name, callers(of: name).map { ($0, .stopped) })
            }
            let results = try await results(of: status, in: name, interface)
            guard !isAnothers(name, results) else { return try await giveUp(name) }
            await settle(name, status, results)
        } catch is CancellationError {
            finish(name, callers(of: name).map { ($0, .stopped) })
        } catch {
            finish(name, callers(of: name).map { ($0, .failure(error)) })
        }
    }

    private func callers(of name: String) -> [BatchCall] { Array(courses[name]?.calls.values ?? [:].values) }

    /// Sends the calls of a batch anew that the provider does not have.
    private func giveUp(_ name: String) async throws {
        try await keep(name, .lost)
        let calls = callers(of: name)
        courses[name]?.results = [:]
        finish(name, [])
        enqueue(calls)
    }

    /// Whether a batch that was found by time and size turns out to be another's: none of its results is for a call of ours.
    private func isAnothers(_ name: String, _ results: [BatchResult]) -> Bool {
        guard let course = courses[name], course.isGuessed, !results.isEmpty else { return false }
        return Set(course.record.tests).isDisjoint(with: results.map(\.key))
    }

    /// The provider's id; of a batch whose sender ended before it knew it, what the provider says. Nil when it has none.
    private func id(of name: String, _ interface: any BatchInterface) async throws -> String? {
        if let id = courses[name]?.record.id { return id }
        guard let id = try await sought(name, interface) else { return nil }
        courses[name]?.record.id = id
        try await keep(name, .sent)
        return id
    }

    /// How a batch stands at its end; nil when the run stops before.
    private func end(
        of name: String, _ id: String, _ interface: any BatchInterface
    ) async throws -> BatchStatus? {
        let start = clock.now
        var emptyLooks = 0
        var cancelled: ContinuousClock.Instant?
        var isFirst = courses[name]?.isEarlier == true
        var toldStates: Set<String> = []
        while true {
            if cancelled != nil {
                try await Task.sleep(for: min(interface.shortestPause, settings.retryPause))
            } else if !isFirst {
                let age = start.duration(to: clock.now) * settings.pauseShare
                try await pause(max(interface.shortestPause, min(age, settings.longestPause)))
            }
            isFirst = false
            if let stop, cancelled == nil {
                // Nobody cancels what may be another's.
                guard stop == .cancelling, courses[name]?.isGuessed != true else {
                    notice(
                        "batch \(id) of \(interface.model) goes on at the provider with \(callers(of: name).count) "
                            + "calls; 'sextant resume' takes their results")
                    return nil
                }
                // Whether it was heard, the next looks tell.
                try? await interface.cancel(id)
                cancelled = clock.now
            }
            let status = try await look(id, interface)
            if let status, status.hasEnded {
                emptyLooks += 1
                let isTold = !status.sources.isEmpty || status.problem != nil
                if isTold || emptyLooks > Self.mostEmptyLooks { return status }
            }
            if let status, let state = status.unknownState {
                let words = state.isEmpty ? "no state" : "a state that is not known here, '\(state)'"
                if toldStates.insert(state).inserted {
                    notice("batch \(id) of \(interface.model) has \(words); it is waited for until it ends or expires")
                }
                if let end = status.expiresAt, settings.now() - end > settings.expiryGrace {
                    return BatchStatus(hasEnded: true, problem: "it has expired, with \(words)")
                }
            }
            if let cancelled, cancelled.duration(to: clock.now) > settings.grace {
                notice(
                    "batch \(id) of \(interface.model) is still being cancelled; 'sextant resume' takes what is done of it"
                )
                return nil
            }
            if let sent = courses[name]?.record.sentAt, settings.now() - sent > settings.longestLife {
                return BatchStatus(hasEnded: true, problem: "it has not ended in two days")
            }
        }
    }

    /// How a batch stands; nil when a look failed that says nothing of the batch.
    private func look(_ id: String, _ interface: any BatchInterface) async throws -> BatchStatus? {
        do {
            return try await interface.status(of: id)
        } catch let error as ChatError {
            switch error {
            case .rejected(_, 404, _), .rejected(_, 410, _):
                return BatchStatus(hasEnded: true, problem: "the provider no longer has it")
            case .unavailable, .unreachable, .unreadable: return nil
            default: throw error
            }
        }
    }

    /// The results of a batch. The provider keeps them, and they are paid for: where some are missing, they are read again.
    private func results(
        of status: BatchStatus, in name: String, _ interface: any BatchInterface
    ) async throws -> [BatchResult] {
        var missing = Set(courses[name]?.record.tests ?? [])
        var results: [BatchResult] = []
        for attempt in 1...Self.mostReadings {
            let isLast = attempt == Self.mostReadings || stop != nil
            do {
                let read = try await interface.results(of: status)
                results += read
                missing.subtract(read.map(\.key))
                guard !missing.isEmpty, !isLast, status.isKept else { return results }
            } catch let error as ChatError where error.isRetryable {
                if isLast, results.isEmpty { throw error }
                guard !isLast else { return results }
            }
            try await pause(settings.retryPause * attempt)
        }
        return results
    }

    // MARK: Results

    /// Gives each caller of a batch the result of its call.
    private func settle(_ name: String, _ status: BatchStatus, _ results: [BatchResult]) async {
        guard let course = courses[name] else { return }
        let isCancelled = stop == .cancelling
        do {
            try await keep(name, isCancelled ? .cancelled : .ended)
        } catch {
            return finish(name, callers(of: name).map { ($0, .failure(error)) })
        }
        var found: [String: (status: Int, body: JSONValue)] = [:]
        for result in results {
            // Of two results of a key, which no provider should send, the one with a reply.
            guard case .response(let status, let body) = result.outcome, found[result.key]?.status ?? 400 >= 400 else {
                continue
            }
            found[result.key] = (status, body)
        }
        let calls = course.calls
        if course.isEarlier { courses[name]?.results = found.filter { calls[$0.key] == nil && $0.value.status < 400 } }
        var answers: [(call: BatchCall, answer: BatchAnswer)] = []
        var again: [BatchCall] = []
        for call in calls.values {
            switch await outcome(of: found[call.key], of: call, in: course) {
            case .some(let answer): answers.append((call, answer))
            case .none: again.append(call)
            }
        }
        let isQueueFull = found.isEmpty && Self.isQueueFull(status.problem)
        if isQueueFull {
            again = answers.map(\.call)
            answers = []
        }
        // Calls that came while the results were read.
        let late = callers(of: name).filter { calls[$0.key] == nil }
        tell(of: course, status, answers, again)
        finish(name, answers)
        for index in again.indices { again[index].attempts += 1 }
        if isQueueFull { await sendInParts(again) } else { enqueue(again) }
        for call in late { await take(call, from: name) }
    }

    /// What a caller is told; nil when its call is to go out once more.
    private func outcome(
        of result: (status: Int, body: JSONValue)?, of call: BatchCall, in course: Course
    ) async -> BatchAnswer? {
        let undone: BatchAnswer? = stop != nil ? .stopped : course.isEarlier ? nil : .atOnce
        guard let result else { return undone }
        do {
            guard let reply = try await read(result, for: call, course.lines[call.key]) else {
                return call.attempts < Self.mostAttempts ? nil : .atOnce
            }
            return .reply(reply)
        } catch let error as ChatError {
            // What went wrong in an earlier process may be mended.
            if course.isEarlier { return undone }
            switch error {
            case .unavailable, .unreachable, .unreadable, .wait: return undone
            default: return .failure(error)
            }
        } catch {
            return .failure(error)
        }
    }

    /// The reply of a result of an earlier batch; nil for anything else.
    func reply(of result: (status: Int, body: JSONValue), to call: BatchCall) async -> ChatReply? {
        guard result.status < 400 else { return nil }
        return try? await read(result, for: call, nil)
    }

    private func read(
        _ result: (status: Int, body: JSONValue), for call: BatchCall, _ line: BatchLine?
    ) async throws -> ChatReply? {
        var sent = line
        if sent == nil { sent = await call.interface.line(for: call.request, key: call.key) }
        guard let sent else { return nil }
        var reply = try await call.interface.reply(
            to: call.request, line: sent, status: result.status, body: result.body)
        reply?.priceShare = call.interface.priceShare
        return reply
    }

    private static func isQueueFull(_ problem: String?) -> Bool {
        let words = problem?.lowercased() ?? ""
        return words.contains("token_limit") || words.contains("enqueued token")
    }

    /// Sends calls again in two parts, after a pause, because the provider's queue had no room for them together.
    private func sendInParts(_ calls: [BatchCall]) async {
        try? await pause(settings.queuePause * (calls.first?.attempts ?? 1))
        guard stop == nil, !Task.isCancelled else { return tell(calls.map { ($0, .stopped) }) }
        let fresh = calls.filter { $0.attempts < Self.mostAttempts }
        tell(calls.filter { $0.attempts >= Self.mostAttempts }.map { ($0, .atOnce) })
        let half = (fresh.count + 1) / 2
        for part in [fresh.prefix(half), fresh.dropFirst(half)] where !part.isEmpty { send(Array(part)) }
    }

    /// Says what a batch did not do.
    private func tell(
        of course: Course, _ status: BatchStatus, _ answers: [(call: BatchCall, answer: BatchAnswer)],
        _ again: [BatchCall]
    ) {
        let batch = "batch \(course.record.id ?? course.record.name) of \(course.record.provider)"
        let why = status.problem.map { ": \($0)" } ?? ""
        let of = "of its \(course.calls.count) calls"
        let left = answers.count { if case .stopped = $0.answer { true } else { false } }
        let atOnce = answers.count { if case .atOnce = $0.answer { true } else { false } }
        if left > 0 {
            notice("\(batch) was cancelled\(why); \(left) \(of) are left for 'sextant resume'")
        } else if atOnce > 0 {
            notice("\(batch) did not do \(atOnce) \(of)\(why); they are made at once, at the full price")
        } else if !again.isEmpty {
            notice("\(batch) did not do \(again.count) \(of)\(why); they go out in another batch")
        }
    }
}
