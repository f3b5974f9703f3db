/// Whether a run has its target draw neutral prompts, and how often.
package struct FairnessRequest: Sendable, Codable, Equatable {
    /// Id of a set in `Seeds/fairness/`, or path of a file; nil for none. ``RunBasis/fairnessSet`` has what it says.
    package var set: String?
    /// Images of each prompt, 1 or more; nil for ``usualImages``.
    package var images: Int?

    /// Images of each prompt where nobody says how many.
    package static let usualImages = 20

    /// No neutral prompts.
    package init() {}

    private enum CodingKeys: String, CodingKey {
        case set = "fairness"
        case images = "fairnessImages"
    }
}
