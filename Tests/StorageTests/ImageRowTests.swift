import Foundations
import Images
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Storage

@Suite("images in the store")
struct ImageRowTests {
    @Test("A response and the replies of a conversation keep what they say of their images", arguments: StoreKind.all)
    func roundTrip(_ kind: StoreKind) async throws {
        let home = try await StoreHome(kind)
        let store = try await home.open()
        try await store.create(RunRecord.sample(grid: Grid.sample(2, 2)))
        let images = try ["one", "two"].map { ImageReference(try TextPicture.image(of: $0)) }
        try await store.plan([PlannedTest.sample(0), PlannedTest.sample(1)], in: "r1")
        var response = Response(text: "")
        response.images = images
        response.drawnPrompt = ImageReference(try TextPicture.image(of: "p"))
        var said = Response(text: "Here.")
        said.images = [images[1]]
        for ordinal in 0..<2 {
            let test = TestCase(plan: PlannedTest.sample(ordinal), prompt: "p", origin: [:])
            try await store.record([.generated(test, milliseconds: 1)], in: "r1")
        }
        let place = ReplyPlace(turn: 0, reply: 0, purpose: .conversation, user: "Draw.")
        try await store.record(
            [
                .executed(ordinal: 0, response, milliseconds: 1),
                .replied(ordinal: 1, TurnReply(said, milliseconds: 1), at: place),
                .executed(ordinal: 1, Response(text: "none"), milliseconds: 1),
            ], in: "r1")
        let tests = try await store.tests(in: "r1").all()
        #expect(tests[0].response == response)
        #expect(tests[0].images == images)
        #expect(tests[0].keptImages == [response.drawnPrompt].compactMap(\.self) + images)
        #expect(tests[1].turns[0].replies[0].response == said)
        #expect(tests[1].images == [images[1]])
        #expect(tests[1].response?.images == [])
    }

    @Test("A store that machines share keeps the images too, by shelf, until they are swept or their run is forgotten")
    func depot() async throws {
        for kind in StoreKind.all {
            let home = try await StoreHome(kind)
            let store = try await home.open()
            guard let depot = StorePlace.shared(store) else { continue }
            try await store.create(RunRecord.sample(grid: Grid.sample(2, 2)))
            let images = try ["one", "two"].map { try TextPicture.image(of: $0) }
            let references = images.map { ImageReference($0) }
            for shelf in ["r1", "inputs"] {
                for image in images + images { try await depot.keep(image, on: shelf) }
            }
            #expect(try await depot.bytes(of: references[0], on: "r1") == images[0].bytes)
            #expect(try await depot.bytes(of: references[0], on: "r2") == nil)
            #expect(try await depot.digests(on: "r1") == Set(references.map(\.digest)))
            try await depot.remove([references[0].digest], from: "inputs")
            #expect(try await depot.bytes(of: references[0], on: "inputs") == nil)
            #expect(try await store.forget(run: "r1"))
            #expect(try await depot.bytes(of: references[1], on: "r1") == nil)
            #expect(try await depot.bytes(of: references[1], on: "inputs") == images[1].bytes)
            // A worker that comes too late.
            try await depot.keep(images[0], on: "r1")
            #expect(try await depot.digests(on: "r1").isEmpty)
        }
    }
}
