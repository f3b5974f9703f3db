import Records
import Storage

extension DataSetStore {
    /// Stores a set whose rows are all at hand.
    ///
    /// - Parameters:
    ///   - rows: the rows, in order
    ///   - set: the set that they make
    ///   - replace: whether a set of the same name goes, once the new one is whole
    /// - Throws: ``StoreError``.
    func keep(_ rows: [DataSetRow], as set: DataSetRecord, replace: Bool) async throws {
        var incoming = set
        if replace, try await dataSets().contains(where: { $0.name == set.name }) { incoming.name += " (incoming)" }
        try await begin(incoming)
        for start in stride(from: 0, to: rows.count, by: 500) {
            try await append(Array(rows[start..<min(start + 500, rows.count)]), to: incoming.name)
        }
        try await finish(dataSet: incoming.name, replacing: incoming.name == set.name ? nil : set.name)
    }
}
