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
        #expect(tests[1].turns[0].replies[0].response == said)
        #expect(tests[1].images == [images[1]])
        #expect(tests[1].response?.images == [])
    }
}
