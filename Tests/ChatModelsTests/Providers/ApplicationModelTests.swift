import FoundationEssentials
import Foundations
import HTTPTransport
import Records
import Testing

@testable import ChatModels

@Suite struct ApplicationModelTests {
    private static let secret = "s3cret-value"

    private func model(
        _ client: ScriptedClient, path: String = "$.answers[0]['text']", url: String = "https://app.test/ask?lang=en",
        environment: [String: String] = ["APP_TOKEN": secret], headers: [String: String] = ["X-App": "v=${APP_TOKEN};"]
    ) throws -> any ChatModel {
        let body: JSONValue = .object([
            "q": .string("Q: {{prompt}}"), "chat": .string("{{messages}}"), "n": .int(1), "list": .array([.null]),
        ])
        let application = HTTPApplication(url: url, headers: headers, body: body, responsePath: path)
        return try ModelRegistry.model(
            "http/helper", baseURL: nil,
            context: context(environment, http: client, applications: ["helper": application]))
    }

    @Test func promptsCannotBreakOutOfTheBody() async throws {
        let client = ScriptedClient(200, #"{"answers":[{"text":"fine"}]}"#)
        let prompt = #"a "quoted", \ {{messages}} {{prompt}}"# + "\n\u{1}"
        let reply = try await model(client).reply(to: ask(prompt))
        #expect(reply.text == "fine")
        #expect(client.requests.first?.url == "https://app.test/ask?lang=en")
        #expect(client.requests.first?.headers["x-app"] == "v=\(Self.secret);")
        #expect(
            client.lastBody
                == .object([
                    "q": .string("Q: " + prompt), "n": .int(1), "list": .array([.null]),
                    "chat": .array([
                        .object(["role": .string("system"), "content": .string("Be brief.")]),
                        .object(["role": .string("user"), "content": .string(prompt)]),
                    ]),
                ]))
    }

