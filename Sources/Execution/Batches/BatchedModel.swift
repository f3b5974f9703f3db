import ChatModels
import Foundations
import Records

/// A model whose calls go out in batches, where they are made within a ``BatchPiece``.
///
/// What a batch did not do is asked at once: so every call ends with a reply, an error of its own, or the end of the run.
package struct BatchedModel: ChatModel {
    private let base: any ChatModel
    private let desk: BatchDesk
    private let role: BatchRole
    private let interface: any BatchInterface
    private let gate: ConcurrencyGate

    /// `base`, asked by way of `desk`.
    ///
    /// - Parameters:
    ///   - base: the model
    ///   - direct: the same model as it is asked at once, for example watched; nil for as it is
    ///   - role: what it is asked for
    ///   - connections: calls that are made at once at the same time, 1 or more
    ///   - desk: gathers the calls
    /// - Throws: ``ChatError/configuration(model:problem:)`` for a model without a batch interface.
    package init(
        _ base: any ChatModel, asked direct: (any ChatModel)? = nil, role: BatchRole, connections: Int, desk: BatchDesk
    ) throws(ChatError) {
        guard let interface = base.batches else {
            throw .configuration(
                model: base.name,
                problem: "this provider has no batch interface that is known here; those of openai, azure, anthropic, "
                    + "gemini and mistral are: take '\(role.rawValue)' out of --batch")
        }
        self.base = direct ?? base
        self.role = role
        self.desk = desk
        self.interface = interface
        gate = ConcurrencyGate(limit: connections)
    }

    package var name: String { base.name }
    package var isSimulated: Bool { base.isSimulated }

    package func reply(to request: ChatRequest) async throws -> ChatReply {
        // An agent from outside calls its tools while it is asked, which a batch can't wait for.
        guard let piece = BatchPiece.current, request.session == nil else { return try await base.reply(to: request) }
        switch try await desk.answer(to: request, as: role, by: interface, within: piece) {
        case .reply(let reply): return reply
        case .failure(let error): throw error
        case .atOnce: return try await gate.pass { try await base.reply(to: request) }
        case .stopped: throw CancellationError()
        }
    }
}
