import ChatModels
import Foundations
import Records

/// Gathers the calls of a round into batches, and gives each caller its reply.
///
/// A batch goes out when everybody who works on a round waits, and stands in the ledger before it does: a process that is
/// killed leaves its batches to the next one, which asks the same calls and finds them there.
///
/// ```swift
/// await desk.begin(.testing(3), pieces: 125)   // before the first of them begins
/// let reply = try await BatchPiece.$current.withValue(BatchPiece(.testing(3), number: 17)) { try await model.reply(to: request) }
/// await desk.end(.testing(3))                  // once for each piece
/// ```
package actor BatchDesk {
    /// Times and sizes of the desk.
    package struct Settings: Sendable {
        /// Most calls of a batch, and most bytes of their lines: less than every provider takes, so that the results of a
        /// batch have room in memory.
        package var mostCalls = 10_000
        package var mostBytes = 16 << 20
        /// Share of a batch's age that passes between two looks at it, and the longest pause.
        package var pauseShare = 0.125
        package var longestPause = Duration.seconds(300)
        /// How long a batch that was cancelled may take to end before it is left to a resumed run.
        package var grace = Duration.seconds(60)
        /// How long after its sending a batch is given up whose end never comes, in seconds.
        package var longestLife = 49.0 * 3600
        /// How long after its expiry a batch is given up whose state is not known, in seconds.
        package var expiryGrace = 3600.0
        /// The pause before a batch is sent again that did not fit into the provider's queue, and before a call to the
        /// interface is made again.
        package var queuePause = Duration.seconds(60)
        package var retryPause = Duration.seconds(5)
        /// Seconds since 1970.
        package var now: @Sendable () -> Double
        /// A name for a batch that no other has.
        package var makeName: @Sendable () -> String

        /// The defaults, with a clock and names.
        package init(now: @escaping @Sendable () -> Double, makeName: @escaping @Sendable () -> String) {
            self.now = now
            self.makeName = makeName
        }
    }

    /// A batch of this process or of an earlier one.
    struct Course {
        var record: BatchRecord
        /// Whether an earlier process sent it: then nothing but its replies counts.
        let isEarlier: Bool
        var calls: [String: BatchCall] = [:]
        var lines: [String: BatchLine] = [:]
        /// Whether its id was found by time and size alone, so that it may be another's.
        var isGuessed = false
        /// Whether somebody follows it.
        var isFollowed = false
        /// The results of an earlier batch that nobody has asked for yet; nil until they are read.
        var results: [String: (status: Int, body: JSONValue)]?
    }

    /// Work of ``run()``.
    enum Job: Sendable {
        case submit([BatchCall])
        case follow(String)
    }

    /// How the run is to stop.
    enum Stop: Sendable {
        /// Batches go on at the provider, and a resumed run takes their results.
        case leaving
        /// Batches are cancelled, and what is done of them is taken.
        case cancelling
    }

    let settings: Settings
    let notice: @Sendable (String) -> Void
    let clock = ContinuousClock()
    /// Opened when the run is to stop.
    let stopped = Latch()
    private(set) var stop: Stop?
    private(set) var ledger: (any BatchLedger)?
    var budget: BatchBudget
    var courses: [String: Course] = [:]
    /// The newest batch of earlier processes in which a call is, by its key.
    private var earlier: [String: String] = [:]
    private var asked: [String: Int] = [:]
    private var attendance = BatchAttendance()
    private var queue: [BatchCall] = []
    private let jobs: AsyncStream<Job>
    private let work: AsyncStream<Job>.Continuation

    /// A desk for a run.
    ///
    /// - Parameters:
    ///   - settings: times and sizes
    ///   - allowance: what may still be spent; nil for a run without caps
    ///   - price: US dollars of a call at once, by role; nil where it is not known
    ///   - notice: takes a line for people
    package init(
        settings: Settings, allowance: (@Sendable () async -> BatchAllowance?)? = nil,
        price: @escaping @Sendable (BatchRole, TokenUsage) -> Double? = { _, _ in nil },
        notice: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.settings = settings
        self.notice = notice
        budget = BatchBudget(allowance: allowance, price: price)
        (jobs, work) = AsyncStream.makeStream()
    }

    /// Takes up the batches of earlier processes, before the first call.
    ///
    /// - Throws: the ledger's error.
    package func open(_ ledger: any BatchLedger) async throws {
        self.ledger = ledger
        for record in try await ledger.batches() where record.state != .lost {
            courses[record.name] = Course(record: record, isEarlier: true)
            for key in record.tests { earlier[key] = record.name }
        }
    }

    /// Sends batches and follows them until the task is cancelled.
    package func run() async {
        await withDiscardingTaskGroup { group in
            for await job in jobs {
                group.addTask {
                    switch job {
                    case .submit(let calls): await self.submit(calls)
                    case .follow(let name): await self.follow(name)
                    }
                }
            }
        }
    }

    // MARK: Rounds

    /// Announces pieces of a round, before the first of them begins; each is followed by one ``end(_:)``.
    package func begin(_ round: BatchRound, pieces: Int) { attendance.begin(round, pieces: pieces) }

    /// A piece of a round has ended.
    package func end(_ round: BatchRound) {
        attendance.end(round)
        sendIfStill(round)
    }

    /// Runs `body`, in which the current piece waits for other pieces.
    package nonisolated func waiting<Value: Sendable>(_ body: () async throws -> Value) async rethrows -> Value {
        guard let piece = BatchPiece.current else { return try await body() }
        await pause(piece)
        do {
            let value = try await body()
            await resume(piece)
            return value
        } catch {
            await resume(piece)
            throw error
        }
    }

    private func pause(_ piece: BatchPiece) {
        attendance.pause(piece)
        sendIfStill(piece.round)
    }

    private func resume(_ piece: BatchPiece) { attendance.resume(piece) }

    /// Sends the calls of a round in which everybody waits, and of those that had no room in the budget before.
    private func sendIfStill(_ round: BatchRound) {
        if attendance.isStill(round) { budget.settle(round) }
        guard !queue.isEmpty else { return }
        let rounds = Set(queue.map(\.piece.round)).filter(attendance.isStill)
        guard !rounds.isEmpty else { return }
        var ready: [BatchRole: [BatchCall]] = [:]
        queue.removeAll { call in
            guard rounds.contains(call.piece.round) else { return false }
            ready[call.role, default: []].append(call)
            return true
        }
        for calls in ready.values { send(calls) }
    }

    // MARK: Calls

    /// What came of a call; it waits until its batch has ended.
    ///
    /// - Throws: `CancellationError`; ``ChatError/configuration(model:problem:)``
    func answer(
        to request: ChatRequest, as role: BatchRole, by interface: any BatchInterface, within piece: BatchPiece
    ) async throws -> BatchAnswer {
        guard stop == nil else { return .stopped }
        let first = try BatchCall.key(of: request, role, interface.model, number: 0)
        let number = asked[first, default: 0]
        asked[first] = number + 1
        let key = number == 0 ? first : try BatchCall.key(of: request, role, interface.model, number: number)
        let (answers, continuation) = AsyncStream<BatchAnswer>.makeStream(bufferingPolicy: .bufferingOldest(1))
        let call = BatchCall(
            key: key, request: request, role: role, interface: interface, piece: piece, answers: continuation)
        attendance.pause(piece)
        await enter(call)
        for await answer in answers { return answer }
        throw CancellationError()
    }

    /// Lets a call wait for the batch of an earlier process that it is in, or for a new one.
    private func enter(_ call: BatchCall) async {
        guard let name = earlier.removeValue(forKey: call.key), let course = courses[name] else {
            return enqueue([call])
        }
        guard course.results == nil else { return await take(call, from: name) }
        courses[name]?.calls[call.key] = call
        if !course.isFollowed {
            courses[name]?.isFollowed = true
            follow(later: name)
        }
        sendIfStill(call.piece.round)
    }

    /// Gives a call its result of an earlier batch that was read, or lets it wait for a new one.
    func take(_ call: BatchCall, from name: String) async {
        guard let result = courses[name]?.results?.removeValue(forKey: call.key),
            let reply = await reply(of: result, to: call)
        else { return enqueue([call]) }
        tell([(call, .reply(reply))])
    }

    /// Sends calls, whoever else still works.
    func send(_ calls: [BatchCall]) { work.yield(.submit(calls)) }

    /// Follows a batch.
    func follow(later name: String) { work.yield(.follow(name)) }

    /// Lets calls wait for a batch.
    func enqueue(_ calls: [BatchCall]) {
        guard stop == nil else { return tell(calls.map { ($0, .stopped) }) }
        queue += calls
        for round in Set(calls.map(\.piece.round)) { sendIfStill(round) }
    }

    /// Lets calls wait that have no room in the budget, until somebody has gone on and spent less than was estimated.
    func hold(_ calls: [BatchCall]) {
        guard stop == nil else { return tell(calls.map { ($0, .stopped) }) }
        queue.insert(contentsOf: calls, at: 0)
    }

    /// Lets the callers go on, all before any of them can wait again.
    func tell(_ answers: [(call: BatchCall, answer: BatchAnswer)]) {
        for (call, _) in answers { attendance.resume(call.piece) }
        for (call, answer) in answers { call.answer(answer) }
    }

    /// Sends nothing more.
    ///
    /// - Parameter cancelling: whether batches under way are cancelled; otherwise they are left to a resumed run
    package func stop(cancelling: Bool) {
        guard stop == nil else { return }
        stop = cancelling ? .cancelling : .leaving
        tell(queue.map { ($0, .stopped) })
        queue = []
        stopped.open()
    }

    /// Waits, or until the run is to stop.
    ///
    /// - Throws: `CancellationError`.
    nonisolated func pause(_ duration: Duration) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await Task.sleep(for: duration) }
            group.addTask { [stopped] in await stopped.wait() }
            defer { group.cancelAll() }
            try await group.next()
        }
        try Task.checkCancellation()
    }
}
