/// Takes out of a text what would move the cursor or mislead, in one pass over its Unicode scalars.
struct TerminalCleaner {
    private var scalars: Substring.UnicodeScalarView
    /// Whether nothing in the rest of the line ends a control string: looked for once, because a text may open thousands.
    private var isWithoutEnd = false
    private var hasEnded = false

    init(_ text: String) {
        scalars = text.unicodeScalars[...]
    }

    /// All that is left on one line; line breaks and tabs become spaces.
    mutating func line() -> String {
        var result = String.UnicodeScalarView()
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\n", "\t", "\u{2028}", "\u{2029}", "\u{85}": result.append(" ")
            case "\r": if scalars.first != "\n" { result.append(" ") }
            default: append(scalar, to: &result, isBreak: { _ in false })
            }
        }
        return String(result)
    }

    /// The next line of the text without its break; nil when there is none. A text without a break is one line.
    mutating func nextLine() -> String? {
        guard !hasEnded else { return nil }
        var result = String.UnicodeScalarView()
        while let scalar = scalars.popFirst() {
            if Self.isBreak(scalar) {
                if scalar == "\r", scalars.first == "\n" { scalars.removeFirst() }
                isWithoutEnd = false
                return String(result)
            }
            if scalar == "\t" {
                result.append(" ")
            } else {
                append(scalar, to: &result, isBreak: Self.isBreak)
            }
        }
        hasEnded = true
        return String(result)
    }

    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// Appends a scalar, or skips the control sequence that it begins.
    private mutating func append(
        _ scalar: Unicode.Scalar, to result: inout String.UnicodeScalarView, isBreak: (Unicode.Scalar) -> Bool
    ) {
        switch scalar {
        case " "..."~": result.append(scalar)
        case "\u{1B}": skipSequence(isBreak)
        case "\u{9B}": skipControlSequence()
        case "\u{90}", "\u{98}", "\u{9D}", "\u{9E}", "\u{9F}": skipString(isBreak)
        default: if !scalar.isDeceptive { result.append(scalar) }
        }
    }

    // The sequences of ECMA-48: what follows ESC, what follows CSI, and strings up to ST or BEL.
    private mutating func skipSequence(_ isBreak: (Unicode.Scalar) -> Bool) {
        guard let next = scalars.first, !isBreak(next) else { return }
        scalars.removeFirst()
        switch next {
        case "[": skipControlSequence()
        case "]", "P", "X", "^", "_": skipString(isBreak)
        case _ where (0x20...0x2F).contains(next.value):
            while let more = scalars.first, !isBreak(more) {
                scalars.removeFirst()
                guard (0x20...0x2F).contains(more.value) else { break }
            }
        default: break
        }
    }

    private mutating func skipControlSequence() {
        while let next = scalars.first, (0x20...0x3F).contains(next.value) { scalars.removeFirst() }
        if let final = scalars.first, (0x40...0x7E).contains(final.value) { scalars.removeFirst() }
    }

    /// Skips a control string. One that is never closed takes its introducer only, so that it can't swallow what follows.
    private mutating func skipString(_ isBreak: (Unicode.Scalar) -> Bool) {
        guard !isWithoutEnd else { return }
        var rest = scalars
        while let next = rest.popFirst(), !isBreak(next) {
            guard next == "\u{07}" || next == "\u{9C}" || next == "\u{1B}" else { continue }
            if next == "\u{1B}", rest.first == "\\" { rest.removeFirst() }
            scalars = rest
            return
        }
        isWithoutEnd = true
    }
}
