/// Works on elements at the same time, and hands the results over as they come.
///
/// - Parameters:
///   - limit: elements that are worked on at the same time, 1 or more
///   - next: the next element, asked for when a place is free; nil ends the work with what is under way
///   - body: works on one element
///   - take: takes the result of one, in the order in which they come
/// - Throws: the first error of `next`, `body` or `take`; what is under way is cancelled and waited for.
package func concurrently<Element: Sendable, Result: Sendable>(
    limit: Int, isolation: isolated (any Actor)? = #isolation, next: () async throws -> Element?,
    _ body: @escaping @Sendable (Element) async throws -> Result, take: (Result) async throws -> Void
) async throws {
    try await withThrowingTaskGroup(of: Result.self) { group in
        var free = max(limit, 1)
        while let element = try await next() {
            group.addTask { try await body(element) }
            free -= 1
            if free == 0, let result = try await group.next() {
                free += 1
                try await take(result)
            }
        }
        while let result = try await group.next() { try await take(result) }
    }
}

extension Collection where Element: Sendable {
    /// The result of each element, in order.
    ///
    /// - Parameters:
    ///   - limit: elements that are worked on at the same time, 1 or more
    ///   - body: works on one element
    /// - Throws: the first error of `body`; what is under way is cancelled and waited for.
    package func concurrentMap<Result: Sendable>(
        limit: Int, isolation: isolated (any Actor)? = #isolation,
        _ body: @escaping @Sendable (Element) async throws -> Result
    ) async throws -> [Result] {
        var rest = enumerated().makeIterator()
        var results = [Result?](repeating: nil, count: count)
        try await concurrently(limit: limit) {
            rest.next().map { (index: $0.offset, element: $0.element) }
        } _: { item in
            (index: item.index, result: try await body(item.element))
        } take: { done in
            results[done.index] = done.result
        }
        return results.compactMap(\.self)
    }

    /// The collection cut in `parts` parts of nearly the same size, none of them empty.
    package func split(into parts: Int) -> [SubSequence] {
        let parts = Swift.max(parts, 1)
        let size = Swift.max(1, (count + parts - 1) / parts)
        var rest = self[...]
        var pieces: [SubSequence] = []
        while !rest.isEmpty {
            pieces.append(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        return pieces
    }
}
