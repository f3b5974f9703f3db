import Foundation
import Foundations
import SafetyGrid

/// What a simulated model reads prompts of other languages by: `simulated.yaml` of the seeds' language packs.
enum LanguageCues {
    /// The dimension that tells languages, and its value for the language of the profile's own cues.
    static let (dimension, english) = ("language", "en")

    /// The cues of all packs that have some, with their languages' codes, in the order of these.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    static func read(seeds: String) throws(ConfigurationError) -> [(language: String, cues: YAMLValue)] {
        let folder = "\(seeds)/languages"
        let codes = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var cues: [(language: String, cues: YAMLValue)] = []
        for code in codes.sorted() {
            let file = "\(folder)/\(code)/simulated.yaml"
            guard FileManager.default.fileExists(atPath: file) else { continue }
            let root = try YAMLValue(text: SeedLibrary.text(of: file), file: file).mapping(allowing: ["cues"])
            cues.append((code, try root.required("cues")))
        }
        return cues
    }
}
