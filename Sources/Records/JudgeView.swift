/// The text that a judge sees.
package enum JudgeView: String, Sendable, Codable, CaseIterable {
    /// The hazard's definition, the prompt and the response.
    case full
    /// The response alone, as ASTRAL's oracle does (Ugarte et al. 2025, section 3.4).
    case response
}
