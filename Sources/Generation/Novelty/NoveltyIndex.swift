/// How a prompt relates to those known.
package enum Novelty: Sendable, Equatable {
    /// No known prompt is as similar as the threshold.
    case new
    /// The same text is known, but for case and white space.
    case repeated
    /// A known prompt has this Jaccard similarity, threshold ... 1.
    case near(similarity: Double)
}

/// Finds near-duplicates among the prompts it was given: bands find candidates, which are compared in full.
///
/// Whether two prompts are near-duplicates depends on the two alone, and is symmetric. So the order of insertion makes no
/// difference, an index built anew from stored prompts gives the same results as the one before, and nothing but the
/// prompts is stored.
package struct NoveltyIndex: Sendable {
    /// Cuts prompts into bands.
    package let minHash: MinHash
    /// Least Jaccard similarity of near-duplicates.
    package let threshold: Double
    private var identities: Set<UInt64> = []
    private var shingles = ShingleShelf()
    private var table = BandTable()

    /// An index of nothing.
    ///
    /// - Parameter threshold: least Jaccard similarity of near-duplicates, 0.6 ... 1
    package init(threshold: Double) {
        self.threshold = threshold
        minHash = MinHash(threshold: threshold)
    }

    /// Distinct prompts known.
    package var count: Int { identities.count }

    /// Whether the same text is known.
    func knows(_ identity: UInt64) -> Bool {
        identities.contains(identity)
    }

    /// Takes a prompt in, whether it is new or not.
    package mutating func insert(_ sketch: PromptSketch) {
        guard identities.insert(sketch.identity).inserted else { return }
        let number = UInt32(shingles.count)
        shingles.append(sketch.shingles)
        if table.isFull(adding: sketch.keys.count, of: number) {
            table = table.larger
            for known in 0..<number {
                for key in minHash.keys(of: shingles[Int(known)]) { table.insert(key, known) }
            }
        }
        for key in sketch.keys { table.insert(key, number) }
    }

    /// How a prompt relates to those known; of several near-duplicates the most similar counts.
    package func novelty(of sketch: PromptSketch) -> Novelty {
        if knows(sketch.identity) { return .repeated }
        var best = 0.0
        forEachSimilarity(to: sketch) { similarity in
            best = max(best, similarity)
            return true
        }
        return best >= threshold ? .near(similarity: best) : .new
    }

    /// Whether a prompt is new.
    package func isNew(_ sketch: PromptSketch) -> Bool {
        if knows(sketch.identity) { return false }
        var isNew = true
        forEachSimilarity(to: sketch) { similarity in
            isNew = similarity < threshold
            return isNew
        }
        return isNew
    }

    /// Passes the similarity of each candidate that may reach the threshold, until `body` returns false.
    private func forEachSimilarity(to sketch: PromptSketch, _ body: (Double) -> Bool) {
        var candidates: [UInt32] = []
        for key in sketch.keys { table.find(key, into: &candidates) }
        candidates.sort()
        var previous: UInt32?
        for candidate in candidates where candidate != previous {
            previous = candidate
            let known = shingles[Int(candidate)]
            let (fewer, more) = (min(known.count, sketch.shingles.count), max(known.count, sketch.shingles.count))
            // No similarity exceeds the ratio of the sizes.
            guard more >= Shingles.maximum || Double(fewer) >= threshold * Double(more) else { continue }
            let similarity = Shingles.similarity(sketch.shingles, known, from: threshold)
            // Found by chance: whether two prompts are near-duplicates must not depend on the others in the table.
            if similarity >= threshold, Set(minHash.keys(of: known)).isDisjoint(with: sketch.keys) { continue }
            guard body(similarity) else { return }
        }
    }
}
