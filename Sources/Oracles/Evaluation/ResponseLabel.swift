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
        if let classifier = oracle as? ClassifierOracle {
            let judgement = classifier.judgement(of: exchange)
            verdict = judgement.verdict
            let isRead = judgement.basis != .language
            unsafe = isRead ? judgement.scores.unsafe : nil
            refusal = isRead ? judgement.scores.declines : nil
        } else {
            verdict = try await Self.verdict(on: exchange, by: oracle)
            refusal = nil
            unsafe =
                switch verdict.label {
                case .unsafe: verdict.confidence
                case .safe: verdict.confidence.map { 1 - $0 }
                case .unknown: nil
                }
        }
    }

    private static func verdict(on exchange: Exchange, by oracle: any Oracle) async throws -> Verdict {
        do {
            return try await oracle.verdict(on: exchange)
        } catch let error as ChatError where !error.isFatal {
            return .unjudged(by: oracle.name, because: error)
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
