import ChatModels
import Foundation
import Reporting
import SafetyGrid
import Terminal
import Workflows

extension HazardCommand.Add {
    /// Adds the hazards that a policy or the application suggests, as far as a person confirms them.
    ///
    /// - Throws: ``UsageError`` for a source without any; the model's error.
    func addMany(_ places: Places, _ file: ConfigurationFile) async throws {
        let (source, categories) = try await suggestions(places, file)
        let isAsked = isatty(STDIN_FILENO) == 1
        guard yes || isAsked else {
            Console.output(PolicyTexts.proposal(categories))
            return Console.line(
                "\(categories.count) categories, and nothing was written: type the command in a terminal to confirm each, or "
                    + "add --yes for all")
        }
        let confirmation = PolicyConfirmation(
            writing: PolicyWriting(into: description.taxonomy, of: source, places: places),
            library: try places.seedLibrary(), answer: { readLine() }, isForAll: yes)
        let result = try confirmation.work(through: categories)
        let path = result.file.map { " to \(TerminalText.safe($0))" } ?? ""
        Console.output(
            "added      \(result.added) of \(categories.count) categories\(path)\n"
                + "           \(result.declined) declined, \(result.known) there already")
    }

    private func suggestions(
        _ places: Places, _ file: ConfigurationFile
    ) async throws -> (source: PolicyText, categories: [PolicyCategory]) {
        guard let fromPolicy else {
            guard let profile = file.profile else {
                throw UsageError(
                    "sextant.yaml says nothing of the application; add the key 'application' with its purpose")
            }
            let source = PolicyText(describing: profile)
            guard generator != nil else { return (source, PolicyCategory.all(of: profile)) }
            return (source, try await read(source, as: .application, places, file))
        }
        let policy = try PolicyText(file: fromPolicy)
        let categories =
            generator == nil ? PolicyRules.categories(of: policy) : try await read(policy, as: .policy, places, file)
        guard !categories.isEmpty else {
            throw UsageError(
                "no prohibition was found in '\(policy.file)', such as \"must not\" or \"is prohibited\"; name a model that "
                    + "reads it with --generator")
        }
        return (policy, categories)
    }

    private func read(
        _ text: PolicyText, as task: PolicyModel.Task, _ places: Places, _ file: ConfigurationFile
    ) async throws -> [PolicyCategory] {
        let helper = HelperModel(
            name: generator ?? "", baseURL: generatorBaseURL, connection: connection, maxConnections: nil)
        let reading = try await PolicyModel(model: helper.make(places, file).model, task: task).read(text)
        if reading.unquoted > 0 {
            Console.line("left out \(reading.unquoted) categories whose quotes are not in the text")
        }
        return reading.categories
    }
}
