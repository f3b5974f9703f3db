import Storage

/// Cuts a text into passages at the borders of paragraphs, else of sentences, else of words.
///
/// The words of all passages, one after another, are the words of the text without its headings: none is lost and none
/// doubled. Headings are lines that begin with one to six `#` and a space; a passage carries those it stands under.
package struct PassageSplitter: Sendable {
    /// Words a passage should have; two characters of a script without spaces count as one word.
    package let targetWords: Int
    /// The most bytes of a passage, however long its words are.
    package let maxBytes: Int
    /// The most passages of a text; the rest of it is left out.
    package let maxPassages: Int

    /// A splitter; the defaults are the index's.
    package init(targetWords: Int = 120, maxBytes: Int = 4096, maxPassages: Int = 4000) {
        self.targetWords = max(targetWords, 1)
        self.maxBytes = max(maxBytes, 64)
        self.maxPassages = max(maxPassages, 0)
    }

    /// The passages of a text, in order.
    package func passages(of text: String) -> [PassageText] {
        var text = text
        return text.withUTF8 { bytes in
            var result: [PassageText] = []
            var headings = HeadingTrail()
            var builder = PassageBuilder(target: targetWords, maxBytes: maxBytes)
            for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
                guard result.count < maxPassages else { break }
                if line.first == UInt8(ascii: "#"), let heading = Heading(line.string[...]) {
                    result += builder.finish(under: headings.text)
                    headings.enter(heading)
                    continue
                }
                builder.endParagraph()
                SentenceCutter.forEachSentence(in: line) { sentence in
                    guard result.count < maxPassages else { return }
                    builder.add(sentence)
                    builder.takeFull(under: headings.text, into: &result)
                }
            }
            result += builder.finish(under: headings.text)
            return Array(result.prefix(maxPassages))
        }
    }
}

/// A heading of the text.
struct Heading {
    /// 1 ... 6.
    let level: Int
    let text: String

    /// Nil when the line is no heading.
    init?(_ line: Substring) {
        let marks = line.prefix { $0 == "#" }.count
        guard (1...6).contains(marks) else { return nil }
        let rest = line.dropFirst(marks)
        guard rest.first == " " else { return nil }
        let words = rest.split(whereSeparator: \.isWhitespace)
        guard !words.isEmpty else { return nil }
        level = marks
        text = String(words.joined(separator: " ").prefix(200))
    }
}

/// The headings above the present line.
struct HeadingTrail {
    private var open: [Heading] = []
    /// The headings, outermost first.
    private(set) var text = ""

    mutating func enter(_ heading: Heading) {
        open.removeAll { $0.level >= heading.level }
        open.append(heading)
        text = open.map(\.text).joined(separator: " > ")
    }
}
