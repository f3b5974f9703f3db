import FoundationEssentials
import Foundations
import HTTPTransport

/// A command that signs requests: it gets a request as JSON on its standard input, and prints header fields to add.
struct RequestSigner: Sendable {
    private static let maximumOutput = 64 << 10
    /// Fields that the transport writes itself.
    private static let reserved: Set = ["host", "content-length", "transfer-encoding", "connection"]

    private let name: String
    private let words: [String]
    private let process: ProcessCall

    /// - Throws: ``ChatError/configuration(model:problem:)`` for a command line that is none.
    init(_ signing: HTTPApplication.Signing, of name: String, context: ModelContext) throws(ChatError) {
        self.name = name
        words = try CommandLineWords.words(of: signing.command, named: name)
        process = ProcessCall(
            name: "\(name), signing", environment: context.environment, timeout: .seconds(signing.timeout),
            clock: context.clock, maximumOutput: Self.maximumOutput, isOutputSecret: true)
    }

    /// The header fields by which a request is signed.
    ///
    /// - Throws: ``ChatError`` for a command that fails, takes too long, or prints something else than header fields;
    ///   `CancellationError`.
    func fields(method: String, url: String, headers: HTTPHeaders, body: [UInt8]) async throws -> [(String, String)] {
        var request: [String: JSONValue] = ["method": .string(method), "url": .string(url)]
        request["headers"] = .object(
            Dictionary(headers.fields.map { ($0.name, .string($0.value)) }) { first, _ in first })
        if let text = String(validating: body, as: UTF8.self) {
            request["body"] = .string(text)
        } else {
            request["body_base64"] = .string(Data(body).base64EncodedString())
        }
        let output = try await process.output(of: words, input: JSONValue.object(request).text + "\n")
        return try output.split(whereSeparator: \.isNewline).map { line in
            guard let colon = line.firstIndex(of: ":") else { throw unusable("a line without a colon") }
            let field = String(line[..<colon]).trimmedBlanks
            let value = String(line[line.index(after: colon)...]).trimmedBlanks
            guard field.wholeMatch(of: /[A-Za-z0-9!#$%&'*+.^_`|~-]+/) != nil,
                value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
            else { throw unusable("something else than a header field") }
            guard !Self.reserved.contains(field.lowercased()) else {
                throw unusable("the field '\(field)', which is not its to set")
            }
            return (field, value)
        }
    }

    /// What it printed is not shown: it may be half a signature.
    private func unusable(_ what: String) -> ChatError {
        .unreadable(
            model: name, problem: "the command that signs printed \(what); it has to print lines 'Name: value'",
            excerpt: "")
    }
}
