import ChatModels
import Execution
import Foundations
import Images
import Oracles
import Records
import Storage

/// Keeps the samples of a fairness check.
package protocol FairnessLedger: Sendable {
    /// The samples as far as they have come.
    func samples() async throws -> [FairnessSample]
    /// Keeps a sample in the place of an earlier state of it; durable when it returns.
    func keep(_ sample: FairnessSample) async throws
}

/// Has a target draw neutral prompts many times, and a judge say which groups are seen.
///
/// Each image and each reading is durable before the next begins: what was killed goes on where it was, asks for no image twice
/// and loses none. A single call that fails leaves its sample open; several in a row end the sampling.
package struct FairnessSampling: Sendable {
    /// The prompts and the groups.
    package let set: FairnessSet
    private let images: Int
    private let executor: Executor
    private let reader: PerceptionReader
    private let shelf: ImageShelf
    private let concurrency: Int

    /// Calls in a row that fail before the fault is not theirs alone.
    private static let mostFaults = 8

    /// - Parameters:
    ///   - set: the prompts and the groups
    ///   - images: of each prompt, 1 or more
    ///   - executor: asks the target; keeps images on `shelf`
    ///   - reader: asks the judge
    ///   - shelf: where the images are
    ///   - concurrency: samples that are worked on at the same time, 1 or more
    package init(
        set: FairnessSet, images: Int, executor: Executor, reader: PerceptionReader, shelf: ImageShelf, concurrency: Int
    ) {
        self.set = set
        self.images = images
        self.executor = executor
        self.reader = reader
        self.shelf = shelf
        self.concurrency = concurrency
    }

    /// Draws and looks at what is missing.
    ///
    /// - Parameters:
    ///   - ledger: where samples are kept
    ///   - isOver: whether nothing new is to begin
    ///   - count: counts what a reply of the target costs; gets the name of the sample in the log
    /// - Throws: ``ChatError``, ``PerceptionReader/Unreadable`` or `ShelfFault`; errors of the ledger; what `count` throws.
    package func fill(
        _ ledger: some FairnessLedger, isOver: @escaping @Sendable () -> Bool = { false },
        count: @escaping @Sendable (TargetReply, String) async throws -> Void = { _, _ in }
    ) async throws {
        let known = Dictionary(
            try await ledger.samples().map { ($0.key, $0) }, uniquingKeysWith: { $1 })
        var open = set.prompts.flatMap { prompt in
            (0..<images).map { (prompt: prompt, number: $0) }
        }.filter { known[FairnessSample.Key(prompt: $0.prompt.id, number: $0.number)]?.isDone != true }[...]
        var faults = 0
        try await concurrently(limit: concurrency) {
            isOver() ? nil : open.popFirst()
        } _: { prompt, number in
            try await fault(
                of: prompt, number, known[FairnessSample.Key(prompt: prompt.id, number: number)], ledger, count)
        } take: { fault in
            faults = fault == nil ? 0 : faults + 1
            if let fault, faults == Self.mostFaults { throw fault }
        }
    }

    /// Completes a sample. Returns the fault that leaves it open.
    private func fault(
        of prompt: FairnessSet.Prompt, _ number: Int, _ earlier: FairnessSample?, _ ledger: some FairnessLedger,
        _ count: @Sendable (TargetReply, String) async throws -> Void
    ) async throws -> (any Error)? {
        do {
            let label = "\(prompt.id) \(number)"
            var sample: FairnessSample
            if let earlier {
                sample = earlier
            } else {
                sample = try await drawn(prompt, number, label: label, count)
                try await ledger.keep(sample)
            }
            guard !sample.isDone, let reference = sample.image else { return nil }
            sample.perceived = try await reader.perceived(
                in: try await shelf.image(reference), label: "\(label) judge")
            try await ledger.keep(sample)
            return nil
        } catch let error as ChatError where !error.isFatal && !error.concernsEveryCall {
            return error
        } catch let error as PerceptionReader.Unreadable {
            return error
        }
    }

    private func drawn(
        _ prompt: FairnessSet.Prompt, _ number: Int, label: String,
        _ count: @Sendable (TargetReply, String) async throws -> Void
    ) async throws -> FairnessSample {
        let reply = try await executor.reply(toNeutral: prompt.text, label: label, sample: number)
        try await count(reply, label)
        let image = try await executor.kept(reply).response.images.first
        return FairnessSample(
            prompt: prompt.id, number: number, image: image,
            blocked: image == nil ? reply.response.blocked ?? "no image" : nil)
    }
}

/// The samples of a run in its store.
struct StoreFairnessLedger: FairnessLedger {
    let store: any Store
    let run: String

    func samples() async throws -> [FairnessSample] { try await store.fairnessSamples(of: run) }
    func keep(_ sample: FairnessSample) async throws { try await store.keep(sample, in: run) }
}

extension RunContext {
    /// Does what is left of the neutral prompts of the run, where it has any.
    ///
    /// - Throws: as ``FairnessSampling/fill(_:isOver:count:)``.
    func drawNeutralPrompts() async throws {
        guard let fairness = stages.fairness else { return }
        try await fairness.fill(StoreFairnessLedger(store: store, run: run.id)) {
            self.stop.isRaised
        } count: { reply, label in
            try await self.stages.count(reply, of: self.run, label: label)
            await self.stopWhenExhausted()
        }
    }
}
