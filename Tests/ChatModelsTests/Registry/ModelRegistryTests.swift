import Foundations
import HTTPTransport
import Records
import SafetyGrid
import Testing

@testable import ChatModels

@Suite struct ModelRegistryTests {
    @Test(arguments: ["gpt-4o", "nobody/model", "/x", "", "OpenAI/x"])
    func unknownProvidersListTheKnown(name: String) throws {
        let error = #expect(throws: ChatError.self) {
            try ModelRegistry.model(name, baseURL: nil, context: context())
        }
        #expect(error == .unknownProvider(name, known: ModelRegistry.providers))
        #expect(error?.description.contains("simulated") == true)
    }

    @Test(arguments: [
        ("openai/x", "OPENAI_API_KEY"), ("mistral/x", "MISTRAL_API_KEY"), ("groq/x", "GROQ_API_KEY"),
        ("together/x", "TOGETHER_API_KEY"), ("openrouter/a/b", "OPENROUTER_API_KEY"),
    ])
    func missingKeysAreNamed(name: String, variable: String) throws {
        for environment in [[:], [variable: ""], [variable: "  \n"]] {
            let error = #expect(throws: ChatError.self) {
                try ModelRegistry.model(name, baseURL: nil, context: context(environment))
            }
            #expect(error?.description.contains(variable) == true)
            #expect(error?.isFatal == true)
        }
        #expect(throws: Never.self) {
            try ModelRegistry.model(name, baseURL: "http://127.0.0.1:1", context: context())
        }
        #expect(try ModelRegistry.model(name, baseURL: nil, context: context([variable: "k-1"])).name == name)
    }

    @Test(arguments: [
        "http://user:hunter22@host/v1", "https://hunter22@host", "ftp://host", "host:80", "http://", "http://:80",
        "http://host/v1?key=hunter22", "http://host/#x", "",
    ])
    func unfitAddressesAreRefused(url: String) throws {
        let error = #expect(throws: ChatError.self) {
            try ModelRegistry.model("openai/x", baseURL: url, context: context(["OPENAI_API_KEY": "k-1"]))
        }
        guard case .configuration = error else { return #expect(Bool(false), "\(String(describing: error))") }
        #expect(error?.description.contains("hunter22") == false)
    }

    @Test(
        "a variable of the environment stands in an address as it does in a header",
        arguments: ["openai/x", "anthropic/x", "ollama/x", "http/desk"])
    func addressesOfTheEnvironment(name: String) async throws {
        let desk = HTTPApplication(
            url: "${GATEWAY}/ask", body: .object(["q": .string("{{prompt}}")]), responsePath: "text")
        let client = ScriptedClient(500, "{}")
        let world = context(["GATEWAY": "http://gate.test "], http: client, applications: ["desk": desk])
        for address in ["${GATEWAY}/v1", nil] where address != nil || name == "http/desk" {
            _ = try? await ModelRegistry.model(name, baseURL: address, context: world)
                .reply(to: ChatRequest(messages: [.init(.user, "hello")]))
        }
        let urls = client.requests.map(\.url)
        #expect(!urls.isEmpty && urls.allSatisfy { $0.hasPrefix("http://gate.test/") }, "\(urls)")
        let error = #expect(throws: ChatError.self) {
            try ModelRegistry.model(name, baseURL: "${GATEWAY}/v1", context: context(applications: ["desk": desk]))
        }
        #expect(
            error?.description.contains("the base URL needs GATEWAY, which is not set in the environment") == true)
    }

    @Test("the keys that doctor looks for are those that the providers ask for")
    func keyVariables() {
        var asked: Set<String> = []
        for provider in ModelRegistry.providers {
            do {
                _ = try ModelRegistry.model(
                    "\(provider)/x", baseURL: nil, context: context(["AZURE_OPENAI_ENDPOINT": "https://unit.test"]))
            } catch {
                asked.formUnion("\(error)".matches(of: /[A-Z_]+_API_KEY/).map { String($0.output) })
            }
        }
        #expect(asked == Set(ModelRegistry.keyVariables))
    }

    @Test("quotes around a key are those of the file it was read from", arguments: ["\"sk-1\"", "'sk-1' ", "sk-1\n"])
    func quotedKeys(_ value: String) async throws {
        let client = ScriptedClient(200, #"{"choices":[{"message":{"content":"a"}}]}"#)
        let model = try ModelRegistry.model(
            "openai/x", baseURL: nil, context: context(["OPENAI_API_KEY": value], http: client))
        _ = try await model.reply(to: ask("x"))
        #expect(client.requests.first?.headers["authorization"] == "Bearer sk-1")
    }

    @Test func keysWithControlCharactersAreRefusedUnseen() throws {
        let error = #expect(throws: ChatError.self) {
            try ModelRegistry.model("openai/x", baseURL: nil, context: context(["OPENAI_API_KEY": "sk-se\ncret"]))
        }
        #expect(error?.description.contains("OPENAI_API_KEY") == true)
        #expect(error?.description.contains("cret") == false)
    }

    @Test func unknownProfilesListTheKnown() throws {
        let error = #expect(throws: ConfigurationError.self) {
            try ModelRegistry.model("simulated/none", baseURL: nil, context: context())
        }
        guard case .unknownID(_, "none", let known) = error else { return #expect(Bool(false)) }
        #expect(known.contains("default") && known.contains("slow"))
    }

    @Test func simulatedModelsTakeNoAddress() {
        #expect(throws: ChatError.self) {
            try ModelRegistry.model("simulated/default", baseURL: "http://127.0.0.1:1", context: context())
        }
    }

    @Test func modelsDoNotShowTheirKeys() throws {
        let key = "sk-test-0123456789abcdef"
        let environment = Dictionary(
            uniqueKeysWithValues: ["OPENAI", "MISTRAL", "GROQ", "TOGETHER", "OPENROUTER", "ANTHROPIC", "GEMINI"]
                .map { ("\($0)_API_KEY", key) })
        for provider in ModelRegistry.providers {
            guard let model = try? ModelRegistry.model("\(provider)/m", baseURL: nil, context: context(environment))
            else { continue }
            var dumped = ""
            dump(model, to: &dumped)
            #expect(!dumped.contains(key), "\(provider)")
            #expect(!String(describing: model).contains(key), "\(provider)")
        }
    }

    @Test func contextsDoNotShowTheirKeys() {
        let application = HTTPApplication(
            url: "https://app.test/ask?code=hunter22", headers: ["X-Key": "hunter22"], body: .null, responsePath: "a")
        let context = context(["OPENAI_API_KEY": "hunter22"], applications: ["helper": application])
        for value in [context, application] as [any Sendable] {
            var dumped = ""
            dump(value, to: &dumped)
            #expect(!dumped.contains("hunter22"))
            #expect(!"\(value) \(String(reflecting: value))".contains("hunter22"))
        }
        #expect("\(context)".contains("helper"))
        #expect("\(application)" == "POST https://app.test/ask")
    }
}
