import Foundation
import Foundations
import HTTPTransport
import Images
import Records
import Testing

@testable import ChatModels

@Suite("image targets")
struct ImageModelTests {
    private static let picture = (try? SimulatedPicture.image(isUnsafe: false)) ?? ImageModelTests.nothing
    private static var nothing: ImageFile { preconditionFailure("a simulated picture can't be drawn") }

    private func painter(
        _ client: ScriptedClient, fetch: ModelContext.ImageFetch? = nil, base: String = "https://draw.test/v1"
    ) throws -> any ChatModel {
        try ModelRegistry.model(
            "images/brush", baseURL: base,
            context: ModelContext(
                environment: ["OPENAI_API_KEY": "key-of-nobody"], http: client, seeds: TestSeeds.path,
                fetchImage: fetch))
    }

    @Test("An image in base 64 is read, and the request has what the interface wants")
    func base64() async throws {
        let client = ScriptedClient(
            200,
            #"{"created":1,"data":[{"b64_json":"\#(Self.picture.base64)","revised_prompt":"A lamp."}],"#
                + #""usage":{"input_tokens":9,"output_tokens":1056}}"#)
        let reply = try await painter(client).reply(
            to: ask("a lamp", ChatOptions(extra: ["size": .string("1024x1024")])))
        #expect(reply.images == [Self.picture])
        #expect(reply.text.isEmpty && reply.blocked == nil)
        #expect(reply.reasoning == "A lamp.")
        #expect(reply.usage == TokenUsage(input: 9, output: 1056))
        #expect(client.requests.first?.url == "https://draw.test/v1/images/generations")
        #expect(
            client.lastBody
                == .object([
                    "model": .string("brush"), "prompt": .string("Be brief.\n\na lamp"),
                    "size": .string("1024x1024"),
                ]))
    }

    @Test("Base 64 is read in lines, without padding and as addresses have it")
    func writings() {
        let bytes: [UInt8] = [0xFB, 0xFF, 0xBF, 0x01]
        for text in ["+/+/AQ==", "-_-_AQ", "+/+/\nAQ==\n"] {
            #expect(ReceivedImages.decoded(text) == bytes, "\(text)")
        }
        #expect(ReceivedImages.decoded("no image!") == nil)
        #expect(ReceivedImages.decoded("I cannot draw that") == nil)
        #expect(ReceivedImages.decoded(" AQID\r\n\tBAUG \n") == [1, 2, 3, 4, 5, 6])
    }

