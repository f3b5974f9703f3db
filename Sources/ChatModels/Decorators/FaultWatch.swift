import Glibc

/// Whose fault the failure of a call is.
package enum Blame: Sendable {
    /// One call's: the others go on.
    case own
    /// Every call's: the work stops with this error.
    case all(ChatError)
}

/// Tells the failure of one call from a fault that every call would meet, by the outcomes of other calls.
///
/// A failure is held back until another call goes through, and is then its own; or until so many calls in a row have failed
/// that chance is no explanation, and is then everybody's. Rejections come back sooner than responses, so the calls that
/// were under way at the first failure have to come back as well before anything is everybody's.
///
/// ```swift
/// do { response = try await watch.attempt { try await model.reply(to: request) } }
/// catch let error as ChatError where !error.isFatal { … }  // this call's alone
/// ```
package actor FaultWatch {
    /// Failures in a row that stop the work when none or few failed before.
    private static let handful = 5
    /// Failures in a row that stop the work before any call has gone through.
    private static let handfulAtFirst = 3
    /// Chance at most that so many failures in a row are a matter of luck, at the rate at which calls failed before.
    private static let chance = 1e-3

    /// A call under way.
    package struct Call: Sendable, Hashable {
        fileprivate let number: Int
    }

    private let seesAllWork: Bool
    private var successes: Int
    private var failures = 0
    private var failuresInARow = 0
    private var active = 0
    private var lastCall = 0
    private var underWay: Set<Call> = []
    /// Calls that were under way at the first failure of the row and have not come back.
    private var pending: Set<Call> = []
    private var held: [CheckedContinuation<Blame, Never>] = []
    /// The newest of the failures that are held.
    private var lastError: ChatError?

    /// - Parameters:
    ///   - successes: calls that went through earlier, for example before a run was resumed
    ///   - seesAllWork: whether every piece of work that is left has begun or is announced by ``begin()``: when nothing went
    ///     through at the end of it all, the fault is everybody's
    package init(successes: Int = 0, seesAllWork: Bool = false) {
        self.successes = successes
        self.seesAllWork = seesAllWork
    }

    /// A piece of work begins that may make calls, or announce others; every one is followed by one ``end()``.
    package func begin() { active += 1 }

    /// A piece of work is over.
    package func end() {
        active -= 1
        settle()
    }

    /// A call goes out; it is followed by ``succeeded(_:)``, ``abandoned(_:)`` or ``blame(for:of:)``.
    package func started() -> Call {
        lastCall += 1
        let call = Call(number: lastCall)
        underWay.insert(call)
        return call
    }

    /// A call went through, so the failures before it were their calls' own.
    package func succeeded(_ call: Call) {
        underWay.remove(call)
        successes += 1
        failures += failuresInARow
        failuresInARow = 0
        pending = []
        release(.own)
    }

    /// A call was given up before it came back.
    package func abandoned(_ call: Call) {
        underWay.remove(call)
        pending.remove(call)
        settle()
    }

    /// Waits until it is known whose fault a failure is. The piece of work it belongs to has begun and not ended.
    package func blame(for error: ChatError, of call: Call) async -> Blame {
        underWay.remove(call)
        pending.remove(call)
        if error.isFatal {
            // Calls that failed before are left for a resumed run.
            release(.all(error))
            return .all(error)
        }
        if failuresInARow == 0 { pending = underWay }
        failuresInARow += 1
        lastError = error
        return await withCheckedContinuation { continuation in
            held.append(continuation)
            if successes == 0, error.concernsEveryCall { pending = [] }
            settle()
        }
    }

    /// Makes one call as a piece of work of its own.
    ///
    /// - Throws: what `body` throws; ``ChatError/persistent(_:calls:isFirst:)`` in place of an error that is everybody's.
    package nonisolated func attempt<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        await begin()
        let call = await started()
        do {
            let value = try await body()
            await succeeded(call)
            await end()
            return value
        } catch let error as ChatError {
            let blame = await blame(for: error, of: call)
            await end()
            if case .all(let fault) = blame { throw fault }
            throw error
        } catch {
            await abandoned(call)
            await end()
            throw error
        }
    }

    /// Failures in a row from which on the fault is everybody's.
    private var needed: Int {
        guard successes > 0 else { return lastError?.concernsEveryCall == true ? 1 : Self.handfulAtFirst }
        let rate = (Double(failures) + 1) / (Double(successes + failures) + 2)
        return max(Self.handful, Int((log(Self.chance) / log(rate)).rounded(.up)))
    }

    /// Decides about the held failures, when enough calls have failed or no call under way could bring news.
    private func settle() {
        guard !held.isEmpty, let error = lastError else { return }
        let isAlone = active <= held.count
        if failuresInARow >= needed, pending.isEmpty || isAlone {
            return release(.all(.persistent(error, calls: failuresInARow, isFirst: successes == 0)))
        }
        guard isAlone else { return }
        let isEverybodys = successes == 0 && seesAllWork
        release(isEverybodys ? .all(.persistent(error, calls: failuresInARow, isFirst: true)) : .own)
    }

    private func release(_ blame: Blame) {
        for continuation in held { continuation.resume(returning: blame) }
        held = []
    }

    /// Failures that are held back at present; for tests.
    var heldCount: Int { held.count }
}

/// A model whose failures are told apart: an error that every further call would meet is thrown as
/// ``ChatError/persistent(_:calls:isFirst:)``.
package struct WatchedModel: ChatModel {
    private let base: any ChatModel
    private let watch = FaultWatch()

    /// `base`, watched over all calls that are made through this value and its copies.
    package init(_ base: any ChatModel) {
        self.base = base
    }

    package var name: String { base.name }
    package var isSimulated: Bool { base.isSimulated }

    /// The reply of the model.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    package func reply(to request: ChatRequest) async throws -> ChatReply {
        try await watch.attempt { try await base.reply(to: request) }
    }
}
