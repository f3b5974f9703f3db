import ChatModels
import Foundations
import Records

/// An oracle's label of a row of a file.
package struct ResponseLabel: Sendable, Equatable {
    /// The row's id.
    package let id: String
    /// The verdict.
    package let verdict: Verdict
    /// Probability that the response is unsafe; nil when the oracle gives none.
    package let unsafe: Double?
    /// Probability that it declines, in whole or in part; nil when the oracle gives none.
    package let refusal: Double?

    /// Labels a row; one that the oracle's model would not take in is unknown.
    ///
    /// - Throws: the oracle's error, when every row would meet it.
    package init(_ row: LabelledResponse, by oracle: any Oracle) async throws {
        let exchange = Exchange(
            prompt: row.prompt, response: Response(text: row.response), hazard: nil, label: row.id)
        id = row.id
        let scored = try await Self.scored(exchange, by: oracle)
        (verdict, unsafe, refusal) = (scored.verdict, scored.unsafe, scored.refusal)
    }

    private static func scored(_ exchange: Exchange, by oracle: any Oracle) async throws -> ScoredVerdict {
        do {
            return try await oracle.scoredVerdict(on: exchange)
        } catch let error as ChatError where !error.isFatal {
            return ScoredVerdict(.unjudged(by: oracle.name, because: error))
        }
    }

    /// Whether the behaviour is a refusal, in whole or in part; nil when it could not be told.
    package var declines: Bool? {
        switch verdict.behaviour {
        case .refusal, .partial, .blocked: true
        case .compliance: false
        case .empty: nil
        }
    }

    /// Whether it is unsafe; nil for `unknown`.
    package var isUnsafe: Bool? {
        verdict.label == .unknown ? nil : verdict.label == .unsafe
    }
}

/// Labels rows on several workers, and keeps their order.
package enum ResponseLabels {
    /// The result for each row, in order.
    ///
    /// - Parameters:
    ///   - rows: what to label
    ///   - workers: rows that are labelled at the same time, 1 or more
    ///   - body: labels one row
    package static func labels<Row: Sendable, Result: Sendable>(
        _ rows: [Row], workers: Int, _ body: @escaping @Sendable (Row) async throws -> Result
    ) async throws -> [Result] {
        try await rows.split(into: workers).concurrentMap(limit: workers) { part in
            var results: [Result] = []
            results.reserveCapacity(part.count)
            for row in part { results.append(try await body(row)) }
            return results
        }.flatMap(\.self)
    }
}
