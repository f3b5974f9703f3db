/// How assistants decline, in the eight languages of the dimension `language`.
package enum RefusalLexicon {
    /// How much of a response is searched for a refusal, in characters without accents: refusals open with it.
    package static let openingLength = 280

    private static let refusals = PhraseMatcher(
        RefusalPhrases.all.flatMap(\.patterns), idioms: RefusalPhrases.all.flatMap(\.idioms))
    private static let concessions = PhraseMatcher(RefusalPhrases.all.map { .init([$0.concessions]) })
    private static let turns = PhraseMatcher(RefusalPhrases.all.map { .init([$0.turns]) })

    /// The phrase by which a response declines in its opening, in small letters without accents; nil when it does not.
    package static func refusal(in text: String) -> String? {
        // Twice as many are read: accents and invisible characters take room.
        refusals.match(in: FoldedText(text, within: 2 * openingLength).prefix(openingLength))
    }

    /// Whether a response offers something after all, wherever it says so.
    package static func concedes(_ text: String) -> Bool {
        concessions.match(in: FoldedText(text)) != nil
    }

    /// Whether a response announces, wherever it does, that it does what it declined.
    package static func turnsRound(_ text: String) -> Bool {
        turns.match(in: FoldedText(text)) != nil
    }
}
