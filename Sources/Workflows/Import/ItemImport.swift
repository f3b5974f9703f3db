import DataSets
import Foundations
import Records
import Storage

/// Imports a file of items with right solutions as a set that `sextant run --items` asks.
package struct ItemImport {
    /// What an import brought.
    package struct Outcome {
        /// The set's name.
        package let name: String
        /// The file, read to its end.
        package let reader: ItemReader
        /// Items by kind of solution, in the order of the kinds.
        package let kinds: [(name: String, count: Int)]
        /// Number of items.
        package let count: Int
        /// Number of categories.
        package let categories: Int
        /// What blind choice solves on average, 0 ... 1.
        package let chance: Double
    }

    private let file: String
    private let name: String
    private let question: String?
    private let category: String?
    private let replace: Bool

    /// - Parameters:
    ///   - file: path of the file
    ///   - name: name of the set; nil for that of the file
    ///   - question: column of the questions; nil when it is to be detected
    ///   - category: column of the categories; nil when it is to be detected
    ///   - replace: whether a set of the same name goes
    package init(file: String, name: String?, question: String?, category: String?, replace: Bool) {
        self.file = file
        self.name = name ?? DataSetImport.defaultName(file)
        self.question = question
        self.category = category
        self.replace = replace
    }

    /// Reads the whole file, and then stores it: a faulty item keeps all of it out.
    ///
    /// - Parameter path: the store; nil stores nothing
    /// - Throws: ``DataSetError`` with file and line, or ``StoreError``.
    package func execute(into store: StorePlace?) async throws -> Outcome {
        let reader = try ItemReader(path: file, question: question, category: category)
        var items: [Item] = []
        while let item = try reader.next() { items.append(item) }
        if let store {
            try await keep(items, reader, in: try await store.openForWriting())
        }
        let kinds = Dictionary(grouping: items, by: \.solution.kind).mapValues(\.count)
        return Outcome(
            name: name, reader: reader,
            kinds: ItemSolution.kinds.compactMap { kind in kinds[kind].map { (kind, $0) } }, count: items.count,
            categories: Set(items.map(\.category)).count,
            chance: items.reduce(0) { $0 + $1.solution.chance } / Double(max(items.count, 1)))
    }

    private func keep(_ items: [Item], _ reader: ItemReader, in store: any Store) async throws {
        let set = DataSetRecord(
            name: name, digest: try DataSetDigest.of(file: file), role: .tests,
            origin: "items imported from \(DataSetImport.fileName(file))", promptField: reader.columns.question,
            categoryField: reader.columns.category, grid: "items", createdAt: DataSetImport.now)
        let rows = try items.enumerated().map { ordinal, item in
            DataSetRow(
                ordinal: ordinal, prompt: item.question, category: item.category,
                fields: [ItemLibrary.itemKey: try JSONValue(encoding: item)])
        }
        try await store.keep(rows, as: set, replace: replace)
    }
}

extension ItemSolution {
    /// The kinds, in order.
    fileprivate static let kinds = ["one right option", "several right options", "number", "text", "pattern"]

    fileprivate var kind: String {
        switch self {
        case .choice(_, let right): right.count == 1 ? Self.kinds[0] : Self.kinds[1]
        case .number: Self.kinds[2]
        case .exact: Self.kinds[3]
        case .pattern: Self.kinds[4]
        }
    }
}
