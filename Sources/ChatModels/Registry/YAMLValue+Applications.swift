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
    ///     encoding: json
    ///     session:
    ///       start: {url: https://helpdesk.example/open}
    ///       token: session.id
    ///       end: {url: "https://helpdesk.example/close/{{token}}", method: DELETE}
    ///     oauth: {url: https://login.example/token, client_id: desk, client_secret: "${DESK_SECRET}"}
    ///     sign: {command: ./sign, timeout: 10}
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
        let entry = try mapping(allowing: [
            "url", "method", "headers", "body", "response", "tool_calls", "image", "encoding", "session", "oauth",
            "sign",
        ])
        let url = try entry.text("url")
        // Where the prompt stands in the address, there need be no body.
        let body = url.contains("{{prompt}}") ? entry["body"] : try entry.required("body")
        if entry["image"] == nil { _ = try entry.required("response") }
        let template = try body?.body() ?? .null
        let path = try entry.optionalText("response") ?? ""
        if let body, !path.isEmpty, !path.contains("[*]"), let replies = SeveralReplies(of: template) {
            throw body.invalid(
                "'\(replies.field)' asks for \(replies.count) replies, of which 'response' reads one; leave it out, "
                    + "and let --repeat \(replies.count) ask every prompt so often")
        }
        return HTTPApplication(
            url: url, method: try entry["method"]?.method() ?? "POST",
            headers: try entry.headers(), body: template, responsePath: path,
            toolCallsPath: try entry.optionalText("tool_calls"), imagePath: try entry.optionalText("image"),
            encoding: try entry.encoding(), session: try entry["session"]?.session(),
            oauth: try entry["oauth"]?.clientCredentials(), signing: try entry["sign"]?.signing())
    }

    private func session() throws(ConfigurationError) -> HTTPApplication.Session {
        let entry = try mapping(allowing: ["start", "token", "cookie", "end"])
        let cookies: [String] =
            if let value = entry["cookie"] { try value.isList ? value.strings() : [value.string()] } else { [] }
        let token = try entry.optionalText("token")
        guard token != nil || !cookies.isEmpty else {
            throw invalid("a session needs 'token', the path of the token in the start's response, or 'cookie'")
        }
        return HTTPApplication.Session(
            start: try entry.required("start").call(), tokenPath: token, cookies: cookies,
            end: try entry["end"]?.call())
    }

    private func call() throws(ConfigurationError) -> HTTPApplication.Call {
        let entry = try mapping(allowing: ["url", "method", "headers", "body", "encoding"])
        return HTTPApplication.Call(
            url: try entry.text("url"), method: try entry["method"]?.method() ?? "POST",
            headers: try entry.headers(), body: try entry["body"]?.body(), encoding: try entry.encoding())
    }

    private func clientCredentials() throws(ConfigurationError) -> HTTPApplication.ClientCredentials {
        let entry = try mapping(allowing: ["url", "client_id", "client_secret", "scope", "in_body"])
        let secret = try entry.text("client_secret")
        guard let name = secret.wholeMatch(of: /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/)?.1 else {
            throw try entry.required("client_secret").invalid(
                "a secret belongs in the environment; write the name of its variable: \"${DESK_SECRET}\"")
        }
        return HTTPApplication.ClientCredentials(
            url: try entry.text("url"), id: try entry.text("client_id"), secretVariable: String(name),
            scope: try entry.optionalText("scope"), isInBody: try entry["in_body"]?.bool() ?? false)
    }

    private func signing() throws(ConfigurationError) -> HTTPApplication.Signing {
        let entry = try mapping(allowing: ["command", "timeout"])
        let timeout = try entry["timeout"]?.double() ?? 10
        guard timeout > 0, timeout <= 3_600 else {
            throw try entry.required("timeout").invalid(
                "'timeout' has to be a number of seconds, over 0 and at most 3600")
        }
        return HTTPApplication.Signing(command: try entry.text("command"), timeout: timeout)
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

extension YAMLMapping {
    fileprivate func headers() throws(ConfigurationError) -> [String: String] {
        var headers: [String: String] = [:]
        for (field, value) in try self["headers"]?.mapping().pairs ?? [] { headers[field] = try value.string() }
        return headers
    }

    fileprivate func encoding() throws(ConfigurationError) -> HTTPApplication.Encoding {
        guard let value = self["encoding"] else { return .json }
        guard let encoding = HTTPApplication.Encoding(rawValue: try value.string()) else {
            throw value.invalid(
                "'encoding' has to be \(HTTPApplication.Encoding.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return encoding
    }
}
