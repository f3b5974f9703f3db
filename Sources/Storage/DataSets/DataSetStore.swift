import Records

/// Keeps the data sets that were imported or made.
package protocol DataSetStore: Sendable {
    /// All complete data sets, by name.
    func dataSets() async throws -> [DataSetRecord]
    /// The complete data set of a name.
    ///
    /// - Throws: ``StoreError/noSuchDataSet(_:known:)``.
    func dataSet(_ name: String) async throws -> DataSetRecord
    /// Begins a data set; it counts only from ``finish(dataSet:replacing:)`` on. One of that name that was never finished goes.
    ///
    /// - Throws: ``StoreError/dataSetExists(_:)`` for a name that is taken.
    func begin(_ set: DataSetRecord) async throws
    /// Adds rows to a set that was begun, in one transaction.
    func append(_ rows: [DataSetRow], to name: String) async throws
    /// Ends a set that was begun: from now on it counts.
    ///
    /// - Parameters:
    ///   - name: the name that it was begun under
    ///   - replaced: the set that goes in the same moment, and leaves it its name; nil for a set that is new
    func finish(dataSet name: String, replacing replaced: String?) async throws
    /// Takes a set out of the store.
    ///
    /// - Throws: ``StoreError/noSuchDataSet(_:known:)``.
    func remove(dataSet name: String) async throws
    /// The rows of a set, in order.
    func rows(of set: String) -> Pages<DataSetRow>
    /// Every prompt of the complete data sets.
    func dataSetPrompts() -> Pages<StoredPrompt>
}

extension DataSetStore {
    /// Ends a new set that was begun: from now on it counts.
    package func finish(dataSet name: String) async throws {
        try await finish(dataSet: name, replacing: nil)
    }
}
