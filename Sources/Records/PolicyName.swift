/// The rule that chooses the cells of a round.
package enum PolicyName: String, Sendable, Codable, CaseIterable {
    /// Where findings are likely, by a model of all cells; a share stays uniform.
    case adaptive
    /// Thompson sampling with a beta distribution for each cell.
    case beta
    /// As `adaptive`, and the parts of prompts as well.
    case search
    /// Every cell alike.
    case uniform
}
