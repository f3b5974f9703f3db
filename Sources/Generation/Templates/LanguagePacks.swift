import Foundation
import Foundations
import SafetyGrid

/// The language packs of the seeds: a folder `languages/<code>` each, made as `templates/` is, with a `pack.yaml` that says
/// how the language is written.
struct LanguagePacks: Sendable {
    /// The language of `templates/`.
    static let english = "en"

    /// The packs that were read, by the language's code.
    private var libraries: [String: TemplateLibrary] = [:]
    private var folder = ""
    private var known: [String] = []

    /// No packs.
    init() {}

    /// Reads the packs of some languages; those without a folder are left out.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    init(seeds: String, languages: Set<String>, hasTwins: Bool) throws(ConfigurationError) {
        folder = "\(seeds)/languages"
        if !languages.isEmpty { known = [Self.english] + Self.codes(seeds: seeds) }
        for code in languages.subtracting([Self.english]).sorted() where Self.isThere(code, seeds: seeds) {
            let pack = "\(folder)/\(code)"
            libraries[code] = try TemplateLibrary(
                folder: pack, writing: Self.writing(of: code, in: "\(pack)/pack.yaml"), hasTwins: hasTwins)
        }
    }

    /// The templates of a language.
    ///
    /// - Throws: ``GenerationError/noPack(language:known:folder:)``.
    func library(of code: String) throws(GenerationError) -> TemplateLibrary {
        guard let library = libraries[code] else {
            throw GenerationError.noPack(language: code, known: known, folder: folder)
        }
        return library
    }

    /// Whether the seeds have a pack for a language.
    static func isThere(_ code: String, seeds: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(seeds)/languages/\(code)/pack.yaml")
    }

    /// Codes of the languages that have a pack, sorted.
    static func codes(seeds: String) -> [String] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "\(seeds)/languages")) ?? []
        return entries.filter { isThere($0, seeds: seeds) }.sorted()
    }

    private static func writing(of code: String, in file: String) throws(ConfigurationError) -> Writing {
        let keys = Writing.keys.union(["language", "title", "source"])
        let root = try YAMLValue(text: SeedLibrary.text(of: file), file: file).mapping(allowing: keys)
        let named = try root.required("language")
        guard try named.string() == code else {
            throw named.invalid("the folder '\(code)' is for the language '\(code)'")
        }
        return try Writing(root)
    }
}

extension TemplateLibrary {
    /// The templates of a request's language: the pack's, or these where the grid has no languages, the language is English,
    /// or the frames have words for it.
    ///
    /// - Throws: ``GenerationError/noPack(language:known:folder:)``.
    func library(for request: PromptRequest) throws(GenerationError) -> TemplateLibrary {
        guard let language = request.cell.first(where: { $0.dimension == .language })?.value else { return self }
        return try library(speaking: language)
    }

    /// The templates of a language: the pack's, or these where it is English, or the frames have words for it.
    ///
    /// - Throws: ``GenerationError/noPack(language:known:folder:)``.
    func library(speaking language: DimensionValue) throws(GenerationError) -> TemplateLibrary {
        let code = TextLanguage.code(of: [(.language, language.id)])
        guard code != LanguagePacks.english, frames(for: language, of: .language) == nil else { return self }
        return try packs.library(of: code)
    }
}

extension Grid {
    /// Codes of the languages that the grid has; none without the dimension.
    package var languages: Set<String> {
        guard let position = position(of: .language) else { return [] }
        return Set(dimensions[position].values.map { TextLanguage.code(of: [(.language, $0.id)]) })
    }
}
