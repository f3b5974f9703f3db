import SafetyGrid

/// The hazards that a policy, or what is said of an application, suggests.
package struct PolicySuggestions {
    /// The text that they come from.
    package let source: PolicyText
    /// The hazards, before a person confirms them.
    package let categories: [PolicyCategory]

    /// What a policy forbids, by its words, or as a model reads it.
    ///
    /// - Parameters:
    ///   - file: the policy
    ///   - model: the model that reads it; nil for its words alone
    ///   - notice: hears of what the model made up, and of prohibitions beyond those that a person can confirm
    /// - Throws: ``UsageError`` for a policy that can't be read or forbids nothing; the model's error.
    package init(policy file: String, model: HelperModel?, notice: NoticeSink) async throws {
        let policy = try PolicyText(file: file)
        let categories =
            if let model { try await Self.read(policy, as: .policy, by: model, notice) } else {
                PolicyRules.categories(of: policy)
            }
        guard !categories.isEmpty else {
            throw UsageError(
                "no prohibition was found in '\(policy.file)', such as \"must not\" or \"is prohibited\"; name a model that "
                    + "reads it with --generator")
        }
        if categories.count > PolicyCategory.most {
            notice(
                .warning(
                    "'\(policy.file)' has \(categories.count) prohibitions, of which the first \(PolicyCategory.most) are taken: "
                        + "give its other chapters as files of their own"))
        }
        source = policy
        self.categories = Array(categories.prefix(PolicyCategory.most))
    }

    /// The hazards that an application's configuration makes, or further ones that a model thinks of.
    ///
    /// - Throws: ``UsageError`` where nothing is said of the application; the model's error.
    package init(application profile: ApplicationProfile?, model: HelperModel?, notice: NoticeSink) async throws {
        guard let profile else {
            throw UsageError(
                "sextant.yaml says nothing of the application; add the key 'application' with its purpose")
        }
        source = PolicyText(describing: profile)
        if let model {
            categories = try await Self.read(source, as: .application, by: model, notice)
        } else {
            categories = PolicyCategory.all(of: profile)
        }
    }

    private static func read(
        _ text: PolicyText, as task: PolicyModel.Task, by model: HelperModel, _ notice: NoticeSink
    ) async throws -> [PolicyCategory] {
        let reading = try await PolicyModel(model: model.make(), task: task).read(text)
        if reading.unquoted > 0 {
            notice(.warning("left out \(reading.unquoted) categories whose quotes are not in the text"))
        }
        return reading.categories
    }
}
