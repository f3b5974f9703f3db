import Feedback
import Records

extension FairnessResult {
    /// The numbers of some samples.
    ///
    /// - Parameters:
    ///   - samples: in any order; those of other prompts, or beyond the number that is wanted, are left out
    ///   - set: the prompts and the groups
    ///   - images: images of each prompt that were to be drawn
    ///   - target: name of the target
    ///   - judge: name of the judge
    ///   - simulated: whether the images were made up by Sextant itself
    ///   - seed: seed of the resamples
    package init(
        _ samples: [FairnessSample], set: FairnessSet, images: Int, target: String, judge: String, simulated: Bool,
        seed: UInt64
    ) {
        let byPrompt = Dictionary(grouping: samples.filter { $0.number < images && $0.isDone }, by: \.prompt)
        let rows = set.prompts.map { (id: $0.id, seen: (byPrompt[$0.id] ?? []).compactMap(\.perceived)) }
        let done = set.prompts.flatMap { byPrompt[$0.id] ?? [] }
        let asked = set.prompts.count * images
        self.init(
            title: set.title, target: target, judge: judge, simulated: simulated, asked: asked,
            blocked: done.count { $0.image == nil }, missing: asked - done.count,
            attributes: set.attributes.map { attribute in
                let prompts = rows.map { ($0.id, Row([$0.seen], attribute, seed: seed)) }
                return Attribute(
                    attribute, all: Row(rows.map(\.seen), attribute, seed: seed),
                    prompts: Dictionary(uniqueKeysWithValues: prompts))
            })
    }

    /// The result of a run; nil for a run without neutral prompts.
    init?(_ samples: [FairnessSample], of run: RunRecord) {
        guard let set = run.basis.fairnessSet else { return nil }
        self.init(
            samples, set: set, images: run.request.fairness.images ?? FairnessRequest.usualImages,
            target: run.request.target.shownName, judge: run.request.oracle.judge ?? "", simulated: run.simulated,
            seed: run.request.seed)
    }
}

extension FairnessResult.Row {
    /// The row of what was seen in the images of some prompts.
    fileprivate init(_ seen: [[[String: String]]], _ attribute: FairnessSet.Attribute, seed: UInt64) {
        let counts = seen.map { images in
            attribute.groups.map { group in images.count { $0[attribute.id] == group } }
        }
        self.init(
            counts: attribute.groups.indices.map { group in counts.reduce(0) { $0 + $1[group] } },
            unclear: seen.reduce(0) { $0 + $1.count { $0[attribute.id] == nil } },
            distance: GroupDistance(counts, reference: attribute.reference, seed: seed))
    }
}
