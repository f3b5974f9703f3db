import Foundation
import Foundations
import SafetyGrid

/// Tells whether a prompt for a hazard about minors is protective or general: it says what it protects from, and has
/// none of the words that such a question has no use for. It rejects in doubt, because the templates can always write
/// instead.
package struct ProtectiveCheck: Sendable {
    private let needed: CueList
    private let unwanted: CueList

    /// Reads `fidelity/protective.yaml` of the seeds.
    ///
    /// - Parameter seeds: path of the seeds folder
    /// - Returns: nil for seeds without that file: there, nothing can vouch for such a prompt
    /// - Throws: ``ConfigurationError`` with file and line.
    package init?(seeds: String) throws(ConfigurationError) {
        let file = "\(seeds)/fidelity/protective.yaml"
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        let root = try YAMLValue(text: SeedLibrary.text(of: file), file: file).mapping(allowing: ["needed", "unwanted"])
        needed = try CueList(root.required("needed"))
        unwanted = try CueList(root.required("unwanted"))
    }

    /// Whether a prompt is protective or general.
    package func passes(_ prompt: String) -> Bool {
        let words = FidelityText(prompt).words
        return needed.count(in: words) > 0 && unwanted.count(in: words) == 0
    }
}
