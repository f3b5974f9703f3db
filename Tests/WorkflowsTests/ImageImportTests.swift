import Foundation
import Images
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Workflows

@Suite("Imports of prompts with images")
struct ImageImportTests {
    private let scratch: Scratch
    private let places: Places
    private let shelf: ImageShelf

    init() throws {
        scratch = try Scratch()
        places = Places(seeds: ProjectSeeds.path, output: scratch.path, coverage: "", reference: nil)
        shelf = .inputs(in: scratch.path)
        try Data(try TextPicture.image(of: "a map").bytes).write(to: URL(fileURLWithPath: "\(scratch.path)/map.png"))
    }

    private func rows(_ images: [String]) throws {
        let lines = images.enumerated().map { "Where does way \($0) on this map lead to?,\($1)" }
        let text = (["prompt,picture"] + lines).joined(separator: "\n") + "\n"
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(scratch.path)/rows.csv"))
    }

    private func take(imageField: String? = "picture", replace: Bool = false) async throws -> DataSetImport.Result {
        let library = try places.seedLibrary()
        return try await ImportRequest(
            file: "\(scratch.path)/rows.csv", role: .tests, name: nil, promptField: "prompt", categoryField: nil,
            imageField: imageField, minConfidence: 0.5, replace: replace, grid: library.grid(), library: library
        ).execute(into: places.store) { nil }.result
    }

    @Test("Rows whose image can't be used are named and left out, and the others are taken")
    func leavesOut() async throws {
        try rows(["map.png", "none.png", "rows.csv", "", "map.png"])
        let result = try await take()
        #expect((result.rows, result.leftOut) == (2, 3))
        #expect(result.faults.map { $0.prefix(6) } == ["row 2:", "row 3:", "row 4:"])
        #expect(result.faults.first == "row 2: there is no file 'none.png'")
        #expect(ImportTexts.warnings(of: result).count == 3)
    }

    @Test("Of many rows that are left out the first are named, and the others counted")
    func manyFaults() async throws {
        try rows(["map.png"] + (1...30).map { "none-\($0).png" })
        let warnings = ImportTexts.warnings(of: try await take())
        #expect(warnings.count == 11)
        #expect(warnings.last == "warning: left out 20 more rows")
    }

    @Test("A file of which no row has an image is refused, leaves no image behind, and costs the set before it nothing")
    func none() async throws {
        try rows(["map.png"])
        _ = try await take()
        try rows(["none.png", "rows.csv"])
        let error = await #expect(throws: UsageError.self) { try await take(replace: true) }
        #expect("\(try #require(error))".contains("no row has an image that can be used; row 1: there is no file"))
        let store = try SQLiteStore.openForWriting("\(scratch.path)/sextant.sqlite")
        #expect(try await store.dataSets().map(\.rows) == [1])
        #expect(try shelf.names().count == 1)
    }

    @Test("A set that was imported without its images is not the same set")
    func known() async throws {
        try rows(["map.png"])
        _ = try await take(imageField: nil)
        await #expect(throws: StoreError.self) { try await take() }
        #expect(try await take(replace: true).rows == 1)
        #expect(try await take().isKnown)
        await #expect(throws: StoreError.self) { try await take(imageField: nil) }
    }
}
