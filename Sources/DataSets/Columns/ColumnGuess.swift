import Foundations

/// Which columns of a file hold the prompts and their categories, by names and by contents.
package struct ColumnGuess: Sendable, Equatable {
    /// The column with the prompts.
    package let prompt: String
    /// The column with the categories; nil when there is none.
    package let category: String?
    /// A finer category below ``category``; nil when there is none.
    package let subcategory: String?

    /// Records that are looked at.
    package static let sampleSize = 500

    /// The columns of a file.
    ///
    /// - Parameters:
    ///   - sample: its first records, at most ``sampleSize``
    ///   - columns: its columns, in order
    ///   - file: its name, for messages
    ///   - prompt: the prompt column, when it was named
    ///   - category: the category column, when it was named
    ///   - vocabulary: words of hazard categories, in small letters
    /// - Throws: ``DataSetError/noColumn(_:file:known:)`` or ``DataSetError/noPromptColumn(file:known:)``.
    package init(
        sample: [DataSetFields], columns: [String], file: String, prompt: String? = nil, category: String? = nil,
        vocabulary: Set<String>
    ) throws(DataSetError) {
        for named in [prompt, category].compactMap(\.self) where !columns.contains(named) {
            throw .noColumn(named, file: file, known: columns)
        }
        let profiles = columns.map { name in
            sample.reduce(into: ColumnProfile(name: name)) { $0.add($1.text(name)) }
        }
        guard let chosen = prompt ?? Self.best(profiles, Self.promptScore)?.name else {
            throw .noPromptColumn(file: file, known: columns)
        }
        self.prompt = chosen
        let others = profiles.filter { $0.name != chosen }
        let hazards = category ?? Self.best(others) { Self.categoryScore($0, vocabulary) }?.name
        self.category = hazards
        subcategory =
            category == nil && hazards == "category" && others.contains { $0.name == "subcategory" }
            ? "subcategory" : nil
    }

    private static func best(
        _ profiles: [ColumnProfile], _ score: (ColumnProfile) -> Double?
    ) -> ColumnProfile? {
        var best: (profile: ColumnProfile, score: Double)?
        for profile in profiles {
            guard let score = score(profile), score > best?.score ?? -.infinity else { continue }
            best = (profile, score)
        }
        return best?.profile
    }

    private static let promptWords: [String: Double] = [
        "prompt": 10, "question": 9, "instruction": 9, "behavior": 8, "behaviour": 8, "goal": 8, "request": 8,
        "query": 8, "utterance": 7, "input": 7, "turn": 7, "message": 7, "conversation": 7, "text": 5, "sentence": 5,
        "content": 4, "user": 4, "task": 4, "problem": 4, "dialogue": 7, "objective": 6, "ask": 6, "payload": 6,
        "value": 3,
    ]
    /// Words of names that stand for something else, however long the values are.
    private static let otherWords: Set<String> = [
        "id", "hash", "url", "link", "response", "answer", "output", "completion", "target", "reply", "chosen",
        "rejected", "reason", "explanation", "rationale", "note", "source", "reference", "license", "licence",
        "description", "definition", "system", "context", "gpt4", "chatgpt", "claude", "llama2", "model", "comment",
        "date", "label", "translation", "policy", "category", "tag",
    ]

    private static func promptScore(_ profile: ColumnProfile) -> Double? {
        guard profile.filledShare >= 0.5 else { return nil }
        let name = profile.words.compactMap { promptWords[$0] }.max() ?? 0
        let isOther = profile.words.contains(where: otherWords.contains)
        guard profile.sentenceShare >= 0.4 || (name >= 7 && !isOther && profile.meanLength >= 4) else { return nil }
        return name * 3 + profile.sentenceShare * 8 + profile.distinctShare * 10 + min(profile.meanLength, 200) / 20
            - (isOther ? 40 : 0)
    }

    private static let categoryWords: [String: Double] = [
        "hazard": 10, "harm": 9, "risk": 9, "category": 8, "subcategory": 6, "domain": 7, "topic": 7, "area": 7,
        "type": 6, "policy": 6, "scenario": 6, "theme": 6, "class": 5, "subject": 5, "group": 4, "label": 3, "tag": 2,
        "focus": 2, "semantic": 9, "kategorie": 8, "categoría": 8, "categoria": 8, "catégorie": 8, "категория": 8,
        "类别": 8, "分类": 8, "カテゴリ": 8,
    ]
    private static let notCategories: Set<String> = [
        "id", "hash", "url", "lang", "language", "locale", "split", "version", "index", "count", "counter", "score",
        "persona", "license", "licence", "source", "date", "model", "functional", "style", "length", "level", "zh",
    ]

    private static func categoryScore(_ profile: ColumnProfile, _ vocabulary: Set<String>) -> Double? {
        let words = profile.words
        guard profile.looksLikeCategories, !profile.looksLikeLabels else { return nil }
        let name = words.compactMap { categoryWords[$0] }.max() ?? 0
        let isOther = words.contains(where: notCategories.contains)
        // What is the same everywhere is a category only where the name says so: a file may be about one hazard.
        guard profile.distinct.count > 1 || name >= 8 && !isOther else { return nil }
        let hits = profile.distinct.keys.count { value in
            Words.of(value).contains(where: vocabulary.contains)
        }
        let hazards = Double(hits) / Double(profile.distinct.count)
        guard name > 0 || hazards >= 0.5 else { return nil }
        return name * 2 + hazards * 12 + min(Double(profile.distinct.count).squareRoot(), 5) - (isOther ? 14 : 0)
    }
}
