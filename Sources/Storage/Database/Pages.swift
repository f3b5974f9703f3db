/// The rows of a query in order, a page at a time, so that memory stays flat.
///
/// ```swift
/// for try await page in store.tests(in: "r1") {
///     for test in page { print(test.plan.ordinal) }
/// }
/// ```
///
/// A page is read when it is asked for, and none is empty.
package struct Pages<Element: Sendable>: AsyncSequence, Sendable {
    /// Reads the page that follows an element; the first page for nil, an empty one at the end.
    private let read: @Sendable (_ last: Element?) async throws -> [Element]

    init(_ read: @escaping @Sendable (_ last: Element?) async throws -> [Element]) {
        self.read = read
    }

    package func makeAsyncIterator() -> Iterator { Iterator(read: read) }

    /// Passes every page to `body`, and reads the next one meanwhile.
    ///
    /// - Throws: ``StoreError``; what `body` throws.
    package func readAhead(_ body: ([Element]) throws -> Void) async throws {
        var page = try await read(nil)
        while let last = page.last {
            async let next = read(last)
            try body(page)
            page = try await next
        }
    }

    /// All elements at once, for those that fit into memory.
    ///
    /// - Throws: ``StoreError``.
    package func all() async throws -> [Element] {
        try await reduce(into: []) { $0 += $1 }
    }

    /// The pages still to come.
    package struct Iterator: AsyncIteratorProtocol {
        fileprivate let read: @Sendable (Element?) async throws -> [Element]
        private var last: Element?

        fileprivate init(read: @escaping @Sendable (Element?) async throws -> [Element]) {
            self.read = read
        }

        package mutating func next() async throws -> [Element]? {
            let page = try await read(last)
            guard let last = page.last else { return nil }
            self.last = last
            return page
        }
    }
}
