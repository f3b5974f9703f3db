import SafetyGrid

/// Misspells as people do: swapped, dropped and doubled letters, and words written by ear.
struct SpellingNoise: Sendable {
    private let transpose: Double
    private let drop: Double
    private let double: Double
    private let phonetic: Double
    private let byEar: [String: [String]]

    /// Reads `rates`, each a chance a word (0 ... 1), and `phonetic`, word to misspellings.
    ///
    /// - Throws: `SeedError` with file and line.
    init(_ value: YAMLValue) throws(SeedError) {
        let mapping = try value.mapping(allowing: ["kind", "rates", "phonetic"])
        let rates = try mapping.required("rates").mapping(allowing: ["transpose", "drop", "double", "phonetic"])
        func rate(_ key: String) throws(SeedError) -> Double {
            let value = try rates.required(key)
            let rate = try value.double()
            guard (0...1).contains(rate) else { throw value.invalid("a rate is between 0 and 1") }
            return rate
        }
        transpose = try rate("transpose")
        drop = try rate("drop")
        double = try rate("double")
        phonetic = try rate("phonetic")
        var byEar: [String: [String]] = [:]
        for (word, spellings) in try mapping["phonetic"]?.mapping().pairs ?? [] {
            byEar[word.lowercased()] = try spellings.texts()
        }
        self.byEar = byEar
    }

    /// The text with misspellings, at least one when it has a word of four letters.
    func apply(to text: String, _ random: inout SeededRandom) -> String {
        var words = Words(text)
        var changed = false
        for index in words.pieces.indices where words.pieces[index].isWord {
            let word = words.pieces[index].text
            words.pieces[index].text = misspelt(word, &random)
            changed = changed || words.pieces[index].text != word
        }
        if !changed {
            let long = words.pieces.indices.filter { words.pieces[$0].isWord && words.pieces[$0].text.count >= 4 }
            guard !long.isEmpty else { return text }
            let index = long.pick(&random)
            words.pieces[index].text = Self.dropped(words.pieces[index].text, &random)
        }
        return words.text
    }

    private func misspelt(_ word: String, _ random: inout SeededRandom) -> String {
        if let spellings = byEar[word.lowercased()], random.unit() < phonetic {
            let spelling = spellings.pick(&random)
            return word.first?.isUppercase == true ? spelling.capitalizedFirst : spelling
        }
        guard word.count >= 4 else { return word }
        let chance = random.unit()
        if chance < transpose { return Self.transposed(word, &random) }
        if chance < transpose + drop { return Self.dropped(word, &random) }
        if chance < transpose + drop + double { return Self.doubled(word, &random) }
        return word
    }

    /// A place inside a word of at least four letters: neither the first nor the last.
    private static func inner(_ count: Int, _ random: inout SeededRandom) -> Int {
        1 + Int(random.next() % UInt64(count - 2))
    }

    private static func transposed(_ word: String, _ random: inout SeededRandom) -> String {
        var letters = Array(word)
        let place = inner(letters.count, &random)
        letters.swapAt(place, place + 1)
        return String(letters)
    }

    private static func dropped(_ word: String, _ random: inout SeededRandom) -> String {
        var letters = Array(word)
        letters.remove(at: inner(letters.count, &random))
        return String(letters)
    }

    private static func doubled(_ word: String, _ random: inout SeededRandom) -> String {
        var letters = Array(word)
        let place = inner(letters.count, &random)
        letters.insert(letters[place], at: place)
        return String(letters)
    }
}
