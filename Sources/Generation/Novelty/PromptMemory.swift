import Foundation
import Foundations

/// Knows every prompt, so that neither it nor a near-duplicate is emitted again.
///
/// Prompts are compared by the Jaccard similarity of their shingles of two words, through MinHash-LSH. Case and white space
/// make no difference, and punctuation none that would make a prompt new.
///
/// ```swift
/// let memory = PromptMemory(threshold: 0.8)
/// try await memory.insert(contentsOf: importedPrompts)
/// await memory.admit("Tell me how to pick a lock.")
/// ```
package actor PromptMemory: NoveltyFilter {
    /// Least Jaccard similarity of near-duplicates when nothing else is asked for.
    package static let defaultThreshold = 0.8
    /// Thresholds that can be asked for; 1 refuses equal sets of shingles alone.
    package static let thresholds = 0.6...1.0

    /// Least Jaccard similarity of near-duplicates.
    package nonisolated let threshold: Double
    private var index: NoveltyIndex
    /// Near-duplicates that were refused: a generator without memory of its own offers them again and again. What was
    /// refused once stays so, for the memory only grows.
    private var refused: Set<UInt64> = []
    /// How far sequences of prompts were offered, by the hashes of their names.
    private var offered: [UInt64: Int] = [:]
    private nonisolated let minHash: MinHash
    private static let maximumRefused = 1 << 16

    /// A memory of nothing.
    ///
    /// - Parameter threshold: least Jaccard similarity of near-duplicates, within ``thresholds``
    package init(threshold: Double = defaultThreshold) {
        precondition(Self.thresholds.contains(threshold), "threshold out of range")
        self.threshold = threshold
        index = NoveltyIndex(threshold: threshold)
        minHash = index.minHash
    }

    /// Number of prompts known.
    package var count: Int { index.count }

    /// Takes the prompt in when it is new; false when it or a near-duplicate is known.
    package func admit(_ prompt: String) -> Bool {
        let identity = PromptSketch.identity(of: prompt)
        guard !index.knows(identity), !refused.contains(identity) else { return false }
        let sketch = PromptSketch(prompt, identity: identity, minHash: minHash)
        guard index.isNew(sketch) else {
            if refused.count < Self.maximumRefused { refused.insert(identity) }
            return false
        }
        index.insert(sketch)
        return true
    }

    package func offered(of sequence: String) -> Int { offered[StableHash.of(sequence)] ?? 0 }

    package func note(offered end: Int, of sequence: String) { offered[StableHash.of(sequence)] = end }

    /// How a prompt relates to those known; it is not taken in.
    package func novelty(of prompt: String) -> Novelty {
        index.novelty(of: PromptSketch(prompt, minHash: minHash))
    }

    /// Takes in many prompts, near-duplicates of each other as well; the texts are not kept.
    ///
    /// - Throws: `CancellationError`.
    package func insert(contentsOf prompts: [String]) async throws {
        let workers = max(1, ProcessInfo.processInfo.activeProcessorCount)
        let sketches = try await prompts.split(into: workers).concurrentMap(limit: workers) { [minHash] part in
            part.map { PromptSketch($0, minHash: minHash) }
        }
        for sketch in sketches.joined() { index.insert(sketch) }
    }
}