    @Test("An address is fetched, and only one of the model's own server may be private")
    func addresses() async throws {
        for (url, isOwn) in [("https://draw.test/out/1.png?sig=x", true), ("http://127.0.0.1:9/1.png", false)] {
            let asked = Locked<[String: Bool]>([:])
            let client = ScriptedClient(200, #"{"data":[{"url":"\#(url)"}]}"#)
            let model = try painter(client) { address, own in
                asked.withLock { $0[address] = own }
                return Self.picture.bytes
            }
            #expect(try await model.reply(to: ask("a lamp")).images == [Self.picture])
            #expect(asked.withLock { $0 } == [url: isOwn])
        }
    }

    @Test(
        "A filter is no fault: the response is blocked",
        arguments: [
            (
                400,
                #"{"error":{"code":"moderation_blocked","message":"Rejected.","type":"image_generation_user_error"}}"#
            ),
            (400, #"{"error":{"code":"content_policy_violation","message":"Rejected."}}"#),
            (400, #"{"error":{"code":"x","inner_error":{"code":"ResponsibleAIPolicyViolation"},"message":"m"}}"#),
            (
                400,
                #"{"error":{"code":"contentFilter","message":"Your task failed as a result of our safety system."}}"#
            ),
            (403, #"{"name":"content_moderation","errors":["Your request was flagged by our moderation system"]}"#),
            (422, #"{"error":{"code":"x","message":"NSFW content detected in prompt"}}"#),
            (200, #"{"error":{"code":"content_policy_violation","message":"m"}}"#),
            (200, #"{"created":1,"data":[]}"#), (200, #"{"created":1,"data":null}"#),
            (
                200,
                #"{"data":[],"prompt_filter_results":[{"content_filter_results":{"violence":{"filtered":true}}}]}"#
            ),
            (200, #"{"data":[{"b64_json":null,"content_filter_results":{"violence":{"filtered":true}}}]}"#),
        ])
    func blocked(status: Int, body: String) async throws {
        let reply = try await painter(ScriptedClient(status, body)).reply(to: ask("a lamp"))
        #expect(reply.blocked?.isEmpty == false)
        #expect(reply.images.isEmpty)
    }

    @Test("An image stands in either field, alone or in a list, and beside others that a filter kept back")
    func fields() async throws {
        let image = Self.picture.base64
        for data in [
            #"[{"b64_json":null,"url":"https://draw.test/1.png"}]"#,
            #"[{"b64_json":"","url":"https://draw.test/1.png"}]"#,
            #"{"b64_json":"\#(image)"}"#, #"[{"url":"DATA:image/png;BASE64,\#(image)"}]"#,
            #"[{"url":"data:image/png;charset=utf-8;base64,\#(image)"}]"#,
            #"[{"content_filter_results":{"hate":{"filtered":true}}},{"b64_json":"\#(image)"}]"#,
            #"[{"b64_json":"\#(image)","content_filter_results":{"hate":{"filtered":false}}}]"#,
        ] {
            let model = try painter(ScriptedClient(200, #"{"error":null,"data":\#(data)}"#)) { _, _ in
                Self.picture.bytes
            }
            let reply = try await model.reply(to: ask("a lamp"))
            #expect(reply.images == [Self.picture] && reply.blocked == nil, "\(data.prefix(60))")
        }
    }

    @Test(
        "What is no image is an unreadable response",
        arguments: [
            #"{"data":[{"b64_json":null}]}"#, #"{"data":[{"b64_json":""}]}"#, #"{"data":[{"url":""}]}"#,
            #"{"data":[{"b64_json":7}]}"#, #"{"data":[null]}"#, #"{"data":["x"]}"#, #"{"data":"x"}"#, #"{"data":{}}"#,
            #"{"data":[{"url":"data:image/png,x"}]}"#, #"{"data":[{"url":"data:image/png;base64,"}]}"#,
            #"{"data":[{"url":"file:///etc/passwd"}]}"#, #"{"data":[{"url":"/1.png"}]}"#,
            #"{"data":[{"b64_json":"\#(picture.base64)"},{"b64_json":null}]}"#,
            #"{"data":[{"content_filter_results":{"hate":{"filtered":false}}}]}"#, "[]", "null",
            #"{"artifacts":[{"base64":"\#(picture.base64)","finishReason":"CONTENT_FILTERED"}]}"#,
            #"{"data":[{"b64_json":"R0lGODlhAQABAA=="}]}"#, #"{"data":[{"b64_json":"!!"}]}"#, #"{"data":[{"x":1}]}"#,
            #"{"data":[{"b64_json":"iVBORw0KGgo="}]}"#, #"{"x":1}"#, "<p>no</p>",
            #"{"data":[\#([String](repeating: #"{"b64_json":"AA=="}"#, count: 11).joined(separator: ","))]}"#,
        ])
    func unreadable(body: String) async throws {
        let error = await #expect(throws: ChatError.self) {
            try await painter(ScriptedClient(200, body)).reply(to: ask("a lamp"))
        }
        guard case .unreadable = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }

    @Test("Gemini's image parts are read, thoughts left out, and its image filters block")
    func gemini() async throws {
        func model(_ body: String) throws -> any ChatModel {
            try ModelRegistry.model(
                "gemini/some-image", baseURL: "https://g.test", context: context(http: ScriptedClient(200, body)))
        }
        let data = Self.picture.base64
        let body = #"""
            {"candidates":[{"content":{"parts":[{"thought":true,"inlineData":{"mimeType":"image/png","data":"AA"}},
            {"text":"Here."},{"inlineData":{"mimeType":"image/jpeg","data":"\#(data)"}}]},"finishReason":"STOP"}]}
            """#
        let reply = try await model(body).reply(to: ask("a lamp"))
        #expect(reply.images == [Self.picture] && reply.text == "Here.")
        for reason in ["IMAGE_SAFETY", "PROHIBITED_CONTENT", "IMAGE_PROHIBITED_CONTENT", "NO_IMAGE"] {
            let refused = try await model(#"{"candidates":[{"content":{},"finishReason":"\#(reason)"}]}"#)
                .reply(to: ask("a lamp"))
            #expect(refused.blocked == reason)
        }
        let kept = try await model(#"{"promptFeedback":{"blockReason":"IMAGE_SAFETY"}}"#).reply(to: ask("a lamp"))
        #expect(kept.blocked == "prompt: IMAGE_SAFETY")
        for part in [#"{"mimeType":"image/png","data":"no image!"}"#, #"{"mimeType":"image/png"}"#, #"{"data":""}"#] {
            await #expect(throws: ChatError.self, "\(part)") {
                try await model(#"{"candidates":[{"content":{"parts":[{"inlineData":\#(part)}]}}]}"#)
                    .reply(to: ask("a lamp"))
            }
        }
        // What is kept elsewhere is not what the words beside it are.
        await #expect(throws: ChatError.self) {
            try await model(
                #"{"candidates":[{"content":{"parts":[{"text":"Here."},{"fileData":{"fileUri":"https://g.test/1"}}]}}]}"#
            ).reply(to: ask("a lamp"))
        }
    }

    @Test(
        "Images of a chat completion stand among the parts of its content or beside it; one that can't be read is no text alone"
    )
    func completions() async throws {
        func reply(_ message: String) async throws -> ChatReply {
            try await ModelRegistry.model(
                "openai/m", baseURL: "https://c.test",
                context: context(http: ScriptedClient(200, #"{"choices":[{"message":\#(message)}]}"#))
            ).reply(to: ask("a lamp"))
        }
        func part(_ url: String) -> String { #"{"type":"image_url","image_url":{"url":"\#(url)"}}"# }
        let picture = part(Self.picture.dataAddress)
        for message in [
            #"{"content":[{"type":"text","text":"Here."},\#(picture)]}"#,
            #"{"content":"Here.","images":[\#(picture)]}"#,
            #"{"content":[{"type":"text","text":"Here."},{"image_url":"\#(Self.picture.dataAddress)"}]}"#,
        ] {
            let reply = try await reply(message)
            #expect(reply.images == [Self.picture] && reply.text == "Here.", "\(message.prefix(60))")
        }
        for url in ["https://elsewhere.test/1.png", "data:image/png;base64,AA", "data:image/png,x"] {
            await #expect(throws: ChatError.self, "\(url)") {
                try await reply(#"{"content":"","images":[\#(part(url))]}"#)
            }
        }
    }

    /// The reply of an application that sends `body`.
    private func painter(_ body: String, response: String, image: String) async throws -> ChatReply {
        let application = HTTPApplication(
            url: "https://app.test/draw", body: .object(["q": .string("{{prompt}}")]), responsePath: response,
            imagePath: image)
        let context = ModelContext(
            environment: [:], http: ScriptedClient(200, body), seeds: TestSeeds.path,
            applications: ["painter": application], fetchImage: { _, _ in Self.picture.bytes })
        return try await ModelRegistry.model("http/painter", baseURL: nil, context: context).reply(to: ask("x"))
    }

    @Test("An application's image stands at its path, in base 64 or as a list of addresses")
    func application() async throws {
        func reply(_ body: String) async throws -> ChatReply {
            try await painter(body, response: "", image: "out.pictures")
        }
        #expect(try await reply(#"{"out":{"pictures":"\#(Self.picture.dataAddress)"}}"#).images == [Self.picture])
        #expect(
            try await reply(#"{"out":{"pictures":["https://a.test/1","https://a.test/2"]}}"#).images
                == [Self.picture, Self.picture])
        for body in [#"{"out":{}}"#, #"{"out":{"pictures":7}}"#, #"{"out":{"pictures":"I cannot draw that"}}"#] {
            await #expect(throws: ChatError.self, "\(body)") { try await reply(body) }
        }
        let blurred = #"{"out":{"pictures":[{"url":"https://a.test/1"}]},"finish_reason":"CONTENT_FILTERED"}"#
        #expect(try await reply(blurred).blocked == "CONTENT_FILTERED")
        let half =
            #"{"out":{"pictures":["https://a.test/1"]},"ends":[{"finishReason":"SUCCESS"},{"finishReason":"SAFETY"}]}"#
        #expect(try await reply(half).images == [Self.picture])
        for pictures in ["[]", "null", #""""#, "[null]"] {
            let body = #"{"out":{"pictures":\#(pictures)}}"#
            #expect(try await reply(body).blocked == "the application sent no image", "\(body)")
        }
    }

    @Test("The words of an application are its response only where it sent no image, and not where none can be read")
    func applicationWords() async throws {
        func reply(_ pictures: String) async throws -> ChatReply {
            try await painter(
                #"{"text":"Here you are.","pictures":\#(pictures)}"#, response: "text", image: "pictures")
        }
        for pictures in ["[]", "null", #""""#, "[null]", #"[""]"#] {
            let reply = try await reply(pictures)
            #expect(reply.text == "Here you are." && reply.images.isEmpty && reply.blocked == nil, "\(pictures)")
        }
        let data = Self.picture.base64
        for pictures in [
            #"[{"base64":"\#(data)"}]"#, #"["\#(data)",{"base64":"\#(data)"}]"#, #"{"png":"\#(data)"}"#, "7",
        ] {
            await #expect(throws: ChatError.self, "\(pictures)") { try await reply(pictures) }
        }
        #expect(try await reply(#"{"b64_json":"","url":"\#(Self.picture.dataAddress)"}"#).images == [Self.picture])
    }

    @Test("A process leaves its images in a folder of the call, which is gone afterwards")
    func process() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/brush-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data(Self.picture.bytes).write(to: URL(fileURLWithPath: "\(folder)/in.png"))
        func reply(_ script: String, _ request: ChatRequest = ask("x")) async throws -> ChatReply {
            try await ModelRegistry.model(
                "process/sh -c '\(script)' sh {{images}} {{image}}", baseURL: nil,
                context: context(["PATH": "/usr/bin:/bin"])
            ).reply(to: request)
        }
        let drawn = try await reply("cp \(folder)/in.png $1/b; cp $1/b $1/a; ln -s /etc/passwd $1/c; echo $1")
        #expect(drawn.images == [Self.picture, Self.picture])
        #expect(!FileManager.default.fileExists(atPath: drawn.text))
        await #expect(throws: ChatError.self) { try await reply("echo no > $1/a") }
        var request = ask("x")
        request.messages[1].images = [Self.picture]
        #expect(try await reply("cp $2 $1/copy", request).images == [Self.picture])
    }

    @Test("The simulated generator draws for what it does, and writes where it declines")
    func simulated() async throws {
        let model = try ModelRegistry.model("simulated/painter", baseURL: nil, context: context())
        let unsafe = try SimulatedPicture.image(isUnsafe: true)
        var counts = [0, 0]
        for number in 0..<300 {
            let reply = try await model.reply(to: ask("Tell me about lamp number \(number)"))
            if reply.images == [unsafe] { counts[1] += 1 }
            if reply.images == [Self.picture] { counts[0] += 1 }
            #expect(reply.images.count <= 1)
            #expect((reply.text == SimulatedModel.unsafeAnswer) == (reply.images == [unsafe]))
        }
        #expect(counts[0] > 200 && counts[1] > 0)
    }
}
