import ChatModels
import Records
import SafetyGrid

extension YAMLValue {
    /// Applications by name: how `http/<name>` is asked, and where its answer stands.
    ///
    /// ```yaml
    /// applications:
    ///   helpdesk:
    ///     url: https://helpdesk.example/ask
    ///     headers: {Authorization: "Bearer ${HELPDESK_KEY}"}
    ///     body: {question: "{{prompt}}"}
    ///     response: answer.text
    /// ```
    ///
    /// - Throws: ``SeedError`` with file and line.
    func applications() throws(SeedError) -> [String: HTTPApplication] {
        var applications: [String: HTTPApplication] = [:]
        for (name, value) in try mapping().pairs { applications[name] = try value.application() }
        return applications
    }

    private func application() throws(SeedError) -> HTTPApplication {
        let entry = try mapping(allowing: ["url", "method", "headers", "body", "response"])
        var headers: [String: String] = [:]
        for (field, value) in try entry["headers"]?.mapping().pairs ?? [] { headers[field] = try value.string() }
        return HTTPApplication(
            url: try entry.text("url"), method: try entry["method"]?.method() ?? "POST", headers: headers,
            body: try entry.required("body").json(), responsePath: try entry.text("response"))
    }

    private func method() throws(SeedError) -> String {
        let name = try string().trimmed.uppercased()
        guard !name.isEmpty, name.utf8.allSatisfy({ (65...90).contains($0) }) else {
            throw invalid("expected an HTTP method, for example POST")
        }
        return name
    }
}
