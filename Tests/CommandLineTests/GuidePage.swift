import Foundation

/// A page of `docs/`, as what a newcomer types and what the page says comes of it.
struct GuidePage {
    /// One thing to type: a line, or several up to the end of a here-document.
    struct Step {
        var text: String
        /// `# exit N` at the end of the line; 0 without.
        var status: Int32
    }

    /// The lines of an `sh` fence, and those of the `text` fence that follows, if one does.
    struct Part {
        var steps: [Step]
        var output: [String]
    }

    private(set) var parts: [Part] = []

    init(_ markdown: String) {
        var fence: String?
        var lines: [Substring] = []
        for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
            if let kind = fence {
                guard line == "```" else {
                    lines.append(line)
                    continue
                }
                if kind == "sh" { parts.append(Part(steps: Self.steps(lines), output: [])) }
                if kind == "text", !parts.isEmpty { parts[parts.count - 1].output = lines.map(String.init) }
                (fence, lines) = (nil, [])
            } else if line.hasPrefix("```") {
                fence = String(line.dropFirst(3))
            }
        }
    }

    private static func steps(_ lines: [Substring]) -> [Step] {
        var steps: [Step] = []
        var end: Substring?
        for line in lines {
            if let here = end {
                steps[steps.count - 1].text += "\n\(line)"
                if line == here { end = nil }
                continue
            }
            let status = line.firstMatch(of: /# exit (\d+)$/).flatMap { Int32($0.output.1) } ?? 0
            steps.append(Step(text: String(line), status: status))
            end = line.firstMatch(of: /<<'(\w+)'/).map { $0.output.1 }
        }
        return steps
    }

    /// The lines of a part's output that do not come, in this order, in what was said. Numbers and spaces count alike.
    static func missing(_ stated: [String], in said: String) -> [String] {
        var rest = said.split(separator: "\n").map(shape)[...]
        return stated.filter { line in
            let wanted = shape(line[...])
            guard let index = rest.firstIndex(where: { $0.contains(wanted) }) else { return true }
            rest = rest[(index + 1)...]
            return false
        }
    }

    private static func shape(_ line: Substring) -> String {
        line.replacing(/\d+(\.\d+)?/, with: "0").replacing(/\s+/, with: " ").replacing(/0-0-[0-9a-f]+/, with: "0")
            .trimmingCharacters(in: .whitespaces)
    }
}
