import Foundation
import Reporting
import Settings
import Terminal
import Workflows

extension HazardCommand.Add {
    /// Adds the hazards that a policy or the application suggests, as far as a person confirms them.
    ///
    /// - Throws: ``UsageError`` for a source without any; the model's error.
    func addMany(_ places: Places, _ file: ConfigurationFile) async throws {
        let suggestions = try await suggestions(places, file)
        let categories = suggestions.categories
        let isAsked = isatty(STDIN_FILENO) == 1
        guard yes || isAsked else {
            Console.output(PolicyTexts.proposal(categories))
            return Console.line(
                "\(categories.count) categories, and nothing was written: type the command in a terminal to confirm each, or "
                    + "add --yes for all")
        }
        let confirmation = PolicyConfirmation(
            writing: PolicyWriting(into: description.taxonomy, of: suggestions.source, places: places),
            library: try places.seedLibrary(), answer: { readLine() }, isForAll: yes)
        let result = try confirmation.work(through: categories)
        let path = result.file.map { " to \(TerminalText.safe($0))" } ?? ""
        Console.output(
            "added      \(result.added) of \(categories.count) categories\(path)\n"
                + "           \(result.declined) declined, \(result.known) there already")
    }

    private func suggestions(_ places: Places, _ file: ConfigurationFile) async throws -> PolicySuggestions {
        let model = try generator.map {
            try connection.helper($0, baseURL: generatorBaseURL, maxConnections: nil, over: file, places)
        }
        if let fromPolicy {
            return try await PolicySuggestions(policy: fromPolicy, model: model, notice: Console.notices())
        }
        return try await PolicySuggestions(application: file.profile, model: model, notice: Console.notices())
    }
}
