import Foundations
import Records
import SafetyGrid
import Testing

@testable import Reporting

/// Texts of a length at which whatever measures its rest again and again would not come to an end.
@Suite("Long texts on a terminal")
struct LongTextTests {
    private static let count = 400_000

    @Test(
        "a text without a place to break fills its lines",
        arguments: [
            ("a", 1), ("\u{E9}", 1), ("漢", 2), ("e\u{301}", 1), ("ש", 1), ("👩‍🔬", 2), ("🇩🇪", 2), ("\u{301}", 0),
        ])
    func withoutBlanks(unit: String, columns: Int) {
        let count = Self.count / max(1, unit.unicodeScalars.count)
        let lines = TerminalText.wrapped(String(repeating: unit, count: count), width: 78)
        #expect(lines.joined().unicodeScalars.elementsEqual(repeatElement(unit.unicodeScalars, count: count).joined()))
        #expect(lines.count == max(1, (count * columns + 77) / 78))
        #expect(lines.dropLast().allSatisfy { TerminalText.columns($0) == 78 })
    }

    @Test("a letter with thousands of marks is one column, and one line")
    func oneCharacter() {
        let text = "a" + String(repeating: "\u{301}", count: Self.count)
        #expect(TerminalText.wrapped(text, width: 40) == [text])
        #expect(TerminalText.fitted("b\(text)c", width: 2) == "b…")
    }

    @Test("blanks are one, breaks stay, and control strings that are never closed go alone")
    func nothingToShow() {
        #expect(TerminalText.wrapped(String(repeating: " ", count: Self.count), width: 40) == [""])
        #expect(TerminalText.wrapped(String(repeating: "\r\n", count: 5000), width: 40).count == 5001)
        let opened = String(repeating: "\u{9D}", count: Self.count)
        #expect(TerminalText.safe(opened + "end") == "end")
        #expect(TerminalText.wrapped(opened + "end\n\u{9D}0;title\u{7}text", width: 40) == ["end", "text"])
        #expect(TerminalText.safe(String(repeating: "\u{1B}", count: Self.count)) == "")
    }

    @Test("a cell of megabytes leaves room for the others")
    func cell() {
        var table = TextTable([.init("name", flexible: true), .init("tests", .right)])
        table.add([String(repeating: "x", count: 10 * Self.count), "7"])
        let line = table.text(width: 40, color: false).split(separator: "\n")[1]
        #expect(line == String(repeating: "x", count: 32) + "…      7")
    }

    @Test("lines are broken as by the rule: words that fit whole, longer ones where the line is full")
    func byTheRule() {
        var random = SeededRandom(seed: 3)
        let pieces = ["a", "bc", " ", "  ", "\n", "漢字", "e\u{301}", "\u{301}", "longer-word", "👩‍🔬", "\u{1B}[1m", "\t"]
        for _ in 0..<3000 {
            let text = (0..<(random.next() % 30)).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }
                .joined()
            let width = 2 + Int(random.next() % 12)
            let rule = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
                .flatMap { Self.rule(TerminalText.safe(String($0)), width) }
            #expect(TerminalText.wrapped(text, width: width) == rule, "\(text.debugDescription) at \(width)")
        }
    }

    /// The rule, written without regard to time.
    private static func rule(_ line: String, _ width: Int) -> [String] {
        var lines: [String] = []
        var current = ""
        for word in line.split(separator: " ") {
            var rest = String(word)
            let used = TerminalText.columns(current)
            if used == 0 {
                // What takes no room goes with the word behind it.
                (rest, current) = (current + rest, "")
            } else if used + 1 + TerminalText.columns(rest) > width {
                lines.append(current)
                current = ""
            }
            while TerminalText.columns(rest) > width {
                var head = ""
                while let next = rest.first, TerminalText.columns(head + String(next)) <= width {
                    head.append(rest.removeFirst())
                }
                lines.append(head)
            }
            current += (TerminalText.columns(current) > 0 ? " " : "") + rest
        }
        return lines + (TerminalText.columns(current) > 0 || lines.isEmpty ? [current] : [])
    }

    @Test(
        "code points are shown with at least four digits",
        arguments: [
            ("\u{0}", "⟨U+0000⟩"), ("\u{1B}", "⟨U+001B⟩"), ("\u{202E}", "⟨U+202E⟩"), ("\u{FEFF}", "⟨U+FEFF⟩"),
            ("\u{E0041}", "⟨U+E0041⟩"),
        ])
    func codePoints(text: String, shown: String) {
        #expect(HTML(text).text == shown)
        #expect(VisibleText.block("a\(text)\n\tb") == "a\(shown)\n\tb")
        #expect(VisibleText.line("a\(text)\r\n\tb\nc\r") == "a\(shown)  b c⟨U+000D⟩")
        #expect(VisibleText.line(String(repeating: text, count: 20_000)).utf8.count == 20_000 * shown.utf8.count)
    }
}
