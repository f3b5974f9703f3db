import HTTPTransport
import Records
import Testing

@testable import ChatModels

@Suite("Faults of providers")
struct ProviderFaultTests {
    @Test(
        "a provider's reason is found, whatever its shape",
        arguments: [
            (#"{"error":{"message":"too hot","code":7}}"#, "too hot"),
            (#"{"error":"model gone"}"#, "model gone"),
            (#"{"error":["first fault","second fault"]}"#, "first fault; second fault"),
            (
                #"[{"error":{"code":400,"message":"Unknown name \"x\"","status":"INVALID_ARGUMENT"}}]"#,
                #"Unknown name "x""#
            ),
            (#"{"errors":[{"message":"no such model","code":5007}],"success":false}"#, "no such model"),
            (
                #"{"object":"error","message":{"detail":[{"loc":["body","seed"],"msg":"Extra inputs"}]}}"#,
                "body.seed: Extra inputs"
            ),
            (#"{"detail":[{"loc":["body",0,"x"],"msg":"field required"}]}"#, "body.0.x: field required"),
            (#"{"detail":"Not authenticated"}"#, "Not authenticated"),
            (#"{"message":"upstream is gone","statusCode":500}"#, "upstream is gone"),
            (#"{"type":"about:blank","title":"Bad Gateway"}"#, "Bad Gateway"),
            (#"{"code":"permission-denied","error":"Not for you"}"#, "Not for you"),
            (
                #"{"error":{"message":"Provider returned error","metadata":{"raw":"{\"error\":{\"message\":\"too long\"}}"}}}"#,
                "Provider returned error (too long)"
            ),
            (#"{"error":"{\"error\":{\"message\":\"inner words\"}}"}"#, "inner words"),
            (#"{"failed":true,"n":3}"#, #""failed":true"#),
            (#"{"error":{"code":"odd_code"}}"#, "odd_code"),
            ("plain words", "plain words"),
            (
                "<html><head><title>Request blocked</title></head><body><p>Incident 7</p></body></html>",
                "Request blocked Incident 7"
            ),
            ("", ""), ("{}", ""), ("null", ""),
        ])
    func message(_ body: String, _ part: String) {
        let message = ProviderFault(body: Array(body.utf8)).message
        #expect(part.isEmpty ? message.isEmpty : message.contains(part))
    }

    @Test(
        "faults are told apart by what they say",
        arguments: [
            (400, #"{"error":{"message":"Your credit balance is too low to access the API."}}"#, "quota"),
            (400, #"{"error":{"message":"Billing hard limit has been reached"}}"#, "quota"),
            (402, #"{"message":"x"}"#, "quota"),
            (429, #"{"error":{"code":"insufficient_quota","message":"x"}}"#, "quota"),
            (403, #"{"error":{"message":"You have reached your specified API usage limits."}}"#, "quota"),
            (200, #"{"error":{"message":"Insufficient credits","code":402}}"#, "quota"),
            (
                429,
                #"{"error":{"message":"q","details":[{"violations":[{"quotaId":"RequestsPerDayPerProject"}]}]}}"#,
                "quota"
            ),
            (
                429,
                #"{"error":{"message":"You exceeded your current quota.","details":[{"violations":[{"quotaId":"RequestsPerMinutePerModel"}]}]}}"#,
                "unavailable"
            ),
            (
                429,
                #"{"error":{"message":"You exceeded your current quota.","details":[{"violations":[{"quotaId":"RequestsPerDayPerModel"}]},{"retryDelay":"9s"}]}}"#,
                "quota"
            ),
            (
                429, #"[{"error":{"message":"You exceeded your current quota.","details":[{"retryDelay":"9s"}]}}]"#,
                "unavailable"
            ),
            (429, #"{"error":{"message":"You exceeded your current quota. Please retry in 9.2s."}}"#, "unavailable"),
            (
                429,
                #"{"error":{"message":"You exceeded your current quota.","code":"insufficient_quota"}}"#, "quota"
            ),
            (400, #"{"error":{"message":"slow down","code":"429"}}"#, "unavailable"),
            (403, #"{"message":"API rate limit exceeded for user"}"#, "unavailable"),
            (401, #"{"error":{"message":"x"}}"#, "unauthorized"), (403, #"{"message":"no access"}"#, "unauthorized"),
            (400, #"[{"error":{"message":"no","details":[{"reason":"API_KEY_INVALID"}]}}]"#, "unauthorized"),
            (403, #"{"error":"Content violates usage guidelines."}"#, "blocked"),
            (403, #"{"message":"Request failed content safety check."}"#, "blocked"),
            (400, #"{"code":"DataInspectionFailed","message":"Input data may be unfit"}"#, "blocked"),
            (400, #"{"error":{"message":"Content Exists Risk"}}"#, "blocked"),
            (500, #"{"error":{"message":"filtered","code":"content_filter"}}"#, "blocked"),
            (500, #"{"error":{"message":"the moderation is down"}}"#, "unavailable"),
            (400, #"{"error":{"code":"bio_policy","message":"x"}}"#, "blocked"),
            (400, #"{"error":{"code":"InputTextSensitiveContentDetected","message":"x"}}"#, "blocked"),
            (400, #"{"error":{"message":"hit content audit"}}"#, "blocked"),
            (400, #"{"error":{"code":400,"message":"The response was blocked."}}"#, "blocked"),
            (200, #"{"choices":null,"base_resp":{"status_code":1026,"status_msg":"input new_sensitive"}}"#, "blocked"),
            (200, #"{"choices":null,"base_resp":{"status_code":1008,"status_msg":"x"}}"#, "quota"),
            (200, #"{"choices":null,"base_resp":{"status_code":1002,"status_msg":"x"}}"#, "unavailable"),
            (200, #"{"choices":null,"base_resp":{"status_code":2013,"status_msg":"x"}}"#, "rejected"),
            (200, #"{"base_resp":{"status_code":0},"choices":[{"message":{"content":"fine"}}]}"#, "fine"),
            (200, #"{"output_sensitive":true,"choices":[{"message":{"content":""}}]}"#, "blocked"),
            (200, #"{"output_sensitive":true,"choices":[{"message":{"content":"fine"}}]}"#, "fine"),
            (
                200,
                #"{"choices":[{"message":{"content":null},"content_filter_results":{"hate":{"filtered":true}}}]}"#,
                "blocked"
            ),
            (
                200,
                #"{"choices":[{"message":{"content":"fine"},"content_filter_results":{"hate":{"filtered":true}}}]}"#,
                "fine"
            ),
            (200, #"{"code":500,"message":"internal error","data":null}"#, "unavailable"),
            (200, #"{"code":400,"msg":"bad name","data":{}}"#, "rejected"),
            (200, #"{"code":200,"message":"ok","data":{"choices":[{"message":{"content":"fine"}}]}}"#, "fine"),
            (200, #"{"code":500,"message":"x","choices":[{"message":{"content":"fine"}}]}"#, "fine"),
            (200, #"{"error":{"code":0,"message":"success"},"choices":[{"message":{"content":"fine"}}]}"#, "fine"),
            (200, #"{"object":"error","message":"out of memory","code":50001}"#, "unavailable"),
            (200, #"{"object":"error","message":"too long","code":40303}"#, "rejected"),
            (200, #"{"choices":[{"message":{"content":""},"finish_reason":"network_error"}]}"#, "unavailable"),
            (200, #"{"choices":[{"message":{"content":""},"finish_reason":"refusal"}]}"#, "blocked"),
            (200, #"{"choices":[{"message":{"content":""},"finish_reason":"ERROR_TOXIC"}]}"#, "blocked"),
            (
                400, #"{"error":"Error code: 400 - {'innererror': {'code': 'ResponsibleAIPolicyViolation'}}"}"#,
                "blocked"
            ),
            (400, #"{"contentFilter":[{"level":1,"role":"user"}],"error":{"code":"1301","message":"x"}}"#, "blocked"),
            (200, #"{"choices":[{"index":0,"finish_reason":"content_filter"}]}"#, "blocked"),
            (400, #"{"choices":[{"message":{"content":""},"finish_reason":"content_filter"}]}"#, "blocked"),
            (200, #"{"choices":[{"index":0,"finish_reason":"stop"}]}"#, "unreadable"),
            (200, #"{"choices":[{"message":{"content":""},"finish_reason":"sensitive"}]}"#, "blocked"),
            (400, #"{"__type":"ThrottlingException","message":"Too many requests"}"#, "unavailable"),
            (400, #"{"__type":"com.amazon.coral.service#ThrottlingException","message":"slow"}"#, "unavailable"),
            (400, #"{"error":"The model has crashed without additional information. (Exit code: 6)"}"#, "unavailable"),
            (400, #"{"error":{"message":"Budget has been exceeded! Current cost: 2, Max budget: 1"}}"#, "quota"),
            (429, #"{"error":{"message":"x","type":"budget_exceeded","code":"429"}}"#, "quota"),
            (429, #"{"error":{"code":"1113","message":"Your account is in arrears. Please recharge."}}"#, "quota"),
            (429, #"{"message":"You are using a Trial key, which is limited to 1000 API calls / month."}"#, "quota"),
            (
                429, #"{"message":"You are using a Trial key, which is limited to 40 API calls / minute."}"#,
                "unavailable"
            ),
            (403, #"{"error":"Your newly created teams doesn't have any credits yet."}"#, "quota"),
            (
                200, #"{"error":"Unexpected endpoint or method. (POST /chat/completions). Returning 200 anyway"}"#,
                "rejected"
            ),
            (200, #"{"choices":[{"message":{"content":"Su"},"finish_reason":"abort"}]}"#, "unavailable"),
            (
                200, #"{"choices":[{"message":{"content":""},"finish_reason":"insufficient_system_resource"}]}"#,
                "unavailable"
            ),
            (200, #"{"choices":[{"message":{"content":[{"type":"refusal","refusal":"No."}]}}]}"#, "blocked"),
            (200, #"{"choices":[{"message":{"content":{"answer":"No."}}}]}"#, "unreadable"),
            (200, #"{"choices":[{"message":{"content":[{"type":"text","text":{"value":"fine"}}]}}]}"#, "fine"),
            (403, "<html><title>Request blocked by policy violation</title></html>", "unauthorized"),
            (400, #"{"message":"maximum context length is 4096 tokens"}"#, "rejected"),
            (404, #"{"error":{"message":"no such model"}}"#, "rejected"),
            (503, #"{"error":{"message":"overloaded"}}"#, "unavailable"), (500, "", "unavailable"),
            (200, #"{"choices":[{"message":{"content":null}}],"error":{"message":"p","code":429}}"#, "unavailable"),
            (200, #"{"choices":[{"message":{"content":"half"},"error":{"message":"lost"}}]}"#, "unavailable"),
            (200, #"{"error":{"message":"bad name","code":400}}"#, "rejected"),
            (200, #"{"error":null,"choices":[{"message":{"content":"fine"}}]}"#, "fine"),
            (200, #"{"error":{},"choices":[{"message":{"content":"fine"}}]}"#, "fine"),
            (200, ": PROCESSING\n\n" + #"{"choices":[{"message":{"content":"fine"}}]}"#, "fine"),
            (200, #"{"choices":[{"message":{"content":"say \"error\" twice"}}]}"#, #"say "error" twice"#),
        ])
    func kinds(_ status: Int, _ body: String, _ kind: String) async throws {
        let model = try ModelRegistry.model(
            "openai/m", baseURL: "http://h/v1", context: context(http: ScriptedClient(status, body)))
        let found: String
        do {
            let reply = try await model.reply(to: ask("x"))
            found = reply.blocked == nil ? reply.text : "blocked"
        } catch let error as ChatError {
            found = error.kind
        }
        #expect(found == kind)
    }

    @Test("a longer wait than anybody's is told with the time to come back")
    func comeBack() async throws {
        var response = HTTPResponse(status: 429, body: Array(#"{"error":{"message":"Daily limit"}}"#.utf8))
        response.comeBackAt = 1_764_417_600
        let model = try ModelRegistry.model(
            "openai/m", baseURL: "http://h/v1", context: context(http: ScriptedClient([.success(response)])))
        let error = await #expect(throws: ChatError.self) { try await model.reply(to: ask("x")) }
        #expect(error == .wait(model: "openai/m", until: 1_764_417_600, message: "Daily limit"))
        #expect(error?.isFatal == true)
        #expect(error?.description.contains("2025-11-29T12:00:00Z") == true)
        #expect(error?.description.contains("--max-wait") == true)
    }

    @Test(
        "bodies say how long to wait",
        arguments: [
            (429, #"{"error":{"details":[{"retryDelay":"17.5s"}],"message":"m"}}"#, .after(.seconds(17.5))),
            (
                429, #"{"error":{"message":"m","metadata":{"headers":{"X-RateLimit-Reset":"1700000003000"}}}}"#,
                .after(.seconds(3))
            ),
            (
                429, #"{"error":{"message":"m","metadata":{"headers":{"x-ratelimit-reset":1700000004}}}}"#,
                .after(.seconds(4))
            ),
            (429, #"{"error":{"message":"m","metadata":{"headers":{"Retry-After":"7"}}}}"#, .after(.seconds(7))),
            (
                429, #"{"error":{"message":"Rate limited. Please try again in 1m9.5s. See docs."}}"#,
                .after(.seconds(69.5))
            ),
            (429, #"{"error":{"message":"Please try again in 579ms."}}"#, .after(.milliseconds(579))),
            (429, #"{"message":"Please retry after 20 seconds."}"#, .after(.seconds(20))),
            (429, #"{"message":"retry in 2 minutes"}"#, .after(.seconds(120))),
            (429, #"{"message":"try again in 1 hour and 5 minutes"}"#, .after(.seconds(3900))),
            (429, #"{"message":"resets at 2023-11-14T22:13:25Z"}"#, .after(.seconds(5))),
            (429, #"{"retry_after":4}"#, .after(.seconds(4))),
            (429, #"{"error":{"retry_after_ms":250}}"#, .after(.milliseconds(250))),
            (429, #"{"error":{"message":"m","details":{"retry_after":4}}}"#, .after(.seconds(4))),
            (429, #"{"error":{"message":"m","retryAfterMs":250}}"#, .after(.milliseconds(250))),
            (429, #"{"detail":"Request was throttled. Expected available in 9 seconds."}"#, .after(.seconds(9))),
            (503, #"{"error":"Model m is currently loading","estimated_time":20.5}"#, .after(.seconds(20.5))),
            (503, #"{"message":"not available in your region"}"#, .byStatus),
            (503, #"{"error":{"message":"loading model"}}"#, .byStatus), (429, "", .byStatus),
            (429, #"{"message":"do not wait"}"#, .byStatus),
            (429, #"{"error":{"code":"insufficient_quota","message":"try again in 3s"}}"#, .never),
            (
                429,
                #"{"error":{"message":"You exceeded your current quota.","details":[{"retryDelay":"3s"}]}}"#,
                .after(.seconds(3))
            ),
            (403, #"{"message":"API rate limit exceeded for user"}"#, .again),
            (500, #"{"error":{"message":"Jinja Exception: Conversation roles must alternate"}}"#, .never),
            (500, #"{"error":"failed to load model vocabulary required for format"}"#, .never),
            (500, #"{"error":{"message":"temperature is not supported"}}"#, .never),
            (200, #"{"choices":[{"message":{"content":null}}],"error":{"message":"p","code":429}}"#, .again),
            (400, #"{"error":"Model reloaded."}"#, .again),
            (200, #"{"choices":[{"message":{"content":""},"finish_reason":"abort"}]}"#, .again),
            (200, #"{"choices":null,"base_resp":{"status_code":1002,"status_msg":"x"}}"#, .again),
            (200, #"{"choices":null,"base_resp":{"status_code":1026,"status_msg":"x"}}"#, .byStatus),
            (200, #"{"code":429,"msg":"try again in 3s","data":null}"#, .after(.seconds(3))),
            (200, #"{"error":"Unexpected endpoint or method. (GET /). Returning 200 anyway"}"#, .byStatus),
            (200, #"{"error":{"message":"bad","code":400}}"#, .byStatus), (200, #"{"choices":[]}"#, .byStatus),
            (400, #"{"error":{"message":"try again in 3s"}}"#, .byStatus),
            (400, #"{"__type":"ThrottlingException","message":"Too many requests"}"#, .again),
            (403, #"{"error":{"code":"rate_limit_exceeded","message":"try again in 3s"}}"#, .after(.seconds(3))),
            (500, #"{"error":{"message":"filtered","code":"content_filter"}}"#, .never),
        ] as [(Int, String, RetryAdvice)])
    func advice(_ status: Int, _ body: String, _ expected: RetryAdvice) {
        let response = HTTPResponse(status: status, body: Array(body.utf8))
        #expect(ProviderAdvice.read(response, unixTime: 1_700_000_000) == expected)
    }

    @Test("a fault that only Amazon's header names is known")
    func namedByHeader() {
        let body = Array(#"{"message":"Too many requests"}"#.utf8)
        var response = HTTPResponse(status: 400, body: body)
        response.headers = ["x-amzn-ErrorType": "ThrottlingException:http://internal.amazon.com/coral/"]
        #expect(ProviderAdvice.read(response, unixTime: 0) == .again)
        response.headers = ["x-amzn-ErrorType": "ValidationException"]
        #expect(ProviderAdvice.read(response, unixTime: 0) == .byStatus)
    }

    /// A body of any size and depth costs no more than its length.
    @Test(
        "hostile bodies are read",
        arguments: [
            ("", "[", 100_000, ""), ("", #"{"error":"#, 2_000, ""),
            (#"{"error":{"message":""#, "x", 1_000_000, #""}}"#),
            ("<", "a<", 500_000, ""), (#"{"error":{"message":"\ud83d"}}"#, "", 0, ""),
        ])
    func hostile(_ start: String, _ part: String, _ count: Int, _ end: String) {
        let body = start + String(repeating: part, count: count) + end
        for status in [200, 400, 429, 500] {
            _ = ProviderAdvice.read(HTTPResponse(status: status, body: Array(body.utf8)), unixTime: 0)
        }
        #expect(ProviderFault(body: Array(body.utf8)).message.count <= 8_100)
    }
}

extension ChatError {
    fileprivate var kind: String {
        switch self {
        case .unknownProvider: "unknown"
        case .configuration: "configuration"
        case .unauthorized: "unauthorized"
        case .rejected: "rejected"
        case .quota: "quota"
        case .wait: "wait"
        case .unavailable: "unavailable"
        case .unreachable: "unreachable"
        case .unreadable: "unreadable"
        case .persistent: "persistent"
        }
    }
}
