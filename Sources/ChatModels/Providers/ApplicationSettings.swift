import Foundations
import HTTPTransport

/// One call of an application, with what comes from the environment in its place.
struct ApplicationCall: Sendable {
    let url: String
    let method: String
    let headers: HTTPHeaders
    let body: JSONValue?
    let encoding: HTTPApplication.Encoding
    /// Values that must not be seen.
    let secrets: [String]

    /// - Throws: ``ChatError/configuration(model:problem:)`` for an address that can't be used, or a variable that is not set.
    init(
        _ call: HTTPApplication.Call, of name: String, replacing baseURL: String? = nil, _ environment: [String: String]
    ) throws(ChatError) {
        let configured = try ModelReference.checked(call.url, in: environment, model: name, mayHaveQuery: true)
        url = baseURL ?? configured
        method = call.method
        body = call.body
        encoding = call.encoding
        var headers = HTTPHeaders()
        // A query may hold a key, as a header may.
        let query = String(call.url.drop { $0 != "?" })
        var secrets = try EnvironmentText(query, for: "the base URL", of: name, environment).secrets
        for (field, value) in call.headers.sorted(by: { $0.key < $1.key }) {
            let expanded = try EnvironmentText(value, for: "the header '\(field)'", of: name, environment)
            headers[field] = expanded.text
            secrets += expanded.secrets
            if Redaction.isSecret(header: field) { secrets.append(expanded.text) }
        }
        self.headers = headers
        self.secrets = secrets
    }
}

/// A text with every `${NAME}` replaced, and the values that went in.
package struct EnvironmentText: Sendable {
    /// The text with the values in it.
    package let text: String
    let secrets: [String]

    /// - Parameters:
    ///   - what: what the text is, for the error
    ///   - model: the model that needs it
    /// - Throws: ``ChatError/configuration(model:problem:)`` that names the variable that is not set.
    package init(_ text: String, for what: String, of model: String, _ environment: [String: String]) throws(ChatError)
    {
        var result = ""
        var secrets: [String] = []
        var rest = text[...]
        while let start = rest.firstRange(of: "${") {
            guard let end = rest[start.upperBound...].firstIndex(of: "}") else { break }
            let variable = String(rest[start.upperBound..<end])
            guard let value = environment[variable]?.trimmedBlanks, !value.isEmpty else {
                throw ChatError.configuration(
                    model: model, problem: "\(what) needs \(variable), which is not set in the environment")
            }
            result += rest[..<start.lowerBound] + value
            secrets.append(value)
            rest = rest[rest.index(after: end)...]
        }
        self.text = result + rest
        self.secrets = secrets
    }
}
