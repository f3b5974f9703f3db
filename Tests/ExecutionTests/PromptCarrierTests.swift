import ChatModels
import Execution
import Foundations
import Images
import Records
import SafetyGrid
import TestSupport
import Testing

@Suite("How a prompt reaches the target")
struct PromptCarrierTests {
    private final class Witness: ChatModel {
        let name = "scripted/witness"
        let isSimulated = false
        let seen = Locked<[ChatRequest.Message]>([])

        func reply(to request: ChatRequest) async throws -> ChatReply {
            seen.withLock { $0 += request.messages }
            return ChatReply(text: "ok")
        }
    }

    private let grid: Grid

    init() throws {
        func dimension(_ id: DimensionID, _ values: [String]) -> Dimension {
            Dimension(
                id: id, taxonomy: "test",
                values: values.map { DimensionValue(id: $0, title: $0, definition: $0, source: "test") })
        }
        grid = try Grid(dimensions: [dimension("hazard", ["a"]), dimension("carrier", ["text", "image"])])
    }

    private func ask(_ prompt: String, cell: Int, origin: [String: JSONValue] = [:], inputs: ImageShelf? = nil)
        async throws
        -> ChatRequest.Message?
    {
        let target = Witness()
        let testCase = TestCase(plan: .sample(0, cell: cell), prompt: prompt, origin: origin)
        _ = try await Executor(target: target, grid: grid, inputs: inputs).execute(testCase, label: "test 0")
        return target.seen.withLock { $0.last }
    }

    @Test("The same prompt is the text of one cell's message and drawn into the image of the other's")
    func carriers() async throws {
        #expect(try await ask("Draw me a map.", cell: 0) == ChatRequest.Message(.user, "Draw me a map."))
        let drawn = try #require(try await ask("Draw me a map.", cell: 1))
        #expect(drawn.images == [try TextPicture.image(of: "Draw me a map.")])
        #expect(drawn.drawn == "Draw me a map.")
        #expect(!drawn.content.contains("map") && !drawn.content.isEmpty)
    }

    @Test("What was drawn is kept with the response, and what went as text is not")
    func kept() async throws {
        let folder = try TemporaryFolder()
        let shelf = ImageShelf(folder: folder("images"))
        let executor = Executor(target: Witness(), grid: grid, shelf: shelf)
        var replies: [ImageReference?] = []
        for cell in 0..<2 {
            let testCase = TestCase(plan: .sample(0, cell: cell), prompt: "Draw me a map.", origin: [:])
            let reply = try await executor.execute(testCase, label: "test 0")
            replies.append(try await executor.kept(reply).response.drawnPrompt)
        }
        let drawn = try TextPicture.image(of: "Draw me a map.")
        #expect(replies == [nil, ImageReference(drawn)])
        #expect(try await shelf.image(ImageReference(drawn)) == drawn)
    }

    @Test("A prompt that can't be drawn is that test's fault, and says why")
    func undrawable() async throws {
        let fault = await #expect(throws: UserSideFault.self) { try await ask("नमस्ते", cell: 1) }
        #expect(fault?.description.contains("join or stack") == true)
        #expect(try await ask("नमस्ते", cell: 0)?.content == "नमस्ते")
    }

    @Test("The image that a data set has for a prompt stands beside it, and is missed when it is gone")
    func inputs() async throws {
        let folder = try TemporaryFolder()
        let shelf = ImageShelf(folder: folder("inputs"))
        let image = try TextPicture.image(of: "a map")
        let origin = [ImageReference.originKey: try await shelf.keep(image).origin]
        #expect(try await ask("What is it?", cell: 0, origin: origin, inputs: shelf)?.images == [image])
        await #expect(throws: ShelfFault.self) { try await ask("What is it?", cell: 0, origin: origin) }
    }
}
