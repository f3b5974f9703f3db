import SafetyGrid

/// The script that a language is written in, as far as it tells languages apart.
enum TextLanguage {
    private enum Script {
        case latin, han, japanese, hangul, devanagari, arabic, cyrillic, greek, hebrew, thai
    }

    /// Least share of the letters that are of the language's script: names and terms of others are common.
    private static let leastShare = 0.6

    /// The code of a cell's language: `en` for a grid without languages.
    static func code(of cell: [(dimension: DimensionID, value: String)]) -> String {
        let value = cell.first { $0.dimension == .language }?.value.lowercased() ?? "en"
        return names[value] ?? String(value.prefix { $0 != "-" && $0 != "_" })
    }

    /// Whether a text is in the script of a language; true for a language that is not known.
    static func hasScript(of code: String, _ text: String) -> Bool {
        guard let script = scripts[code] else { return true }
        var (letters, own) = (0, 0)
        for scalar in text.unicodeScalars where scalar.properties.isAlphabetic {
            letters += 1
            if isOf(script, scalar.value) { own += 1 }
        }
        return Double(own) >= leastShare * Double(letters)
    }

    private static func isOf(_ script: Script, _ value: UInt32) -> Bool {
        switch (script, value) {
        case (.latin, 0x41...0x24F), (.latin, 0x1E00...0x1EFF), (.latin, 0xFF21...0xFF5A): true
        case (.han, 0x3400...0x9FFF), (.han, 0xF900...0xFAFF), (.han, 0x20000...0x3FFFF): true
        case (.japanese, 0x3041...0x30FF), (.japanese, 0x3400...0x9FFF), (.japanese, 0xFF66...0xFF9F): true
        case (.hangul, 0xAC00...0xD7A3), (.hangul, 0x1100...0x11FF), (.hangul, 0x3130...0x318F): true
        case (.devanagari, 0x900...0x97F), (.arabic, 0x600...0x77F), (.arabic, 0xFB50...0xFEFF): true
        case (.cyrillic, 0x400...0x52F), (.greek, 0x370...0x3FF), (.greek, 0x1F00...0x1FFF): true
        case (.hebrew, 0x590...0x5FF), (.thai, 0xE00...0xE7F): true
        default: false
        }
    }

    private static let names = [
        "english": "en", "chinese": "zh", "spanish": "es", "french": "fr", "german": "de", "hindi": "hi",
        "arabic": "ar",
        "basque": "eu", "portuguese": "pt", "italian": "it", "dutch": "nl", "japanese": "ja", "korean": "ko",
        "russian": "ru",
    ]
    private static let scripts: [String: Script] = [
        "en": .latin, "es": .latin, "fr": .latin, "de": .latin, "eu": .latin, "pt": .latin, "it": .latin, "nl": .latin,
        "sv": .latin, "da": .latin, "no": .latin, "fi": .latin, "pl": .latin, "cs": .latin, "tr": .latin, "vi": .latin,
        "id": .latin, "ro": .latin, "hu": .latin, "ca": .latin, "sw": .latin, "zh": .han, "ja": .japanese,
        "ko": .hangul,
        "hi": .devanagari, "mr": .devanagari, "ne": .devanagari, "ar": .arabic, "fa": .arabic, "ur": .arabic,
        "ru": .cyrillic, "uk": .cyrillic, "bg": .cyrillic, "el": .greek, "he": .hebrew, "th": .thai,
    ]
}
