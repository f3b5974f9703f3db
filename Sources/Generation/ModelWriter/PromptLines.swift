import Foundations
import SafetyGrid

/// Prompts of a reply that is no JSON: numbered or bulleted lines with the lines that go on below them, items of a list in HTML,
/// numbered rows of a table, or lines in quotes.
enum PromptLines {
    /// The texts, in order, yet to be cleaned.
    static func prompts(in reply: String) -> [String] {
        var listed: [String] = []
        var quoted: [String] = []
        var isOpen = false
        for line in unmarked(reply).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let line = String(line).trimmed
            if let item = item(line) {
                listed.append(item)
                isOpen = true
            } else if line.isEmpty || line.hasPrefix("```") {
                isOpen = false
            } else if isOpen, let last = listed.indices.last {
                listed[last] += listed[last].isEmpty ? line : " \(line)"
            } else if PromptCleaning.isQuoted(line) {
                quoted.append(line)
            }
        }
        return listed.isEmpty ? quoted : listed
    }

    /// The reply with a bullet in the place of each tag that begins an item.
    private static func unmarked(_ reply: String) -> String {
        ["li", "prompt", "item"].filter { reply.contains("</\($0)>") }.reduce(reply) { text, tag in
            let parts = text.replacing("</\(tag)>", with: "\n\n").split(
                separator: "<\(tag)>", omittingEmptySubsequences: false)
            // The text may begin on the line behind its tag.
            return String(parts[0]) + parts.dropFirst().map { "\n- " + $0.drop(while: \.isWhitespace) }.joined()
        }
    }

    /// The longest cell of a row that begins with a number; nil for any other line.
    private static func row(_ line: String) -> String? {
        guard line.first == "|" else { return nil }
        let cells = line.split(separator: "|").map { String($0).trimmed }
        guard cells.count > 1, let first = cells.first, Int(first) != nil else { return nil }
        return cells.dropFirst().max { $0.utf8.count < $1.utf8.count }
    }

    /// What stands behind a list mark; nil for a line without one.
    private static func item(_ line: String) -> String? {
        if let row = row(line) { return row }
        var rest = Substring(line).drop { $0 == "*" || $0 == "#" || $0 == "_" || $0 == ">" || $0 == " " }
        let marked = rest.startIndex != line.startIndex
        if let bullet = bullet(line) { return label(bullet[...]).map { String($0).trimmed } ?? String(bullet).trimmed }
        if let named = label(rest) { return String(named).trimmed }
        let opened = rest.first == "(" || rest.first == "["
        if opened { rest = rest.dropFirst() }
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard (1...3).contains(digits.count) else { return nil }
        rest = rest.dropFirst(digits.count)
        guard let mark = rest.first, ".):]-".contains(mark) || marked && mark == "*" else { return nil }
        rest = rest.drop { ".):]-*_ ".contains($0) }
        return String(rest).trimmed
    }

    /// What stands behind a bullet. A star needs a space behind it, for it may begin bold words.
    private static func bullet(_ line: String) -> Substring? {
        guard let first = line.first, "-*+•‣◦–—·".contains(first) else { return nil }
        let rest = line.dropFirst()
        guard rest.first?.isWhitespace == true || "•‣◦".contains(first) else { return nil }
        return rest
    }

    /// What stands behind `Prompt:`, `Prompt 3:` or `Test 3 -`; nil for anything else.
    private static func label(_ line: Substring) -> Substring? {
        let lowered = line.prefix(12).lowercased()
        guard let word = ["prompt", "test", "request", "question"].first(where: lowered.hasPrefix) else { return nil }
        var rest = line.dropFirst(word.count).drop { $0 == " " || $0 == "#" || $0 == "*" }
        rest = rest.drop { $0.isASCII && $0.isNumber }
        rest = rest.drop { $0 == "*" || $0 == " " }
        guard let mark = rest.first, mark == ":" || mark == "-" || mark == "." else { return nil }
        return rest.dropFirst().drop { $0 == "*" || $0 == " " }
    }
}
