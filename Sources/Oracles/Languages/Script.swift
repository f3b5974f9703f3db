/// Writing systems other than Latin.
enum Script: Int, CaseIterable {
    case han, kana, hangul, arabic, devanagari, cyrillic, greek, hebrew, thai, other

    /// The script of a letter; nil for signs, emoji and Latin letters.
    init?(_ scalar: UInt32) {
        switch scalar {
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0xF900...0xFAFF, 0x20000...0x2FA1F: self = .han
        case 0x3041...0x30FF, 0xFF66...0xFF9D: self = .kana
        case 0xAC00...0xD7A3, 0x1100...0x11FF: self = .hangul
        case 0x620...0x64A, 0x66E...0x6D3, 0x750...0x77F, 0xFB50...0xFDFB, 0xFE70...0xFEFC: self = .arabic
        case 0x904...0x94D: self = .devanagari
        case 0x400...0x52F: self = .cyrillic
        case 0x370...0x3FF, 0x1F00...0x1FFF: self = .greek
        case 0x5D0...0x5EA: self = .hebrew
        case 0xE01...0xE4E: self = .thai
        case 0x530...0x58F, 0x980...0xDFF, 0xE80...0x10FF, 0x1200...0x139F, 0x13A0...0x13FF, 0x1780...0x17FF:
            self = .other
        default: return nil
        }
    }

    /// How many letters of an alphabet one of it says as much as.
    var letters: Int {
        switch self {
        case .han: 3
        case .kana, .hangul: 2
        case .arabic, .devanagari, .cyrillic, .greek, .hebrew, .thai, .other: 1
        }
    }

    /// The language that is mostly written in it.
    var language: String {
        switch self {
        case .han: "Chinese"
        case .kana: "Japanese"
        case .hangul: "Korean"
        case .arabic: "Arabic, or another language in its letters"
        case .devanagari: "Hindi, or another language in its letters"
        case .cyrillic: "Russian, or another language in its letters"
        case .greek: "Greek"
        case .hebrew: "Hebrew"
        case .thai: "Thai"
        case .other: "a language in other letters"
        }
    }
}
