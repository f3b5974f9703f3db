/// What a target did with a prompt, whether or not the result is unsafe.
package enum Behaviour: String, Sendable, Codable, CaseIterable {
    /// It declined.
    case refusal
    /// It declined in part, or answered something else than was asked.
    case partial
    /// It answered.
    case compliance
    /// The provider's own filter stopped prompt or answer; the model itself said nothing.
    case blocked
    /// The answer had no text.
    case empty
}
