extension HTTPApplication {
    /// Refuses what would be sent as it is written, where people mean what it stands for elsewhere.
    ///
    /// - Throws: ``ChatError/configuration(model:problem:)``
    func checkPlaces(of name: String) throws(ChatError) {
        if let field = headers.keys.sorted().first(where: { headers[$0]?.contains("{{prompt}}") == true }) {
            throw .configuration(
                model: name,
                problem: "no prompt is put into the header '\(field)': write {{prompt}} in the body or the url")
        }
        guard body.holds({ $0.contains(/\$\{[A-Z][A-Z0-9_]*\}/) }) else { return }
        throw .configuration(
            model: name,
            problem: "the body would be sent with ${NAME} in it: variables stand in headers and addresses alone")
    }
}
