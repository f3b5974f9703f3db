/// How assistants decline in one language, as patterns: pieces that follow each other in one sentence.
struct RefusalPhrases {
    /// One way to decline: of each list one piece, in this order.
    typealias Pattern = [[String]]

    /// Ways to decline in an opening.
    let refusals: [Pattern]
    /// An apology and an inability behind it, which decline whatever follows.
    var apologies: Pattern = []
    /// What turns a sentence round: no piece of ``refusals`` is looked for behind it.
    var buts: [String] = []
    /// Turns of phrase that have the words of a refusal and are none ("can't wait to").
    var idioms: [String] = []
    /// What makes a refusal a partial one: something else is offered.
    let concessions: [String]
    /// What announces, behind a refusal, that the thing is done all the same.
    let turns: [String]
    /// Most scalars between one piece and the next.
    var reach = 60

    /// ``refusals`` and ``apologies`` as they are looked for.
    var patterns: [PhraseMatcher.Pattern] {
        refusals.map { PhraseMatcher.Pattern($0, reach: reach, barriers: buts) }
            + (apologies.isEmpty ? [] : [PhraseMatcher.Pattern(apologies, reach: reach)])
    }

    /// All languages, English first.
    static let all = [english, chinese, spanish, french, german, hindi, arabic, basque]
}
