/// A program that reads a prompt from its standard input and writes the reply to its standard output.
///
/// `process/<command line>`: words separated by spaces, quotes as in a shell, but no shell is involved. The prompt never
/// becomes an argument. `{{session}}` and `{{mcp}}` in the command line stand for the name and the address of an agent's
/// session, as `SEXTANT_SESSION` and `SEXTANT_MCP_URL` do in its environment.
///
/// `{{images}}` stands for a folder of its own for each call, in which it writes the images that it draws, and `{{image}}` for
/// the path of a file with the image of the prompt.
///
/// A conversation, or one with tools, comes as a line of JSON with `messages` and `tools` as OpenAI writes them. The reply
/// may then be an object with `text` and `tool_calls`.
package struct ProcessModel: ChatModel {
    /// `process/<command line>`
    package let name: String
    /// Always false.
    package let isSimulated = false
    private let words: [String]
    private let call: ProcessCall

    /// The command that a reference names.
    ///
    /// - Throws: ``ChatError/configuration(model:problem:)`` for a base URL or an open quote.
    init(_ reference: ModelReference, context: ModelContext) throws(ChatError) {
        guard reference.baseURL == nil else {
            throw ChatError.configuration(model: reference.name, problem: "a process takes no base URL")
        }
        words = try CommandLineWords.words(of: reference.model, named: reference.name)
        name = reference.name
        call = ProcessCall(
            name: name, environment: context.environment, timeout: context.processTimeout, clock: context.clock)
    }

    /// Runs the command once and takes its output, without the last line end, as the reply.
    ///
    /// - Throws: ``ChatError``, with ``ChatError/unavailable(model:status:message:)`` of status 0 for a process that took
    ///   too long, or `CancellationError`.
    package func reply(to request: ChatRequest) async throws -> ChatReply {
        let folder = try ProcessFolder(for: words, request, model: name)
        let exchange = ProcessExchange(request, folder: folder)
        let output = try await call.output(
            of: exchange.words(words), input: exchange.input, variables: exchange.variables)
        var reply = exchange.reply(output).settlingCalls(of: request)
        reply.images = try folder?.images(of: name) ?? []
        return reply
    }
}

extension ProcessModel: CustomStringConvertible, CustomReflectable {
    /// The name alone: the environment holds keys.
    package var description: String { name }

    /// Nothing but the name.
    package var customMirror: Mirror { Mirror(self, children: ["process": name]) }
}
