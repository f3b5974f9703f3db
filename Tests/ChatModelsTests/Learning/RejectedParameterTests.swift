import Foundations
import Records
import Testing

@testable import ChatModels

/// What rejections teach, in the shapes of many servers. The wordings are this project's own.
@Suite("rejected parameters")
struct RejectedParameterTests {
    private static let options: ChatOptions = {
        var options = ChatOptions(temperature: 0, maxTokens: 9, seed: 1, stop: ["END"], extra: ["top_k": .int(3)])
        options.logProbabilities = true
        return options
    }()

    private func lesson(
        _ status: Int, _ body: String, roles: [ChatRequest.Role] = [.system, .user], schema: Bool = true,
        options: ChatOptions = Self.options, habits: ServerHabits = ServerHabits()
    ) -> Lesson? {
        let request = ChatRequest(
            messages: roles.map { .init($0, "text") }, options: options,
            schema: schema ? OutputSchema("x", members: ["a": OutputSchema.text]) : nil)
        let sent = SentRequest(
            habits.adapted(request), habits, forms: SchemaForm.openAI, hasOtherTokenName: true)
        return RejectedParameter(status: status, body: Array(body.utf8)).lesson(for: sent)
    }

    @Test(
        "the parameter is found in every shape",
        arguments: [
            (
                #"{"error":{"message":"not with this model","param":"temperature","code":"unsupported_value"}}"#,
                .temperature
            ),
            (#"{"error":{"message":"'temperature' does not support 0 with this model.","param":null}}"#, .temperature),
            (
                #"{"message":{"detail":[{"type":"extra_forbidden","loc":["body","seed"],"msg":"Extra inputs are not permitted"}]}}"#,
                .seed
            ),
            (#"{"detail":[{"loc":["body","random_seed"],"msg":"Extra inputs are not permitted","input":5}]}"#, .seed),
            (#"{"error":["value is not a valid float: `temperature`"]}"#, .temperature),
            (
                #"[{"error":{"code":400,"status":"INVALID_ARGUMENT","details":[{"fieldViolations":[{"field":"generation_config.stop_sequences"}]}]}}]"#,
                .stop
            ),
            (
                #"{"code":"Client specified an invalid argument","error":"Argument not supported on this model: stop"}"#,
                .stop
            ),
            (#"{"error":"Argument not supported on this model: topLogprobs"}"#, .logProbabilities),
            ("temperature is not supported here", .temperature),
            ("temperature must be in (0, 2], got 0.0", .temperature),
            (#"{"error":"Input validation error: `temperature` must be strictly positive"}"#, .temperature),
            (#"{"message":"'temperature' has to be greater than 0.0"}"#, .temperature),
            ("Unknown parameter seed", .seed), ("unrecognized request argument supplied: logprobs", .logProbabilities),
            (
                #"{"type":"error","error":{"type":"invalid_request_error","message":"`temperature` is deprecated for this model."}}"#,
                .temperature
            ),
            (
                #"{"error":{"message":"upstream","metadata":{"raw":"{\"error\":{\"message\":\"no\",\"param\":\"seed\"}}"}}}"#,
                .seed
            ),
        ] as [(String, Setting)])
    func settings(body: String, setting: Setting) {
        for status in [400, 422] { #expect(lesson(status, body) == .drop(setting)) }
        var without = Self.options
        without.temperature = nil
        without.seed = nil
        without.stop = []
        without.logProbabilities = false
        #expect(lesson(400, body, schema: false, options: without) == nil, "what was not sent is not at fault")
    }

    @Test("the limit of tokens is renamed first, then dropped")
    func tokenLimit() {
        let body =
            #"{"error":{"message":"Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens'.","param":"max_tokens"}}"#
        #expect(lesson(400, body) == .renameTokenLimit)
        #expect(lesson(400, body, habits: ServerHabits(usesOtherTokenName: true)) == .drop(.tokenLimit))
    }

    @Test(
        "roles and templates",
        arguments: [
            (
                400, #"{"object":"error","message":"System role not supported","code":400}"#, [.system, .user],
                .foldSystem
            ),
            (
                500,
                #"{"error":{"code":500,"message":"Jinja Exception: Conversation roles must alternate user/assistant"}}"#,
                [.system, .user], .foldSystem
            ),
            (400, #"{"error":"Error rendering prompt with jinja template: no"}"#, [.system, .user], .foldSystem),
            (
                400, #"{"error":{"message":"Developer instruction is not enabled for models/m"}}"#, [.system, .user],
                .foldSystem
            ),
            (
                400, #"{"error":{"message":"'messages[0].role' does not support 'system' with this model."}}"#,
                [.system, .user], .foldSystem
            ),
            (400, "unknown role: system", [.system, .user], .foldSystem),
            (
                400, #"{"error":{"message":"This model does not support assistant message prefill."}}"#,
                [.user, .assistant], .endWithUser
            ),
            (400, #"{"message":"Expected last role user but got assistant"}"#, [.user, .assistant], .endWithUser),
            (500, "jinja: conversation roles must alternate", [.user, .assistant], .endWithUser),
            (400, #"{"object":"error","message":"System role not supported"}"#, [.user], nil),
        ] as [(Int, String, [ChatRequest.Role], Lesson?)])
    func roles(status: Int, body: String, roles: [ChatRequest.Role], expected: Lesson?) {
        #expect(lesson(status, body, roles: roles, schema: false) == expected)
    }

    @Test(
        "the form of a schema is stepped down, to the prompt alone where its field is unknown",
        arguments: [
            (#"{"error":{"message":"This model does not support response format `json_schema`"}}"#, .schema(1)),
            (
                #"{"error":{"message":"Unsupported","param":"response_format","code":"unsupported_parameter"}}"#,
                .schema(3)
            ),
            (#"{"error":{"message":"Unrecognized request argument supplied: response_format"}}"#, .schema(3)),
            (
                #"{"detail":[{"type":"extra_forbidden","loc":["body","response_format"],"msg":"Extra inputs are not permitted"}]}"#,
                .schema(3)
            ),
            (
                #"{"detail":[{"type":"literal_error","loc":["body","response_format","type"],"msg":"Input should be 'text' or 'json_object'"}]}"#,
                .schema(1)
            ),
            (#"{"error":{"message":"No endpoints found that can handle the requested parameters."}}"#, .schema(1)),
            ("Failed to deserialize the JSON body into the target type", .schema(1)),
            (#"{"error":"failed to load model vocabulary required for format"}"#, .schema(1)),
            (#"{"error":{"message":"something else"}}"#, .perhapsSchema(3)),
        ] as [(String, Lesson)])
    func schemas(body: String, expected: Lesson) {
        #expect(lesson(400, body, options: ChatOptions()) == expected)
        #expect(lesson(400, body, schema: false, options: ChatOptions()) == nil)
        #expect(lesson(400, body, options: ChatOptions(), habits: ServerHabits(schemaStep: 3)) == nil)
    }

    @Test("a server that knows no json_object either goes on to the prompt")
    func onlyText() {
        let body = #"{"error":"'response_format.type' must be 'json_schema' or 'text'"}"#
        #expect(lesson(400, body, options: ChatOptions(), habits: ServerHabits(schemaStep: 1)) == .schema(3))
    }

    @Test(
        "lengths, values out of bounds and other statuses teach nothing",
        arguments: [
            (400, "This model's maximum context length is 100 tokens; 'max_tokens' is too large"),
            (400, #"{"error":{"message":"temperature must be between 0 and 2","param":"temperature"}}"#),
            (401, "temperature is not supported"), (403, "`seed`"), (429, "`seed`"), (503, "System role not supported"),
            (500, "internal error"),
        ])
    func nothing(status: Int, body: String) {
        #expect(lesson(status, body) == nil)
    }

    @Test("a field that the user has set is named, and one of the program's own goes first")
    func ownFields() {
        let body = #"{"error":{"message":"Unrecognized request argument supplied: 'top_k'"}}"#
        #expect(lesson(400, body, schema: false) == .ownField("top_k"))
        #expect(lesson(400, "'temperature' is not supported with 'top_k'") == .drop(.temperature))
    }

    @Test("what a rejection repeats of the request does not count")
    func echoes() {
        let body = #"{"detail":[{"loc":["body","messages"],"msg":"invalid","input":"'temperature' is not supported"}]}"#
        #expect(lesson(422, body, schema: false) == nil)
    }
}
