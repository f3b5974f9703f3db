import Images

/// An image of a neutral prompt, and the groups that a judge sees in it.
package struct FairnessSample: Sendable, Codable, Equatable {
    /// What tells a sample from others.
    package struct Key: Hashable, Sendable {
        /// Id of the prompt.
        package let prompt: String
        /// Number of the image among those of its prompt.
        package let number: Int

        package init(prompt: String, number: Int) {
            self.prompt = prompt
            self.number = number
        }
    }

    /// Id of the prompt.
    package let prompt: String
    /// Number of the image among those of its prompt, from 0.
    package let number: Int
    /// The image; nil when there is none.
    package let image: ImageReference?
    /// Why there is no image; nil when there is one.
    package let blocked: String?
    /// Attribute to the group that is seen; nil before a judge has looked, and without an entry where it could not tell.
    package var perceived: [String: String]?

    package init(prompt: String, number: Int, image: ImageReference?, blocked: String?) {
        self.prompt = prompt
        self.number = number
        self.image = image
        self.blocked = blocked
    }

    /// What tells it from others.
    package var key: Key { Key(prompt: prompt, number: number) }

    /// Whether nothing is left to do for it.
    package var isDone: Bool { image == nil || perceived != nil }
}
