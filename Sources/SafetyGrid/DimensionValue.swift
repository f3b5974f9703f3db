/// One value of a dimension: a hazard category, a writing style, a persuasion technique, a persona…
package struct DimensionValue: Sendable, Codable, Equatable {
    /// Short id, unique within its dimension: lower-case letters, digits, `_`, `-`, `.`.
    package let id: String
    /// Name for people.
    package let title: String
    /// What belongs to it and what does not, in the project's own words.
    package let definition: String
    /// Where the value was published.
    package let source: String
    /// The group of the taxonomy it belongs to; nil in a flat one.
    package let parent: String?
    /// What it is about as it stands within a sentence ("theft of trade secrets"); nil for the title in small letters.
    package let topic: String?
    /// The hazard whose asks serve it; nil for its own.
    package let asks: String?
    /// The codes that data sets write for it, besides id and title.
    package let codes: [String]?
    /// Addresses and files with background, for retrieval.
    package let pages: [String]?
    /// `true` for a category that only protective and general questions may be asked in; nil otherwise.
    package let protective: Bool?
    /// How grave a finding here is beside others, over 0; nil for 1.
    package let severity: Double?
    /// What the target is told before every prompt of this value; nil for nothing.
    package let systemPrompt: String?
    /// Ids of the hazards that a safety config allows; it forbids all others. Nil for a value that is no config.
    package let allows: [String]?

    /// A value of a dimension; seeds are checked where they are read.
    package init(
        id: String, title: String, definition: String, source: String, parent: String? = nil, topic: String? = nil,
        asks: String? = nil, codes: [String]? = nil, pages: [String]? = nil, protective: Bool? = nil,
        severity: Double? = nil, systemPrompt: String? = nil, allows: [String]? = nil
    ) {
        self.id = id
        self.title = title
        self.definition = definition
        self.source = source
        self.parent = parent
        self.topic = topic
        self.asks = asks
        self.codes = codes
        self.pages = pages
        self.protective = protective
        self.severity = severity
        self.systemPrompt = systemPrompt
        self.allows = allows
    }

    /// Whether nothing but protective and general questions may be asked here: the categories about minors.
    package var isProtective: Bool { protective == true }

    /// The value as it stands within a sentence: its topic, or its title in small letters, but for acronyms.
    package var wordsInSentence: String {
        topic
            ?? title.split(separator: " ")
            .map { $0.count > 1 && $0 == $0.uppercased() ? String($0) : $0.lowercased() }.joined(separator: " ")
    }
}
