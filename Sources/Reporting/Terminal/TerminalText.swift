/// Foreign text for a terminal: prompts, responses and error messages are data, and must not move the cursor, set a
/// title or turn the direction of the line.
///
/// Each takes a time in proportion to the length of its text, whatever it is made of.
package enum TerminalText {
    /// `text` on one line: escape sequences go as a whole, other control characters, bidirectional controls and hidden
    /// characters too; line breaks and tabs become spaces.
    package static func safe(_ text: String) -> String {
        // Most texts are harmless, and bytes are looked at faster than characters.
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        var cleaner = TerminalCleaner(text)
        return cleaner.line()
    }

    /// `text` as safe lines of at most `width` columns, 2 or more; breaks at spaces where there are some, keeps line
    /// breaks.
    package static func wrapped(_ text: String, width: Int) -> [String] {
        var cleaner = TerminalCleaner(text)
        var wrapper = LineWrapper(width: max(2, width))
        while let line = cleaner.nextLine() { wrapper.add(line) }
        return wrapper.lines
    }

    /// Columns that `text` takes in a terminal; 2 for East Asian wide characters and emoji, 0 for combining marks.
    package static func columns(_ text: String) -> Int {
        text.reduce(0) { $0 + $1.terminalColumns }
    }

    /// `text` cut to at most `width` columns, with `…` at the end when something was cut.
    package static func fitted(_ text: String, width: Int) -> String {
        // No text has more columns than bytes.
        guard text.utf8.count > width, columns(text) > width else { return text }
        guard width > 0 else { return "" }
        var result = ""
        var left = width - 1
        for character in text {
            guard character.terminalColumns <= left else { break }
            left -= character.terminalColumns
            result.append(character)
        }
        return result + "…"
    }
}