    private func sent(_ body: JSONValue, type: String? = nil, _ prompt: String) async throws -> String {
        let client = ScriptedClient(200, #"{"a":"fine"}"#)
        let application = HTTPApplication(
            url: "https://app.test/ask", headers: type.map { ["content-type": $0] } ?? [:], body: body,
            responsePath: "a")
        let model = try ModelRegistry.model(
            "http/helper", baseURL: nil, context: context(http: client, applications: ["helper": application]))
        _ = try await model.reply(to: ask(prompt))
        let request = try #require(client.requests.first)
        if let type { #expect(request.headers["Content-Type"] == type) }
        return String(decoding: request.body, as: UTF8.self)
    }

    @Test(
        "what would be sent as it is written is a fault of the configuration",
        arguments: [
            (["X-Ask": "{{prompt}}"], "{{prompt}}", "header 'X-Ask'"), ([:], "{{prompt}} ${APP_KEY}", "${NAME}"),
            ([:], "{{prompt}} ${x} $HOME", nil),
        ] as [([String: String], String, String?)])
    func misplaced(headers: [String: String], body: String, problem: String?) {
        let application = HTTPApplication(
            url: "https://app.test/ask", headers: headers, body: .object(["q": .string(body)]), responsePath: "a")
        let context = context(http: ScriptedClient(200, "{}"), applications: ["helper": application])
        do {
            _ = try ModelRegistry.model("http/helper", baseURL: nil, context: context)
            #expect(problem == nil)
        } catch {
            #expect(problem.map { "\(error)".contains($0) } == true, "\(error)")
        }
    }

    @Test(
        "a text that is all of the body is sent as its type wants it",
        arguments: [
            ("text/plain", "Q: {{prompt}}", "Q: a=\"b\" & <c>\n+1%"),
            ("application/x-www-form-urlencoded", "q={{prompt}}&n=1", "q=a%3D%22b%22+%26+%3Cc%3E%0A%2B1%25&n=1"),
            ("text/xml; charset=utf-8", "<q>{{prompt}}</q>", "<q>a=&quot;b&quot; &amp; &lt;c&gt;\n+1%</q>"),
            ("application/json", "{{prompt}}", #""a=\"b\" & <c>\n+1%""#),
        ])
    func plainBodies(type: String, body: String, expected: String) async throws {
        #expect(try await sent(.string(body), type: type, "a=\"b\" & <c>\n+1%") == expected)
    }

    @Test(
        "a prompt stays one text in what is JSON once more, or a query, and is written as it is elsewhere",
        arguments: [
            (#"{"q": "Q: {{prompt}}"}"#, #"{"q": "Q: a \"b\"\n{{x}}"}"#),
            (#"[{"q": {{prompt}}}]"#, #"[{"q": "a \"b\"\n{{x}}"}]"#),
            (#"mutation { say(q: "{{prompt}}") }"#, #"mutation { say(q: "a \"b\"\n{{x}}") }"#),
            (#"{ say(q: "{{prompt}}") { text } }"#, #"{ say(q: "a \"b\"\n{{x}}") { text } }"#),
            (#"Say "{{prompt}}" {now}"#, "Say \"a \"b\"\n{{x}}\" {now}"), ("[{{prompt}}]", "[a \"b\"\n{{x}}]"),
            ("{{prompt}}", "a \"b\"\n{{x}}"), ("[INST] {{prompt}} [/INST]", "[INST] a \"b\"\n{{x}} [/INST]"),
        ])
    func codeInTexts(text: String, expected: String) async throws {
        let body = try await sent(.object(["m": .string(text)]), "a \"b\"\n{{x}}")
        #expect(try JSONDecoder().decode(JSONValue.self, from: Data(body.utf8)) == .object(["m": .string(expected)]))
    }

    @Test(arguments: [
        ("", "plain text", "plain text"), ("a.b[1]", #"{"a":{"b":["x","y"]}}"#, "y"), ("$", #""root""#, "root"),
        ("a", #"{"a":null}"#, ""), ("a.1.b", #"{"a":[0,{"b":"x"}]}"#, "x"), ("a", #"{"a":42}"#, "42"),
        ("[-1].text", #"[{"text":"x"},{"text":"y"}]"#, "y"), ("a.-2", #"{"a":["x","y"]}"#, "x"),
        ("[*].text", #"[{"text":"x"},{"image":"u"},{"text":"y"}]"#, "x\ny"), ("a[*]", #"{"a":[]}"#, ""),
        ("a", #"{"a":["x","y"]}"#, "x\ny"), ("a", #"{"a":[{"type":"text","text":"x"},{"type":"image"}]}"#, "x"),
        ("a", "data: {\"a\":\"Sure\"}\n\ndata: {\"a\":\"Sure, so\"}\n\n", "Sure, so"),
        ("a", "data: {\"a\":\"ha\"}\n\ndata: {\"a\":\"ha\"}\n\n", "haha"),
        ("a[*].b[*]", #"{"a":[{"b":["x","y"]},{"b":["z"]}]}"#, "x\ny\nz"),
        ("body.a", #"{"status":200,"body":"{\"a\":\"x\"}"}"#, "x"),
    ])
    func responsePaths(path: String, body: String, text: String) async throws {
        #expect(try await model(ScriptedClient(200, body), path: path).reply(to: ask("x")).text == text)
    }

    @Test("a prompt can stand in the address, and has to stand somewhere")
    func promptInTheAddress() async throws {
        let client = ScriptedClient(200, #"{"a":"fine"}"#)
        func model(_ url: String, _ body: JSONValue) throws -> any ChatModel {
            let application = HTTPApplication(url: url, method: "GET", body: body, responsePath: "a")
            return try ModelRegistry.model(
                "http/helper", baseURL: nil, context: context(http: client, applications: ["helper": application]))
        }
        _ = try await model("https://app.test/ask?q={{prompt}}", .null).reply(to: ask("a & {{token}}"))
        #expect(client.requests.map(\.url) == ["https://app.test/ask?q=a%20%26%20%7B%7Btoken%7D%7D"])
        #expect(client.requests.first?.body.isEmpty == true)
        let error = #expect(throws: ChatError.self) {
            try model("https://app.test/ask", .object(["q": .string("{prompt}")]))
        }
        #expect(error?.description.contains("{{prompt}}") == true)
    }

    @Test(arguments: [
        ("a.c", #"{"a":{"b":1}}"#), ("a[5]", #"{"a":[1]}"#), ("a[-2]", #"{"a":[1]}"#), ("a[*].b", #"{"a":[{"c":1}]}"#),
        ("a[*]", #"{"a":{"b":1}}"#), ("a", #"{"a":{}}"#), ("a", "<p>no</p>"),
    ])
    func pathsThatLeadNowhere(path: String, body: String) async throws {
        let error = await #expect(throws: ChatError.self) {
            try await model(ScriptedClient(200, body), path: path).reply(to: ask("x"))
        }
        guard case .unreadable = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }

    @Test(arguments: ["a[", "a[x]", "a..b", "[-x]", "[**]", "."])
    func pathsThatAreNone(path: String) {
        #expect(throws: ChatError.self) { try model(ScriptedClient([]), path: path) }
    }

    @Test func missingVariablesAndNamesAreNamed() throws {
        let error = #expect(throws: ChatError.self) { try model(ScriptedClient([]), environment: [:]) }
        #expect(error?.description.contains("APP_TOKEN") == true)
        let unknown = #expect(throws: ChatError.self) {
            try ModelRegistry.model("http/other", baseURL: nil, context: context())
        }
        #expect(unknown?.description.contains("no HTTP application is configured") == true)
        #expect(throws: ChatError.self) { try model(ScriptedClient([]), url: "https://u:p@h/") }
    }

    @Test func valuesOfVariablesAreNeverShown() async throws {
        let client = ScriptedClient(500, #"{"error":"bad header v=\#(Self.secret);"}"#)
        let model = try model(client)
        let error = await #expect(throws: ChatError.self) { try await model.reply(to: ask("x")) }
        #expect(error?.description.contains("bad header") == true)
        #expect(error?.description.contains(Self.secret) == false)
        var dumped = ""
        dump(model, to: &dumped)
        #expect(!dumped.contains(Self.secret))
    }

    @Test func addressesAreShownWithoutTheirQuery() async throws {
        let client = ScriptedClient([.failure(.timeout(host: "app.test", after: .seconds(1)))])
        let model = try model(client, url: "https://app.test/ask?code=hunter22-long")
        let error = await #expect(throws: ChatError.self) { try await model.reply(to: ask("x")) }
        #expect(error?.description.contains("https://app.test/ask") == true)
        #expect(error?.description.contains("hunter22") == false)
        #expect(client.requests.first?.url == "https://app.test/ask?code=hunter22-long")
    }
}
