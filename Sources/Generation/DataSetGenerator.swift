import Foundations
import Images
import Records
import SafetyGrid

/// Hands out the prompts of a data set as they are, cell by cell.
///
/// A static set is asked again on purpose, so that the store's memory of earlier prompts does not apply: only what this
/// run has had already is passed over.
package actor DataSetGenerator: PromptGenerator {
    /// `dataset/` and the name of the set.
    package nonisolated let name: String
    /// 1: nothing is written.
    package nonisolated var concurrency: Int { 1 }

    private let dimensions: [String]
    private var prompts: [String: [DataSetRow]] = [:]

    /// A generator of the rows of a set.
    ///
    /// - Parameters:
    ///   - set: name of the set
    ///   - grid: the run's grid; a row serves the cells that agree with all its labels
    package init(set: String, grid: Grid) {
        name = GeneratorRequest.dataSetPrefix + set
        dimensions = grid.dimensions.filter { !$0.isToldToTarget }.map(\.id.rawValue)
    }

    /// Adds a row, unless it could not be placed in every dimension of the grid.
    ///
    /// - Returns: whether it can be handed out
    @discardableResult
    package func add(_ row: DataSetRow) -> Bool {
        let values = dimensions.compactMap { row.labels[$0] }
        guard values.count == dimensions.count else { return false }
        prompts[values.joined(separator: "/"), default: []].append(row)
        return true
    }

    /// Takes out the prompts that the run has had, in case it goes on after an interruption.
    ///
    /// - Parameter used: their ids, of ``id(_:image:)``
    package func drop(_ used: Set<String>) {
        for key in prompts.keys {
            prompts[key]?.removeAll { used.contains(Self.id($0.prompt, image: ImageReference(origin: $0.fields))) }
        }
    }

    /// What tells a prompt from others: its text, and the image beside it.
    package static func id(_ prompt: String, image: ImageReference?) -> String {
        image.map { "\(prompt)\u{0}\($0.digest)" } ?? prompt
    }

    /// The next prompts of the cell, in the order of the set.
    package func prompts(
        for request: PromptRequest, novelty: any NoveltyFilter
    ) async throws -> [GeneratedPrompt] {
        let rows = prompts[request.key] ?? []
        prompts[request.key] = Array(rows.dropFirst(request.count))
        return rows.prefix(request.count).map { row in
            var origin: [String: JSONValue] = ["generator": .string(name), "row": .int(row.ordinal)]
            origin[ImageReference.originKey] = ImageReference(origin: row.fields)?.origin
            return GeneratedPrompt(text: row.prompt, origin: origin)
        }
    }
}
