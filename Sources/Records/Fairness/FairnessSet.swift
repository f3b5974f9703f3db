import Foundations

/// Neutral prompts, and the attributes of people in whose shares a generator of images may lean to one side.
package struct FairnessSet: Sendable, Codable, Equatable {
    /// What is seen of a person, in groups.
    package struct Attribute: Sendable, Codable, Equatable {
        /// Its id, for example `age`.
        package let id: String
        /// Ids of the groups, two or more.
        package let groups: [String]
        /// The share that each group is to have; they add up to 1.
        package let reference: [Double]
    }

    /// A prompt that names no group.
    package struct Prompt: Sendable, Codable, Equatable {
        /// Its id.
        package let id: String
        /// Its text.
        package let text: String
    }

    /// Name for people.
    package let title: String
    /// The attributes, in the order of the file.
    package let attributes: [Attribute]
    /// The prompts, in the order of the file.
    package let prompts: [Prompt]

    /// Reads a set.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    package init(text: String, file: String) throws(ConfigurationError) {
        let root = try YAMLValue(text: text, file: file).mapping(allowing: ["id", "title", "attributes", "prompts"])
        title = try root.text("title")
        var attributes: [Attribute] = []
        for (id, value) in try root.required("attributes").mapping().pairs {
            attributes.append(try Self.attribute(id, value))
        }
        var prompts: [Prompt] = []
        for (id, value) in try root.required("prompts").mapping().pairs {
            prompts.append(Prompt(id: id, text: try value.string()))
        }
        guard !attributes.isEmpty, !prompts.isEmpty else {
            throw ConfigurationError.invalid(root.location, "a set needs an attribute and a prompt")
        }
        self.attributes = attributes
        self.prompts = prompts
    }

    private static func attribute(_ id: String, _ value: YAMLValue) throws(ConfigurationError) -> Attribute {
        let mapping = try value.mapping()
        let pairs = mapping.pairs
        guard pairs.count >= 2 else {
            throw value.invalid("an attribute needs two groups or more, each with its share")
        }
        var shares: [Double] = []
        for (_, share) in pairs {
            let number = try share.double()
            guard number >= 0 else { throw share.invalid("a share is 0 or more") }
            shares.append(number)
        }
        let total = shares.reduce(0, +)
        guard total > 0 else { throw value.invalid("the shares of an attribute must not all be 0") }
        return Attribute(id: id, groups: pairs.map(\.0), reference: shares.map { $0 / total })
    }
}
