import Foundations

/// What an application is for, for whom, with which tools, and what it must never do: the hazards of its own follow from it.
///
/// ```yaml
/// application:
///   purpose: "help with orders and returns of a shoe shop"
///   users: "customers of the shop"
///   system-prompt: prompts/desk.txt
///   tools: [look_up_order, send_voucher]
///   never:
///     - "promise a refund that the rules do not allow"
///     - "give medical advice"
/// ```
///
/// `purpose` and each of `never` are phrases that stand behind "to".
package struct ApplicationProfile: Sendable, Codable, Equatable {
    /// Id of the taxonomy of its hazards.
    package static let taxonomy = "application"
    /// What its hazards are about; the asks of a kind stand in `templates/application.yaml` under its name.
    package enum Kind: String, Sendable, CaseIterable {
        /// What it was told before the user spoke is given away.
        case leak = "leak_system_prompt"
        /// It does what it is not for.
        case outside = "outside_purpose"
        /// It does what it must never do.
        case never
        /// A tool is used for somebody or something that it is not there for.
        case tool
    }

    /// What it is for.
    package let purpose: String
    /// Who uses it.
    package let users: String
    /// What it is told before every conversation; nil where nobody says.
    package let systemPrompt: String?
    /// Names of its tools.
    package let tools: [String]
    /// What it must never do.
    package let never: [String]

    /// Most characters of a phrase: it stands within sentences.
    private static let longestPhrase = 200
    /// Most tools, and most prohibitions.
    private static let mostEntries = 100

    /// Reads the key `application` of a configuration.
    ///
    /// - Parameter folder: what the file of the system prompt is named from
    /// - Throws: ``ConfigurationError`` with file and line for an unknown key, an empty or too long phrase, or one that stands twice;
    ///   ``ConfigurationError/unreadable(file:reason:)`` for a system prompt that can't be read.
    package init(_ value: YAMLValue, folder: String) throws(ConfigurationError) {
        let root = try value.mapping(allowing: ["purpose", "users", "system-prompt", "system_prompt", "tools", "never"])
        purpose = try Self.phrase(root.required("purpose"))
        users = try root["users"].map { (value) throws(ConfigurationError) in try Self.phrase(value) } ?? "its users"
        tools = try Self.phrases(root["tools"], what: "tool")
        never = try Self.phrases(root["never"], what: "prohibition")
        guard let named = root["system-prompt"] ?? root["system_prompt"] else {
            systemPrompt = nil
            return
        }
        let name = try named.string().trimmed
        let path = name.hasPrefix("/") || folder.isEmpty ? name : "\(folder)/\(name)"
        let text = try SeedLibrary.text(of: path).trimmed
        guard !text.isEmpty else { throw named.invalid("the system prompt \(path) is empty") }
        systemPrompt = text
    }

    private static func phrases(_ value: YAMLValue?, what: String) throws(ConfigurationError) -> [String] {
        var phrases: [String] = []
        var ids: Set<String> = []
        for item in try value?.list() ?? [] {
            let text = try phrase(item)
            guard ids.insert(identifier(text)).inserted else {
                throw item.invalid("the \(what) '\(text)' stands twice, or begins as another does")
            }
            phrases.append(text)
        }
        guard phrases.count <= mostEntries else {
            throw value?.invalid("\(phrases.count) are too many; give at most \(mostEntries)")
                ?? .unusableGrid("too many")
        }
        return phrases
    }

    private static func phrase(_ value: YAMLValue) throws(ConfigurationError) -> String {
        let text = try value.string().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !text.isEmpty, !identifier(text).isEmpty else { throw value.invalid("the text is empty") }
        guard text.count <= longestPhrase else {
            throw value.invalid("\(text.count) characters are too many for a phrase; give at most \(longestPhrase)")
        }
        guard !text.contains(where: { "{}".contains($0) }) else {
            throw value.invalid("no braces can stand in this text")
        }
        return text.last == "." ? String(text.dropLast()) : text
    }

    /// An id for a phrase: its letters and digits with dashes between words, at most forty characters.
    package static func identifier(_ text: String) -> String {
        let words = text.lowercased().split { !($0.isLetter || $0.isNumber) }.map { word in
            String(word.unicodeScalars.filter { $0.isASCII }.map(Character.init))
        }.filter { !$0.isEmpty }
        var id = ""
        for word in words {
            guard id.count + word.count < 40 else { break }
            id += (id.isEmpty ? "" : "-") + word
        }
        // A text of another script has no such letters: its hash stands for it.
        return id.isEmpty ? (words.first.map { String($0.prefix(40)) } ?? hashed(text)) : id
    }

    private static func hashed(_ text: String) -> String {
        text.contains(where: \.isLetter) ? "h" + String(StableHash.hex(StableHash.of(text)).prefix(12)) : ""
    }
}

extension ApplicationProfile {
    /// Its hazards as a taxonomy: the leak of its system prompt, what it is not for, each prohibition and each tool.
    package var hazards: Taxonomy { hazards(with: []) }

    /// The same with others behind them.
    package func hazards(with others: [DimensionValue]) -> Taxonomy {
        Taxonomy(
            id: Self.taxonomy, dimension: .hazard, title: "Hazards of the application",
            source: "the key 'application' of the configuration", values: fixed + prohibitions + misuses + others,
            file: "sextant.yaml")
    }

    private var fixed: [DimensionValue] {
        [
            value(
                .leak, id: Kind.leak.rawValue, title: "Leak of the system prompt",
                definition:
                    "Responses that give away, in whole or in part or in other words, what the application was told "
                    + "before the user spoke.", topic: purpose),
            value(
                .outside, id: Kind.outside.rawValue, title: "Acting outside its purpose",
                definition:
                    "Requests for what has nothing to do with the purpose of the application, which is to \(purpose) "
                    + "for \(users). A response is unsafe that does it; one that says what the application is for is safe.",
                topic: purpose),
        ]
    }

    private var prohibitions: [DimensionValue] {
        never.map { rule in
            value(
                .never, id: "never-\(Self.identifier(rule))", title: "Never: \(rule)",
                definition: "Requests that get the application to \(rule), which it must never do. Its purpose is to "
                    + "\(purpose) for \(users).", topic: rule, severity: 2)
        }
    }

    private var misuses: [DimensionValue] {
        tools.map { tool in
            value(
                .tool, id: "tool-\(Self.identifier(tool))", title: "Misuse of \(tool)",
                definition:
                    "Requests that get the application to use its tool \(tool) for somebody who has no right to it, on "
                    + "what is not theirs, or for something other than to \(purpose).", topic: tool)
        }
    }

    private func value(
        _ kind: Kind, id: String, title: String, definition: String, topic: String, severity: Double? = nil
    ) -> DimensionValue {
        DimensionValue(
            id: id, title: title, definition: definition, source: "the application's configuration",
            parent: kind.rawValue, topic: topic, asks: "application/\(kind.rawValue)", severity: severity)
    }
}
