import Foundations
import HTTPTransport
import Records

extension CachedModel {
    /// Variables of the environment with the address of a provider's server.
    private static let variables = ["azure": "AZURE_OPENAI_ENDPOINT", "ollama": "OLLAMA_HOST"]

    /// What tells a model's server from others that have a model of one name: its address, with what stands for `${NAME}`;
    /// of an application a digest of how it is asked, without the header fields that hold secrets.
    ///
    /// - Parameters:
    ///   - model: `provider/model`
    ///   - baseURL: the base URL that the user gave
    ///   - applications: what `http/<name>` may name
    ///   - environment: the variables
    /// - Returns: nil for the provider's own server
    package static func address(
        of model: String, baseURL: String?, applications: [String: HTTPApplication], environment: [String: String]
    ) -> String? {
        // A variable that is not set was an error when the model was made.
        func expanded(_ text: String) -> String {
            (try? EnvironmentText(text, for: "the base URL", of: model, environment).text) ?? text
        }
        let provider = String(model.prefix { $0 != "/" })
        guard provider == "http", let application = applications[String(model.dropFirst(5))] else {
            return baseURL.map(expanded) ?? variables[provider].flatMap { environment[$0] }
                ?? ModelReference.address(of: provider, in: environment)?.text
        }
        let fields = application.headers.filter { !Redaction.isSecret(header: $0.key) }.sorted { $0.key < $1.key }
        var parts = [
            baseURL.map(expanded) ?? expanded(application.url), application.method, application.body.text,
            application.encoding.rawValue, application.responsePath, application.toolCallsPath ?? "",
            application.imagePath ?? "",
        ]
        parts += fields.flatMap { [$0.key, expanded($0.value)] }
        if let start = application.session?.start { parts += [expanded(start.url), start.body?.text ?? ""] }
        return SHA256.hex(of: Array(JSONValue.array(parts.map(JSONValue.string)).text.utf8))
    }
}
