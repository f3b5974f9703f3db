import FoundationEssentials
import Foundations
import HTTPTransport

/// A chat completions server on a real socket whose answers a test computes from what it is asked.
package final class ChatScript: Sendable {
    /// A request, as far as tests look at it.
    package struct Call: Sendable {
        /// The system message; empty when there is none.
        package let system: String
        /// The last message.
        package let user: String
        /// The sampling temperature; nil when the request leaves it to the server.
        package let temperature: Double?
        /// Number of the request, from 0.
        package let number: Int
    }

    /// What the server answers.
    package enum Answer: Sendable {
        /// A completion with this text, for 100 tokens in and 10 out.
        case text(String)
        /// A completion that the provider's filter stopped.
        case blocked
        /// An error of this status.
        case status(Int)
    }

    private struct Body: Decodable {
        struct Message: Decodable {
            struct Part: Decodable { let text: String? }
            enum CodingKeys: CodingKey { case role, content }

            let role: String
            /// The text, and of a message in parts, such as one with images, the texts among them.
            let content: String

            init(from decoder: any Decoder) throws {
                let fields = try decoder.container(keyedBy: CodingKeys.self)
                role = try fields.decode(String.self, forKey: .role)
                if let text = try? fields.decode(String.self, forKey: .content) {
                    content = text
                } else {
                    content = try fields.decode([Part].self, forKey: .content).compactMap(\.text).joined(
                        separator: "\n")
                }
            }
        }

        let messages: [Message]
        let temperature: Double?
    }

    private struct Completion: Encodable {
        struct Choice: Encodable {
            struct Message: Encodable {
                let role = "assistant"
                let content: String
            }

            let message: Message
            let finish_reason: String
        }

        let model = "scripted-1"
        let choices: [Choice]
        let usage = ["prompt_tokens": 100, "completion_tokens": 10]
    }

    private let seen: Locked<[Call]>
    private let server: FaultHTTPServer

    /// Starts a server that answers as `answer` says; the closure runs on the server's thread.
    package init(_ answer: @escaping @Sendable (Call) -> Answer) throws {
        let seen = Locked<[Call]>([])
        self.seen = seen
        server = try FaultHTTPServer(
            otherwise: .computed { bytes in
                guard let body = try? JSONDecoder().decode(Body.self, from: Data(bytes)) else { return .failing(400) }
                let call = seen.withLock { calls in
                    let call = Call(
                        system: body.messages.first { $0.role == "system" }?.content ?? "",
                        user: body.messages.last?.content ?? "", temperature: body.temperature, number: calls.count)
                    calls.append(call)
                    return call
                }
                return Self.behaviour(answer(call))
            })
    }

    /// The requests so far, in order.
    package var calls: [Call] { seen.withLock { $0 } }

    /// The address of its interface.
    package var baseURL: String { "\(server.baseURL)/v1" }

    private static func behaviour(_ answer: Answer) -> Behaviour {
        let completion: Completion
        switch answer {
        case .status(let status): return .failing(status)
        case .blocked:
            completion = Completion(choices: [.init(message: .init(content: ""), finish_reason: "content_filter")])
        case .text(let text):
            completion = Completion(choices: [.init(message: .init(content: text), finish_reason: "stop")])
        }
        return Behaviour(body: Array((try? JSONEncoder().encode(completion)) ?? Data()))
    }
}
