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
}
