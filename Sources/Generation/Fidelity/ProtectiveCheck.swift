import Foundation
import Foundations
import SafetyGrid

/// Tells whether a prompt for a hazard about minors is protective or general: it says what it protects from, and has
/// none of the words that such a question has no use for. It rejects in doubt, because the templates can always write
/// instead.
package struct ProtectiveCheck: Sendable {
    private let needed: [CueList]
    private let unwanted: [CueList]

    /// Reads `fidelity/protective.yaml` of the seeds, and `protective.yaml` of language packs that have one.
    ///
    /// - Parameters:
    ///   - seeds: path of the seeds folder
    ///   - languages: codes of the languages that prompts may have
    /// - Returns: nil for seeds without that file: there, nothing can vouch for such a prompt
    /// - Throws: ``ConfigurationError`` with file and line.
    package init?(seeds: String, languages: Set<String> = []) throws(ConfigurationError) {
        let file = "\(seeds)/fidelity/protective.yaml"
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        let packs = languages.sorted().map { "\(seeds)/languages/\($0)/protective.yaml" }
        var (needed, unwanted): ([CueList], [CueList]) = ([], [])
        for file in [file] + packs.filter(FileManager.default.fileExists) {
            let root = try YAMLValue(text: SeedLibrary.text(of: file), file: file)
                .mapping(allowing: ["needed", "unwanted"])
            needed.append(try CueList(root.required("needed")))
            unwanted.append(try CueList(root.required("unwanted")))
        }
        (self.needed, self.unwanted) = (needed, unwanted)
    }

    /// Whether a prompt is protective or general.
    package func passes(_ prompt: String) -> Bool {
        let words = FidelityText(prompt).words
        return needed.contains { $0.count(in: words) > 0 } && unwanted.allSatisfy { $0.count(in: words) == 0 }
    }
}
