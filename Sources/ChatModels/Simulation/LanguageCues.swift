import Foundation
import Foundations
import SafetyGrid

/// What a simulated model reads prompts of other languages by: `simulated.yaml` of the seeds' language packs.
enum LanguageCues {
    /// The dimension that tells languages, and its value for the language of the profile's own cues.
    static let (dimension, english) = ("language", "en")

    /// The cues of all packs that have some, in the order of their languages' codes.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    static func read(seeds: String) throws(ConfigurationError) -> [YAMLValue] {
        let folder = "\(seeds)/languages"
        let codes = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var cues: [YAMLValue] = []
        for file in codes.sorted().map({ "\(folder)/\($0)/simulated.yaml" })
        where FileManager.default.fileExists(atPath: file) {
            let root = try YAMLValue(text: SeedLibrary.text(of: file), file: file).mapping(allowing: ["cues"])
            cues.append(try root.required("cues"))
        }
        return cues
    }
}
