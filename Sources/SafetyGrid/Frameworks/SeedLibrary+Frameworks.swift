import Foundations

extension SeedLibrary {
    /// Names of the frameworks in `frameworks/`, sorted: the ids that `--in` accepts.
    ///
    /// - Throws: ``ConfigurationError/unreadable(file:reason:)``.
    package func frameworkNames() throws(ConfigurationError) -> [String] {
        try Self.names(in: "\(folder)/frameworks")
    }

    /// The frameworks in `frameworks/`, each in a file of its name.
    ///
    /// - Parameters:
    ///   - risks: ids of the kinds of harm of scenarios
    ///   - isWhole: whether the library has all taxonomies, so that one that it lacks is a fault
    /// - Throws: ``ConfigurationError`` with file and line; one broken file is enough.
    package func frameworks(risks: [String], isWhole: Bool) throws(ConfigurationError) -> [Framework] {
        var frameworks: [Framework] = []
        for name in try frameworkNames() {
            frameworks.append(try framework(name, risks: risks, isWhole: isWhole))
        }
        return frameworks
    }

    /// The framework of a name.
    ///
    /// - Throws: ``ConfigurationError``, with file and line, or for one that does not exist.
    package func framework(_ name: String, risks: [String], isWhole: Bool) throws(ConfigurationError) -> Framework {
        let known = try frameworkNames()
        guard known.contains(name) else { throw .unknownID(kind: "framework", id: name, known: known) }
        let file = "\(folder)/frameworks/\(name).yaml"
        let framework = try Framework(text: Self.text(of: file), file: file)
        guard framework.id == name else {
            throw .invalid(
                SourceLocation(file: file), "the id is '\(framework.id)'; a framework's file is named for its id")
        }
        return try framework.resolved(by: taxonomies, risks: risks, isWhole: isWhole)
    }
}
