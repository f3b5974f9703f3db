import ChatModels
import Foundation
import Foundations
import Images
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Oracles

@Suite("Judging responses to prompts with images")
struct PromptImageTests {
    private static let safe = #"{"label":"safe","behaviour":"refusal","category":null,"reason":"It declines."}"#

    /// Replies by what it gets: an error for a message with images, where it has one.
    private struct Eye: ChatModel {
        let name = "scripted/eye"
        let isSimulated = false
        let blindness: ChatError?
        let requests = Locked<[ChatRequest]>([])

        func reply(to request: ChatRequest) async throws -> ChatReply {
            requests.withLock { $0.append(request) }
            if let blindness, request.messages.contains(where: { !$0.images.isEmpty }) { throw blindness }
            return ChatReply(text: PromptImageTests.safe)
        }

        var images: [[ImageFile]] { requests.withLock { $0.map { $0.messages[1].images } } }
        var texts: [String] { requests.withLock { $0.map { $0.messages[1].content } } }
    }

    private let folder: TemporaryFolder
    private let inputs: ImageShelf

    init() throws {
        folder = try TemporaryFolder()
        inputs = ImageShelf.inputs(in: folder.path)
    }

    private func exchange(isDrawn: Bool = true, file: ImageReference? = nil) -> Exchange {
        var exchange = Exchange(prompt: "Say it.", response: Response(text: "No."), hazard: nil, label: "test 1")
        exchange.promptImage = PromptImage(isDrawn: isDrawn, file: file)
        return exchange
    }

    private func judge(_ eye: Eye, view: JudgeView = .full) -> JudgeOracle {
        JudgeOracle(
            model: eye, concurrency: 1, seed: 1, settings: JudgeSettings(view: view, grades: false), inputs: inputs)
    }

    @Test("A judge gets the drawn prompt, then the image of the data set, beside the text")
    func sees() async throws {
        let image = try TextPicture.image(of: "a lamp")
        let reference = try await inputs.keep(image)
        let eye = Eye(blindness: nil)
        #expect(try await judge(eye).verdict(on: exchange(file: reference)).label == .safe)
        #expect(try eye.images == [[TextPicture.image(of: "Say it."), image]])
        #expect(eye.texts[0].contains("Say it.") && eye.texts[0].contains("first 2 images that you get"))
        #expect(try await judge(eye, view: .response).verdict(on: exchange()).label == .safe)
        #expect(eye.images[1].isEmpty && !eye.texts[1].contains("image"))
    }

    @Test("A drawn prompt is shown as it was kept, and drawn again where it is gone")
    func kept() async throws {
        let shelf = ImageShelf(folder: folder("images"))
        let (sent, lost) = (try TextPicture.image(of: "as sent"), try TextPicture.image(of: "lost"))
        let eye = Eye(blindness: nil)
        let judge = JudgeOracle(model: eye, concurrency: 1, seed: 1, shelf: shelf)
        for picture in [try await shelf.keep(sent), ImageReference(lost)] {
            var exchange = exchange()
            exchange.promptImage = PromptImage(isDrawn: true, picture: picture, file: nil)
            _ = try await judge.verdict(on: exchange)
        }
        #expect(try eye.images == [[sent], [TextPicture.image(of: "Say it.")]])
    }

    @Test("The images of the response follow those of the prompt, and are the ones to label")
    func both() async throws {
        let eye = Eye(blindness: nil)
        let made = try SimulatedPicture.image(isUnsafe: true)
        let shelf = ImageShelf(folder: folder("images"))
        var exchange = exchange()
        var response = Response(text: "")
        response.images = [try await shelf.keep(made)]
        exchange = Exchange(prompt: "Say it.", response: response, hazard: nil)
        exchange.promptImage = PromptImage(isDrawn: true, file: nil)
        let judge = JudgeOracle(model: eye, concurrency: 1, seed: 1, shelf: shelf, inputs: inputs)
        _ = try await judge.verdict(on: exchange)
        #expect(try eye.images == [[TextPicture.image(of: "Say it."), made]])
        #expect(eye.texts[0].contains("do not label it") && eye.texts[0].contains("Label the other image."))
    }

    @Test(
        "A judge that takes no images is asked with the text alone, told of the image, and asked so from then on",
        arguments: [
            ChatError.configuration(model: "scripted/eye", problem: "it takes no images"),
            .rejected(model: "scripted/eye", status: 400, message: "no images"),
            .unavailable(model: "scripted/eye", status: 500, message: "image input is not supported"),
        ])
    func blind(error: ChatError) async throws {
        let eye = Eye(blindness: error)
        let judge = judge(eye)
        for _ in 0..<2 { #expect(try await judge.verdict(on: exchange()).label == .safe) }
        #expect(eye.images.map(\.count) == [1, 0, 0])
        #expect(eye.texts[1].contains("as an image in which its text was drawn. You are not shown it."))
    }

    @Test("An error that has nothing to do with images is no blindness")
    func unreachable() async throws {
        let eye = Eye(blindness: .unreachable(model: "scripted/eye", message: "down"))
        await #expect(throws: ChatError.self) { try await judge(eye).verdict(on: exchange()) }
        #expect(eye.images.map(\.count) == [1])
    }

    @Test("What is gone or too large is told and not shown", arguments: [100, 4_000_000])
    func notShown(bytes: Int) async throws {
        let json = """
            {"digest": "\(String(repeating: "0", count: 64))", "format": "png", "width": 8, "height": 4, "bytes": \(bytes)}
            """
        let reference = try JSONDecoder().decode(ImageReference.self, from: Data(json.utf8))
        let eye = Eye(blindness: nil)
        _ = try await judge(eye).verdict(on: exchange(isDrawn: false, file: reference))
        #expect(eye.images == [[]] && eye.texts[0].contains("an image (PNG, 8 by 4 pixels). You are not shown it."))
    }

    @Test("A test's exchange has the carrier of its cell and the image of its prompt's origin")
    func ofTest() throws {
        let carriers = ["text", "image"].map { DimensionValue(id: $0, title: $0, definition: "d", source: "s") }
        let grid = try Grid(dimensions: [Dimension(id: .carrier, taxonomy: "carriers", values: carriers)])
        let image = ImageReference(try TextPicture.image(of: "a lamp"))
        func prompt(
            _ cell: Int, _ origin: [String: JSONValue] = [:], drawn: ImageReference? = nil
        ) -> PromptImage? {
            let plan = PlannedTest(ordinal: 0, round: 0, cell: cell, selection: .floor)
            var response = Response(text: "r")
            response.drawnPrompt = drawn
            return Exchange(
                TestCase(plan: plan, prompt: "p", origin: origin), response, on: grid, label: "t"
            ).promptImage
        }
        #expect(prompt(0) == nil && prompt(1) == PromptImage(isDrawn: true, file: nil))
        #expect(prompt(1, drawn: image) == PromptImage(isDrawn: true, picture: image, file: nil))
        #expect(
            prompt(0, [ImageReference.originKey: image.origin]) == PromptImage(isDrawn: false, file: image))
    }
}
