import Execution
import Feedback
import Foundations
import Generation
import Images
import Records
import Storage

/// The work on the tests of a group: its rounds, from the first that an earlier process has not done.
struct GroupWork: Sendable {
    private let store: any Store
    private let group: RunGroup
    private let works: [TargetWork]
    /// What plans and writes: the stages of the first target, and the signal that stops all.
    private let context: RunContext
    private let sharing: RunSharing?
    /// Most findings of earlier runs that are looked at, the newest.
    private static let earlierFindings = 5_000

    /// Takes the group's tests over from the store, and counts what they have cost.
    ///
    /// - Parameters:
    ///   - places: the places at each target by its own, which its runs in other groups share
    ///   - sharing: how the tests are left to workers; nil when this process executes all of them
    /// - Throws: ``StoreError``, or the error of a folder of images that can't be read.
    init(
        beginning group: RunGroup, in store: any Store, places: [Int: ConcurrencyGate], sharing: RunSharing?
    ) async throws {
        self.store = store
        self.group = group
        self.sharing = sharing
        let first = group.first
        let book = RoundBook(
            grid: first.run.grid, archive: try await Self.earlierFindings(first, in: store),
            space: first.stages.space, targets: group.targets.count)
        var works: [TargetWork] = []
        for (place, target) in group.targets.enumerated() {
            let records = try await store.claim(run: target.run.id)
            // What a process that was killed kept and did not record.
            try target.stages.shelf?.sweep(
                keeping: records.flatMap(\.keptImages) + (try await RunImages.neutral(of: target.run.id, in: store)))
            target.progress.start(budget: target.run.request.budget, records: records)
            try await target.stages.spending.begin(target.run, records: records, store: store)
            try await target.stages.batches?.open(StoreBatchLedger(store: store, run: target.run.id))
            let context = RunContext(
                store: store, run: target.run, stages: target.stages, progress: target.progress, stop: target.stop,
                book: book, target: place)
            works.append(TargetWork(context, records: records, places: places[target.place]))
        }
        self.works = works
        context = RunContext(
            store: store, run: first.run, stages: first.stages, progress: first.progress, stop: group.stop, book: book)
    }

    /// Does the remaining rounds. Returns the reason when they ended before the budget was spent.
    ///
    /// - Parameter memory: knows every prompt of the store, and of the groups beside this one
    func execute(_ memory: PromptMemory) async throws -> String? {
        let planner = try await planner()
        let writer = PromptWriter(context, memory: memory)
        for work in works {
            await work.context.stopWhenExhausted()
            try await work.context.drawNeutralPrompts()
        }
        if let sharing {
            let enough = try await SharedRounds(context: context, sharing: sharing, writer: writer).execute(planner)
            if !group.stop.isRaised { try await sweepImages(context) }
            return enough
        }
        let enough = await RoundLoop(context: context, writer: writer, targets: works).execute(planner)
        for work in works {
            try await work.context.recordLateCalls()
            try await sweepImages(work.context)
        }
        return enough
    }

    /// A league's plan begins where the earlier runs of any target found most. It watches for no rise: its own rates, of what
    /// any target fails, are above those of each.
    private func planner() async throws -> RoundPlanner {
        let records = works[0].records
        guard group.targets.count == 1 else {
            var priors: [CellEvidence] = []
            for target in group.targets {
                if let prior = try await PriorRuns(store: store, run: target.run).evidence() { priors.append(prior) }
            }
            return RoundPlanner(
                context, records: records, prior: CellEvidence.worst(of: priors), earlierRates: nil)
        }
        let prior = PriorRuns(store: store, run: context.run)
        return RoundPlanner(
            context, records: records, prior: try await prior.evidence(), earlierRates: try await prior.rates())
    }

    /// Removes images that no response refers to, such as those of findings that were asked again.
    private func sweepImages(_ context: RunContext) async throws {
        guard let shelf = context.stages.shelf, shelf.mayHaveLoose else { return }
        try await shelf.sweepAll { try await RunImages.kept(of: context.run.id, in: store) }
    }

    /// Findings of earlier runs on the grid in the target, but none of its own league, whose variants would else learn from each
    /// other; nil when the generator has no use for them.
    private static func earlierFindings(_ target: RunTarget, in store: any Store) async throws -> ExemplarArchive? {
        guard target.stages.generator.usesExemplars else { return nil }
        var archive = ExemplarArchive(grid: target.run.grid)
        for finding in try await store.findings(before: target.run.id, limit: earlierFindings)
        where !target.run.isOfLeague(with: finding.run) {
            archive.insert(
                Exemplar(
                    run: finding.run, ordinal: finding.ordinal, cell: finding.cell, prompt: finding.prompt,
                    effectiveness: finding.confidence))
        }
        return archive
    }
}
