extension Character {
    /// Columns the character takes in a terminal, 0 ... 2 (Unicode Standard Annex 11, East Asian width).
    var terminalColumns: Int {
        if isASCII { return 1 }
        return unicodeScalars.reduce(0) { max($0, $1.terminalColumns) }
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
