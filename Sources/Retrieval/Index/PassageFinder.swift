import Records
import Storage

/// Finds the passages that a prompt would draw on. The command `sextant passages` and the prompt generator use this one.
///
/// BM25 over the words of the query, put into a better order by ``RelevanceFeedback``; joined by ``ReciprocalRank`` with
/// the nearest vectors, when there is an embedder; times the page's age (``RankingSettings``); then one passage a page
/// before any second one.
package struct PassageFinder: Sendable {
    private let store: any PageStore
    private let embedder: (any Embedder)?
    private let settings: RankingSettings
    private let now: @Sendable () -> Double

    /// Candidates among which feedback and age choose.
    private static let depth = RelevanceFeedback().depth

    /// A finder over the pages of a store.
    ///
    /// - Parameters:
    ///   - store: where the pages are
    ///   - embedder: makes the query's vector; nil to go by words alone
    ///   - settings: how age counts
    ///   - now: seconds since 1970, for the age of pages
    package init(
        store: any PageStore, embedder: (any Embedder)? = nil, settings: RankingSettings = RankingSettings(),
        now: @escaping @Sendable () -> Double
    ) {
        self.store = store
        self.embedder = embedder
        self.settings = settings
        self.now = now
    }

    /// The best passages, best first, the best of each page before any second one.
    ///
    /// - Throws: `StoreError`, ``EmbeddingError``, or `CancellationError`.
    package func passages(for query: PassageQuery) async throws -> [Passage] {
        let limit = min(max(query.limit, 1), 1000)
        let filter = PassageFilter(hazard: query.hazard, since: query.since)
        let depth = max(Self.depth, 2 * limit)
        let byWords = RelevanceFeedback().reranked(
            try await store.passages(matching: QueryTerms.terms(of: query.text), filter: filter, limit: depth))
        let found = try await joined(byWords, query.text, filter, depth)
        return try await store.passages(of: Self.spread(aged(found), limit: limit))
    }

    /// With the nearest vectors, when there is an embedder.
    private func joined(
        _ byWords: [PassageCandidate], _ text: String, _ filter: PassageFilter, _ depth: Int
    ) async throws -> [PassageCandidate] {
        guard let embedder, !text.isEmpty, let vector = try await embedder.vectors(of: [text]).first else {
            return byWords
        }
        let byVector = try await store.passages(nearest: vector, model: embedder.name, filter: filter, limit: depth)
        let scores = ReciprocalRank.scores(of: [byWords.map(\.id), byVector.map(\.id)])
        var seen: Set<Int64> = []
        return (byWords + byVector).filter { seen.insert($0.id).inserted }.map { candidate in
            var candidate = candidate
            candidate.score = scores[candidate.id] ?? 0
            return candidate
        }
    }

    private func aged(_ candidates: [PassageCandidate]) -> [PassageCandidate] {
        let time = now()
        return candidates.map { candidate in
            var candidate = candidate
            candidate.score *= settings.factor(age: time - candidate.dated)
            return candidate
        }
        .sorted { ($1.score, $0.id) < ($0.score, $1.id) }
    }

    /// The first of each page, then the second of each, and so on.
    static func spread(_ candidates: [PassageCandidate], limit: Int) -> [PassageCandidate] {
        var counts: [Int64: Int] = [:]
        let turns = candidates.map { candidate -> Int in
            counts[candidate.page, default: 0] += 1
            return counts[candidate.page] ?? 0
        }
        let order = candidates.indices.sorted { (turns[$0], $0) < (turns[$1], $1) }
        return order.prefix(limit).map { candidates[$0] }
    }
}
