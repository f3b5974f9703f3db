import Foundations
import Records
import TestSupport
import Testing

@testable import Storage

@Suite("Data sets in the store")
struct DataSetStoreTests {
    private func record(_ name: String) -> DataSetRecord {
        DataSetRecord(
            name: name, digest: "0123456789abcdef", role: .existing, origin: "a file", promptField: "prompt",
            categoryField: "hazard", grid: "astral", createdAt: 5)
    }

    private func row(_ ordinal: Int) -> DataSetRow {
        DataSetRow(
            ordinal: ordinal, prompt: "prompt \(ordinal)\0 with a zero byte, 漢字", labels: ["hazard": "self_harm"],
            category: ordinal.isMultiple(of: 2) ? "c" : nil, confidence: ordinal.isMultiple(of: 2) ? 0.5 : nil,
            fields: ["n": .int(ordinal), "list": .array([.string("x"), .null]), "z": .string("a\0b")])
    }

    @Test("rows come back as they were, in order, over page borders", arguments: StoreKind.all)
    func rows(_ kind: StoreKind) async throws {
        let store = try await StoreHome(kind).open()
        try await store.begin(record("s"))
        try await store.append((0..<700).map(row), to: "s")
        try await store.append((700..<1_300).map(row), to: "s")
        try await store.finish(dataSet: "s")
        var expected = record("s")
        expected.rows = 1_300
        #expect(try await store.dataSet("s") == expected)
        #expect(try await store.rows(of: "s").all() == (0..<1_300).map(row))
    }

    @Test("a set counts when it is finished, and one that never was is begun anew", arguments: StoreKind.all)
    func unfinished(_ kind: StoreKind) async throws {
        let store = try await StoreHome(kind).open()
        try await store.begin(record("s"))
        try await store.append([row(0)], to: "s")
        #expect(try await store.dataSets().isEmpty)
        try await store.begin(record("s"))
        try await store.append([row(0), row(1)], to: "s")
        try await store.finish(dataSet: "s")
        #expect(try await store.dataSet("s").rows == 2)
        await #expect(throws: StoreError.dataSetExists("s")) { try await store.begin(record("s")) }
    }

    @Test("its prompts are among those that new ones must not repeat, until it is removed", arguments: StoreKind.all)
    func prompts(_ kind: StoreKind) async throws {
        let store = try await StoreHome(kind).open()
        try await store.begin(record("s"))
        try await store.append([row(0), row(1)], to: "s")
        #expect(try await store.dataSetPrompts().all().isEmpty)
        try await store.finish(dataSet: "s")
        #expect(try await store.dataSetPrompts().all().map(\.text) == [row(0).prompt, row(1).prompt])
        try await store.remove(dataSet: "s")
        #expect(try await store.dataSets().isEmpty)
        await #expect(throws: StoreError.noSuchDataSet("s", known: [])) { try await store.remove(dataSet: "s") }
    }
}
