/// Foreign text for a terminal: prompts, answers and error messages are data, and must not move the cursor, set a title
/// or turn the direction of the line.
package enum TerminalText {
    /// `text` on one line: escape sequences go as a whole, other control characters, bidirectional controls and hidden
    /// characters too; line breaks and tabs become spaces.
    package static func safe(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var scalars = text.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\u{1B}": skipSequence(&scalars)
            case "\u{9B}": skipControlSequence(&scalars)
            case "\u{90}", "\u{98}", "\u{9D}", "\u{9E}", "\u{9F}": skipString(&scalars)
            case "\n", "\t", "\u{2028}", "\u{2029}", "\u{85}": result.append(" ")
            case "\r": if scalars.first != "\n" { result.append(" ") }
            default: if !scalar.isDeceptive { result.append(scalar) }
            }
        }
        return String(result)
    }

    /// `text` as safe lines of at most `width` columns, 2 or more; breaks at spaces where there are some, keeps line
    /// breaks.
    package static func wrapped(_ text: String, width: Int) -> [String] {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return lines.flatMap { wrap(safe(String($0)), width: max(2, width)) }
    }

    /// Columns that `text` takes in a terminal; 2 for East Asian wide characters and emoji, 0 for combining marks.
    package static func columns(_ text: String) -> Int {
        text.reduce(0) { $0 + $1.terminalColumns }
    }

    /// `text` cut to at most `width` columns, with `…` at the end when something was cut.
    package static func fitted(_ text: String, width: Int) -> String {
        guard columns(text) > width else { return text }
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

    private static func wrap(_ line: String, width: Int) -> [String] {
        var lines: [String] = []
        var current = ""
        var used = 0
        for word in line.split(separator: " ") {
            var rest = String(word)
            let length = columns(rest)
            if used > 0, used + 1 + length > width {
                lines.append(current)
                (current, used) = ("", 0)
            }
            while columns(rest) > width {
                let head = prefix(of: rest, width: width)
                lines.append(head)
                rest.removeFirst(head.count)
            }
            current += (used > 0 ? " " : "") + rest
            used = columns(current)
        }
        return lines + (used > 0 || lines.isEmpty ? [current] : [])
    }

    private static func prefix(of text: String, width: Int) -> String {
        var left = width
        return String(
            text.prefix { character in
                left -= character.terminalColumns
                return left >= 0
            })
    }

    // The sequences of ECMA-48: what follows ESC, what follows CSI, and strings up to ST or BEL.
    private static func skipSequence(_ scalars: inout Substring.UnicodeScalarView) {
        switch scalars.popFirst() {
        case "["?: skipControlSequence(&scalars)
        case "]"?, "P"?, "X"?, "^"?, "_"?: skipString(&scalars)
        case let next? where (0x20...0x2F).contains(next.value):
            while let more = scalars.popFirst(), (0x20...0x2F).contains(more.value) {}
        default: break
        }
    }

    private static func skipControlSequence(_ scalars: inout Substring.UnicodeScalarView) {
        while let next = scalars.first, (0x20...0x3F).contains(next.value) { scalars.removeFirst() }
        if let final = scalars.first, (0x40...0x7E).contains(final.value) { scalars.removeFirst() }
    }

    private static func skipString(_ scalars: inout Substring.UnicodeScalarView) {
        // A string that is never closed takes its introducer only, so that it can't swallow what follows.
        var rest = scalars
        while let next = rest.popFirst() {
            if next == "\u{07}" || next == "\u{9C}" { break }
            if next == "\u{1B}" {
                if rest.first == "\\" { rest.removeFirst() }
                break
            }
            if rest.isEmpty { return }
        }
        scalars = rest
    }
}

extension Character {
    /// Columns the character takes in a terminal, 0 ... 2 (Unicode Standard Annex 11, East Asian width).
    fileprivate var terminalColumns: Int {
        if isASCII { return 1 }
        return min(2, unicodeScalars.map(\.terminalColumns).max() ?? 0)
    }
}

extension Unicode.Scalar {
    fileprivate var terminalColumns: Int {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return value == 0xFE0F ? 2 : 0
        case .format, .control: return 0
        default: break
        }
        if properties.isEmojiPresentation { return 2 }
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3:
            return 2
        case 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x17000...0x18CFF: return 2
        case 0x1B000...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD: return 2
        default: return 1
        }
    }
}
