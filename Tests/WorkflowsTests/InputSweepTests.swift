import Foundation
import Foundations
import Images
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Workflows

@Suite("Images of data sets that nobody needs")
struct InputSweepTests {
    private let scratch: Scratch
    private let shelf: ImageShelf

    init() throws {
        scratch = try Scratch()
        shelf = ImageShelf.inputs(in: scratch.path)
    }

    private func image(_ text: String) throws -> ImageFile { try TextPicture.image(of: text) }

    /// A data set of one row with an image.
    private func keep(_ name: String, in store: any Store) async throws {
        try await store.begin(
            DataSetRecord(
                name: name, digest: name, role: .tests, origin: "o", promptField: nil, categoryField: nil, grid: "g",
                createdAt: 1))
        let reference = try await shelf.keep(image(name))
        try await store.append(
            [DataSetRow(ordinal: 0, prompt: "p", fields: [ImageReference.originKey: reference.origin])], to: name)
        try await store.finish(dataSet: name)
    }

    @Test("An image stays as long as a data set or a test of a run refers to it, and goes with the last")
    func sweeps() async throws {
        let store = try SQLiteStore.openForWriting("\(scratch.path)/sextant.sqlite")
        for name in ["kept", "tested", "gone"] { try await keep(name, in: store) }
        var run = RunRecord.sample(grid: try Grid.sample(2, 2))
        run.request.generator.model = "dataset/tested"
        try await store.create(run)
        try await store.plan([PlannedTest.sample(0)], in: run.id)
        let origin = [ImageReference.originKey: ImageReference(try image("tested")).origin]
        try await store.record(
            [.generated(TestCase(plan: PlannedTest.sample(0), prompt: "p", origin: origin), milliseconds: 1)],
            in: run.id)
        _ = try await shelf.keep(image("of an import that was killed"))
        for name in ["tested", "gone"] { try await store.remove(dataSet: name) }

        // A process that takes images in holds the folder, as this test's own shelf does.
        try await InputSweep(store, shelf: ImageShelf.inputs(in: scratch.path)).execute()
        #expect(try shelf.names().count == 4)
        try await InputSweep(store, shelf: shelf).execute()
        #expect(try Set(shelf.names()) == Set(["kept", "tested"].map { ImageReference(try image($0)).fileName }))
        #expect(try await store.forget(run: run.id))
        try await InputSweep(store, shelf: shelf).execute()
        #expect(try shelf.names() == [ImageReference(image("kept")).fileName])
    }

    @Test("an import that fails leaves no image behind")
    func failedImport() async throws {
        try Data(try image("a map").bytes).write(to: URL(fileURLWithPath: "\(scratch.path)/map.png"))
        let file = "\(scratch.path)/rows.csv"
        try Data("prompt,picture\nWhere does the way on this map lead to?,map.png\nAnd on this?,none.png\n".utf8)
            .write(to: URL(fileURLWithPath: file))
        let places = Places(seeds: ProjectSeeds.path, output: scratch.path, coverage: "", reference: nil)
        let library = try places.seedLibrary()
        let request = try ImportRequest(
            file: file, role: .tests, name: nil, promptField: "prompt", categoryField: nil, imageField: "picture",
            minConfidence: 0.5, replace: false, grid: library.grid(), library: library)
        let error = await #expect(throws: UsageError.self) {
            try await request.execute(into: places.store) { nil }
        }
        #expect("\(try #require(error))".contains("row 2: there is no file 'none.png'"))
        #expect(try shelf.names().isEmpty)
    }
}
