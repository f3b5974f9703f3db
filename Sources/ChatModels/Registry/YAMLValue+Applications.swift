import FoundationEssentials
import Foundations
import Records

extension YAMLValue {
    /// Applications by name: how `http/<name>` is asked, and where its response stands.
    ///
    /// ```yaml
    /// applications:
    ///   helpdesk:
    ///     url: https://helpdesk.example/ask
    ///     headers: {Authorization: "Bearer ${HELPDESK_KEY}"}
    ///     body: {question: "{{prompt}}"}
    ///     response: answer.text
    ///     tool_calls: answer.calls
    ///   painter:
    ///     url: https://painter.example/draw
    ///     body: {text: "{{prompt}}"}
    ///     image: pictures[0].base64
    /// ```
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    package func applications() throws(ConfigurationError) -> [String: HTTPApplication] {
        var applications: [String: HTTPApplication] = [:]
        for (name, value) in try mapping().pairs { applications[name] = try value.application() }
        return applications
    }

    private func application() throws(ConfigurationError) -> HTTPApplication {
        let entry = try mapping(allowing: ["url", "method", "headers", "body", "response", "tool_calls", "image"])
        var headers: [String: String] = [:]
        for (field, value) in try entry["headers"]?.mapping().pairs ?? [] { headers[field] = try value.string() }
        return HTTPApplication(
            url: try entry.text("url"), method: try entry["method"]?.method() ?? "POST", headers: headers,
            body: try entry.required("body").body(),
            responsePath: try entry["image"] == nil ? entry.text("response") : entry.optionalText("response") ?? "",
            toolCallsPath: try entry.optionalText("tool_calls"), imagePath: try entry.optionalText("image"))
    }

    /// The body of a request, as a mapping or as a text with JSON in it.
    private func body() throws(ConfigurationError) -> JSONValue {
        guard case .string(let text) = try json(), let first = text.trimmed.first, "{[".contains(first),
            !text.trimmed.hasPrefix("{{")
        else { return try json().withPlainPlaceholders }
        for written in [text, JSONTemplate.quoted(text)] {
            if let value = try? JSONDecoder().decode(JSONValue.self, from: Data(written.utf8)) {
                return value.withPlainPlaceholders
            }
        }
        throw invalid(
            "the body is a text that begins like JSON and is none; mend it, or write it as YAML, for example "
                + "body: {message: \"{{prompt}}\"}")
    }

    private func method() throws(ConfigurationError) -> String {
        let name = try string().trimmed.uppercased()
        guard !name.isEmpty, name.utf8.allSatisfy({ (65...90).contains($0) }) else {
            throw invalid("expected an HTTP method, for example POST")
        }
        return name
    }
}
