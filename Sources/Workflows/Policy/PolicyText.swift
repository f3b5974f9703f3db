import Foundation
import Foundations
import SafetyGrid

/// The text of a policy: rules for people or for an assistant, in prose or Markdown.
package struct PolicyText: Sendable {
    /// Largest text that is read, in bytes: some fifty pages. What is longer holds more than one policy.
    package static let maximumBytes = 256 << 10

    /// A piece that stands for itself: a sentence, or an item of a list with the sentence that leads to it.
    package struct Statement: Sendable, Equatable {
        /// The words.
        package let text: String
        /// What stands before a list, such as "You must not:"; empty elsewhere.
        package let lead: String
        /// The heading above it; empty without one.
        package let heading: String
        /// Its line, from 1.
        package let line: Int
    }

    /// The file.
    package let file: String
    /// All of it.
    package let text: String

    /// Reads a file.
    ///
    /// - Throws: ``UsageError`` for one that can't be read, is too large, is no text or is empty.
    package init(file: String) throws(UsageError) {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw UsageError("can't read the policy '\(file)': no such file, or it may not be read")
        }
        guard data.count <= Self.maximumBytes else {
            throw UsageError(
                "the policy '\(file)' has \(data.count) bytes; at most \(Self.maximumBytes) are read: give its chapters as files "
                    + "of their own. Nothing was written")
        }
        guard let text = String(validating: data, as: UTF8.self), !text.contains("\u{0}") else {
            throw UsageError("the policy '\(file)' is not UTF-8 text; save it as plain text or Markdown in UTF-8")
        }
        // A byte order mark, as Windows writes it, would hide what the first line begins with.
        let marked = text.unicodeScalars.first == "\u{FEFF}"
        self.init(text: marked ? String(text.unicodeScalars.dropFirst()) : text, file: file)
        guard !statements.isEmpty else { throw UsageError("the policy '\(file)' has no text in it") }
    }

    /// What a configuration says of an application, a line each, without its system prompt.
    package init(describing profile: ApplicationProfile) {
        let lines =
            ["Purpose: \(profile.purpose)", "Users: \(profile.users)"] + profile.tools.map { "Tool: \($0)" }
            + profile.never.map { "It must never: \($0)" }
        self.init(text: lines.joined(separator: "\n"), file: "sextant.yaml")
    }

    init(text: String, file: String) {
        (self.text, self.file) = (text, file)
    }

    /// The statements in their order.
    package var statements: [Statement] {
        var statements: [Statement] = []
        var (heading, lead) = ("", "")
        var paragraph: (text: String, line: Int)?
        func close() {
            guard let (text, line) = paragraph else { return }
            paragraph = nil
            let sentences = Self.sentences(of: text)
            lead = sentences.last.flatMap { $0.hasSuffix(":") ? $0 : nil } ?? ""
            statements += sentences.filter { !$0.hasSuffix(":") }
                .map { Statement(text: $0, lead: "", heading: heading, line: line) }
        }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, raw) in lines.enumerated() {
            let line = raw.trimmingCharacters(in: .whitespacesAndNewlines)
            if line.isEmpty || line.allSatisfy({ "=-*_".contains($0) }) {
                close()
            } else if let title = Self.heading(line) {
                close()
                (heading, lead) = (title, "")
            } else if let item = Self.item(line) {
                close()
                let kept = lead
                statements += Self.sentences(of: item).map {
                    Statement(text: $0, lead: kept, heading: heading, line: index + 1)
                }
                lead = kept
            } else {
                paragraph = ((paragraph.map { $0.text + " " } ?? "") + line, paragraph?.line ?? index + 1)
            }
        }
        close()
        return statements
    }

    /// The title of a line of the shape `## Title` or `3.2 Title` without a full stop.
    private static func heading(_ line: String) -> String? {
        if line.hasPrefix("#") {
            return String(line.drop { $0 == "#" }).trimmed
        }
        guard let match = line.wholeMatch(of: /\d+(?:\.\d+)*\.?\s+(\p{Lu}[^.:;!?]{2,60})/) else { return nil }
        return String(match.1)
    }

    private static func item(_ line: String) -> String? {
        line.wholeMatch(of: /(?:[-*•+]|\(?[a-z0-9]{1,3}[.)])\s+(.+)/).map { String($0.1) }
    }

    private static func sentences(of text: String) -> [String] {
        var sentences: [String] = []
        var rest = text[...]
        while let match = rest.firstMatch(of: /[.!?]["”’)]*\s+(?=\p{Lu})/) {
            sentences.append(String(rest[..<match.range.upperBound]).trimmed)
            rest = rest[match.range.upperBound...]
        }
        return (sentences + [String(rest).trimmed]).filter { $0.contains(where: \.isLetter) }
    }
}
