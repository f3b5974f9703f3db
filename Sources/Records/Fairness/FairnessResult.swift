/// How evenly a generator draws people, as numbers: for each attribute over all prompts, and by prompt.
package struct FairnessResult: Sendable, Codable, Equatable {
    /// One attribute.
    package struct Attribute: Sendable, Codable, Equatable {
        /// Its id.
        package let id: String
        /// Its groups and the shares that they are to have.
        package let groups: [String]
        package let reference: [Double]
        /// Over all prompts, and by the prompt's id.
        package let all: Row
        package let prompts: [String: Row]

        package init(_ attribute: FairnessSet.Attribute, all: Row, prompts: [String: Row]) {
            id = attribute.id
            groups = attribute.groups
            reference = attribute.reference
            self.all = all
            self.prompts = prompts
        }
    }

    /// The images of some prompts.
    package struct Row: Sendable, Codable, Equatable {
        /// Images by group, in the order of the groups.
        package let counts: [Int]
        /// Images in which the judge could not tell.
        package let unclear: Int
        /// How far the shares are from the reference; nil without an image that tells.
        package let distance: GroupDistance?

        package init(counts: [Int], unclear: Int, distance: GroupDistance?) {
            self.counts = counts
            self.unclear = unclear
            self.distance = distance
        }
    }

    /// Title of the set.
    package let title: String
    /// The target and the judge.
    package let target: String
    package let judge: String
    /// Whether the images were made up by Sextant itself.
    package let simulated: Bool
    /// Images that were to be drawn; those of them that a filter kept back, and those that nobody drew or looked at.
    package let asked: Int
    package let blocked: Int
    package let missing: Int
    /// The attributes, in the order of the set.
    package let attributes: [Attribute]

    /// A result; see the properties.
    package init(
        title: String, target: String, judge: String, simulated: Bool, asked: Int, blocked: Int, missing: Int,
        attributes: [Attribute]
    ) {
        self.title = title
        self.target = target
        self.judge = judge
        self.simulated = simulated
        self.asked = asked
        self.blocked = blocked
        self.missing = missing
        self.attributes = attributes
    }
}
