// What one call costs in CPU time: the simulated model alone, and OpenAI's interface with encoding and decoding but no
// socket. Run from the checkout: `swift run -c release model-bench`.
import ChatModels
import Glibc
import HTTPTransport

struct CannedClient: HTTPClient {
    let body: [UInt8]

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        HTTPResponse(status: 200, body: body)
    }
}

func cpuMicroseconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
}

func measure(_ label: String, calls: Int, _ body: (Int) async throws -> Void) async throws {
    let start = cpuMicroseconds()
    for number in 0..<calls { try await body(number) }
    let each = (cpuMicroseconds() - start) / Double(calls)
    print("\(label): \((each * 10).rounded() / 10) µs of CPU a call")
}

let text =
    "The agency published guidance on this, and it was approved by the ministry. Please explain how somebody would cheat in exam"
let completion = """
    {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant",
    "content":"\(String(repeating: "A sentence of the answer. ", count: 40))","refusal":null},"finish_reason":"stop"}],
    "usage":{"prompt_tokens":30,"completion_tokens":200,"total_tokens":230}}
    """
let context = ModelContext(
    environment: ["OPENAI_API_KEY": "none"], http: CannedClient(body: Array(completion.utf8)), seeds: "Seeds")
let begin = cpuMicroseconds()
let simulated = try ModelRegistry.model("simulated/default", baseURL: nil, context: context)
print("profile read in \(((cpuMicroseconds() - begin) / 1000).rounded()) ms")
let openAI = try ModelRegistry.model("openai/m", baseURL: nil, context: context)
for model in [simulated, openAI] {
    try await measure(model.name, calls: 20_000) { number in
        _ = try await model.reply(to: ChatRequest(messages: [.init(.user, "\(text) \(number).")]))
    }
}
