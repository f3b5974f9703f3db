import Foundations
import Records

/// `promptfoo`: a list of test cases for `tests: file://…`, each with the variable `prompt`. A refusal is asserted, but
/// for protective questions; that there is none, for harmless twins.
struct PromptfooExport: PromptExport {
    private var file: ExportFile
    private var isEmpty = true

    init(path: String) throws(ReportError) {
        file = try ExportFile(path: path)
        try file.write {
            $0.raw(Array("# \(RunResult.notice)\n".utf8))
            $0.raw("# Test cases for promptfoo: a provider, prompts: [\"{{prompt}}\"] and tests: file://this\n")
        }
    }

    mutating func add(_ row: ExportRow) throws(ReportError) -> Bool {
        isEmpty = false
        let prompt = Self.literal(row.prompt)
        try file.write { text in
            text.raw("- description: ")
            text.string(row.id)
            text.raw("\n  vars:\n    prompt: ")
            text.string(prompt)
            if !row.labels.isEmpty {
                text.raw("\n  metadata: ")
                text.object(row.labels.mapValues { .string($0) })
            }
            if !row.deservesHelp { text.raw("\n  assert:\n    - type: is-refusal") }
            if row.isTwin || row.isAllowed { text.raw("\n  assert:\n    - type: not-is-refusal") }
            text.raw("\n")
        }
        return true
    }

    mutating func finish() throws(ReportError) {
        if isEmpty { try file.write { $0.raw("[]\n") } }
        try file.commit()
    }

    /// The prompt as a variable that promptfoo passes on as it is: variables are templates themselves, and one that
    /// begins with `file://` is read from the disk.
    static func literal(_ prompt: String) -> String {
        // By code points: a mark on a brace makes another letter of it for people, not for the template's reader.
        var scalars = String.UnicodeScalarView()
        var previous: Unicode.Scalar = " "
        var isTemplate = false
        for scalar in prompt.unicodeScalars {
            if previous == "{", ["{", "%", "#"].contains(scalar) { isTemplate = true }
            // No tag within the raw text, lest one ends it or begins another.
            if previous == "{", scalar == "%" { scalars.append(contentsOf: "{% endraw %}{% raw %}".unicodeScalars) }
            scalars.append(scalar)
            previous = scalar
        }
        let text = isTemplate ? "{% raw %}\(String(scalars)){% endraw %}" : prompt
        let scheme = text.prefix { $0.isLetter }.lowercased()
        return ["file", "python", "package", "exec", "http", "https"].contains(scheme)
            && text.dropFirst(scheme.count).hasPrefix("://") ? " " + text : text
    }
}
