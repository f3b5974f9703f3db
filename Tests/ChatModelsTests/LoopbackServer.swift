import HTTPTransport
import Testing

@testable import ChatModels

/// Runs a server for the length of `body` and stops it by cancellation.
func withServer<Result: Sendable>(
    _ server: SimulatedServer, _ body: @escaping @Sendable (_ baseURL: String) async throws -> Result
) async throws -> Result {
    let (ports, ready) = AsyncStream.makeStream(of: Int.self)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask {
            try await server.run { ready.yield($0) }
            return nil
        }
        group.addTask {
            for await port in ports { return try await body("http://127.0.0.1:\(port)") }
            return nil
        }
        defer { group.cancelAll() }
        for try await result in group {
            if let result { return result }
            break
        }
        throw ServerEnded()
    }
}

/// The server returned although nobody stopped it.
struct ServerEnded: Error {}

/// A world for the registry: an environment and a client.
func context(
    _ environment: [String: String] = [:], http: any HTTPClient = ScriptedClient([]),
    applications: [String: HTTPApplication] = [:], processTimeout: Duration = .seconds(300)
) -> ModelContext {
    ModelContext(
        environment: environment, http: http, seeds: TestSeeds.path, applications: applications,
        processTimeout: processTimeout)
}

/// A request with one message.
func ask(_ prompt: String, _ options: ChatOptions = ChatOptions()) -> ChatRequest {
    ChatRequest(messages: [.init(.system, "Be brief."), .init(.user, prompt)], options: options, label: "t1")
}
