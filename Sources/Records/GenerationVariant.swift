/// How much a generator model is shown: the three variants of ASTRAL (Ugarte et al. 2025, arXiv:2501.17132, section IV).
///
/// There, an assistant draws on a store of documents of the hazard (RAG), is given examples of styles and techniques
/// (FS), and may call the Tavily search engine for news (TS). Here, the store of documents is what `sextant retrieve`
/// has collected, and a search is made by it beforehand and not while prompts are written, so that a run can be
/// repeated; TS therefore means that the newest passages come first and older ones only fill up.
package enum GenerationVariant: String, Sendable, Codable, CaseIterable {
    /// Definitions, stored passages of any age, and exemplars.
    case rag
    /// The same with examples of the cell's style and technique.
    case examples = "rag+fs"
    /// The same with passages of the last ``freshDays`` days first.
    case fresh = "rag+fs+ts"

    /// The fullest: without stored pages it shows what ``examples`` shows, so that it works offline too.
    package static let standard = GenerationVariant.fresh
    /// Age in days up to which a passage counts as fresh.
    package static let freshDays = 30
}
