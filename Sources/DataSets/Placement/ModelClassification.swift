import ChatModels
import Foundations
import Records

/// Has a model place the prompts of a data set that no label places. Where it gives no reply, the place by words stays.
package struct ModelClassification: Sendable {
    /// Counts of its calls, by outcome.
    package struct Counts: Sendable, Equatable {
        /// Prompts that the model placed.
        package fileprivate(set) var placed = 0
        /// Prompts for which it finds no hazard.
        package fileprivate(set) var unplaced = 0
        /// Replies that name no hazard of the grid, refusals among them.
        package fileprivate(set) var unreadable = 0
        /// Calls that brought no reply.
        package fileprivate(set) var failed = 0
        /// Why the first of them did not.
        package fileprivate(set) var reason: String?
        /// Whether so many calls failed in a row that the model was not asked any more.
        package fileprivate(set) var isGivenUp = false
        fileprivate var failuresInARow = 0

        /// No call yet.
        package init() {}
    }

    /// Calls that fail one after the other before the model is left alone.
    package static let mostFailures = 20
    /// From this confidence on a place is a label's, and needs no model.
    private static let certain = 0.9

    private let placement: ModelPlacement
    private let calls: Int

    /// - Parameters:
    ///   - placement: the model and the hazards it chooses among
    ///   - calls: calls at the same time, 1 or more
    package init(placement: ModelPlacement, calls: Int) {
        self.placement = placement
        self.calls = calls
    }

    /// Places the rows that are not sure of theirs.
    ///
    /// - Throws: a ``ChatError`` that every further call would meet, or `CancellationError`.
    package func place(_ batch: inout [DataSetRow], counting counts: inout Counts) async throws {
        var rows = batch
        let open = rows.indices.filter { (rows[$0].confidence ?? 0) < Self.certain }
        for start in stride(from: 0, to: open.count, by: calls) where !counts.isGivenUp {
            let answers = try await answers(open[start..<min(start + calls, open.count)].map { rows[$0] })
            for (index, answer) in zip(open[start...], answers) { take(answer, for: &rows[index], &counts) }
        }
        batch = rows
    }

    private typealias Answer = Result<ModelPlacement.Answer, ChatError>

    private func answers(_ rows: [DataSetRow]) async throws -> [Answer] {
        try await rows.concurrentMap(limit: calls) { row in
            do {
                return .success(try await placement.place(row))
            } catch let error as ChatError where !error.isFatal {
                return .failure(error)
            } catch ChatError.persistent(let error, _, _) where !error.concernsEveryCall {
                return .failure(error)
            }
        }
    }

    private func take(_ answer: Answer, for row: inout DataSetRow, _ counts: inout Counts) {
        switch answer {
        case .success(.place(let value, let confidence)):
            row.labels["hazard"] = value
            row.confidence = confidence
            counts.placed += 1
        case .success(.none):
            row.labels["hazard"] = nil
            row.confidence = nil
            counts.unplaced += 1
        case .success(.unreadable):
            counts.unreadable += 1
        case .failure(let error):
            counts.failed += 1
            counts.failuresInARow += 1
            counts.reason = counts.reason ?? "\(error)"
            counts.isGivenUp = counts.failuresInARow >= Self.mostFailures
            return
        }
        counts.failuresInARow = 0
    }
}
