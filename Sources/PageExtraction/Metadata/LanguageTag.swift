/// BCP 47 tags, as pages write them and as a text shows them.
enum LanguageTag {
    /// The tag in its usual form; nil for what is none.
    static func normal(_ text: String) -> String? {
        let parts = text.collapsed.split(whereSeparator: { "-_".contains($0) }).prefix(4).map(String.init)
        guard let first = parts.first?.lowercased(), (2...3).contains(first.utf8.count),
            parts.allSatisfy({ part in part.utf8.count <= 8 && part.utf8.allSatisfy { isAlphanumeric($0) } }),
            first.utf8.allSatisfy({ (0x61...0x7A).contains($0) }), first != "und"
        else { return nil }
        let rest = parts.dropFirst().map { part in
            switch part.utf8.count {
            case 2: part.uppercased()
            case 4: part.prefix(1).uppercased() + part.dropFirst().lowercased()
            default: part.lowercased()
            }
        }
        return ([first] + rest).joined(separator: "-")
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// The language of a text by its script, or by its most frequent small words; nil if it shows too little.
    static func guess(_ text: String) -> String? {
        var scripts: [String: Int] = [:]
        for scalar in text.unicodeScalars.prefix(4000) {
            if let script = script(scalar.value) { scripts[script, default: 0] += 1 }
        }
        guard let (script, count) = scripts.max(by: { $0.value < $1.value }), count > 20 else { return nil }
        if script == "zh", let kana = scripts["ja"], kana * 5 > count { return "ja" }
        guard script == "latin" else { return script }
        var hits: [String: Int] = [:]
        var total = 0
        for word in text.prefix(6000).lowercased().split(whereSeparator: { !$0.isLetter }) {
            total += 1
            for language in smallWords[String(word)] ?? [] { hits[language, default: 0] += 1 }
        }
        guard let best = hits.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), best.value * 12 > total,
            best.value > 3
        else { return nil }
        return best.key
    }

    private static func script(_ scalar: UInt32) -> String? {
        switch scalar {
        case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F: "latin"
        case 0x370...0x3FF: "el"
        case 0x400...0x4FF: "ru"
        case 0x590...0x5FF: "he"
        case 0x600...0x6FF: "ar"
        case 0x900...0x97F: "hi"
        case 0xE00...0xE7F: "th"
        case 0x3040...0x30FF: "ja"
        case 0x4E00...0x9FFF: "zh"
        case 0xAC00...0xD7AF: "ko"
        default: nil
        }
    }

    private static let smallWords: [String: [String]] = {
        let lists = [
            "en": "the of and to in is that for it with as was on are this be by from have not you",
            "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch",
            "fr": "de la le et les des en un du une que est pour qui dans par plus sur au pas",
            "es": "de la que el en y a los del se las por un para con no una su al lo",
            "it": "di e il la che in un per è una non sono della con del si da alla le dei",
            "pt": "de a o que e do da em um para é com não uma os no se na por mais",
            "nl": "de van het een en in is dat op te zijn met voor niet aan er om ook als dan",
            "sv": "och i att det som en på är av för med den till inte har de ett om var",
            "da": "og i at det er en til på af for med den ikke der har de et som var",
            "pl": "w i na z do się nie że jest to o jak po od za przez dla czy tym",
            "cs": "a v na se je že s z do o to i za ve pro po jsou byl které",
            "tr": "ve bir bu için ile de da çok olarak daha olan gibi kadar sonra ne",
        ]
        var words: [String: [String]] = [:]
        for (language, list) in lists {
            for word in list.split(separator: " ") { words[String(word), default: []].append(language) }
        }
        return words
    }()
}
