/// Finds cues in a list of words: single words, stems (`poison*`) and phrases.
struct CueIndex: Sendable {
    /// The value for which a cue speaks.
    struct Vote: Sendable {
        /// Position of the dimension in the profile.
        let dimension: Int
        /// Position of the value in its dimension.
        let value: Int
        /// Weight of the cue.
        let weight: Double
        /// The language of the texts in which it counts; nil for all.
        let language: String?

        func counts(in language: String?) -> Bool { self.language == nil || self.language == language }

        func isForSame(as other: Vote) -> Bool {
            dimension == other.dimension && value == other.value
        }
    }

    private struct Phrase: Sendable {
        let words: [String]
        let votes: Int
    }

    private var words: [String: Int] = [:]
    private var stems: [String: Int] = [:]
    private var stemLengths: [Int] = []
    private var phrases: [String: [Phrase]] = [:]
    private var votes: [[Vote]] = []

    private static let endings = [
        "", "s", "ed", "ing", "er", "ers", "e", "es", "y", "ies", "ion", "ions", "al", "ment",
    ]

    /// All words that occur in cues for texts of all languages, and those that stems most often grow into.
    private(set) var vocabulary: Set<String> = []

    /// Adds a cue.
    mutating func add(_ cue: String, _ vote: Vote) {
        let isStem = cue.hasSuffix("*")
        let parts = PromptText(cue).words
        guard let first = parts.first else { return }
        if isStem, parts.count == 1 {
            stems[first] = append(vote, to: stems[first])
            if vote.language == nil { vocabulary.formUnion(Self.endings.map { first + $0 }) }
            if !stemLengths.contains(first.utf8.count) { stemLengths.append(first.utf8.count) }
        } else if parts.count == 1 {
            if vote.language == nil { vocabulary.insert(first) }
            words[first] = append(vote, to: words[first])
        } else {
            if vote.language == nil { vocabulary.formUnion(parts) }
            if let index = phrases[first]?.firstIndex(where: { $0.words == parts }) {
                votes[phrases[first, default: []][index].votes].append(vote)
            } else {
                phrases[first, default: []].append(Phrase(words: parts, votes: append(vote, to: nil)))
            }
        }
    }

    /// Calls `body` for every vote that the words of a text in a language cast: a cue that is met again casts none, and one
    /// word speaks for a value no more than once, however many cues it fits.
    func votes(in text: [String], of language: String?, _ body: (Vote) -> Void) {
        var met = Set<Int>()
        for (index, word) in text.enumerated() {
            var slots: [Int] = []
            if let candidates = phrases[word] {
                slots += candidates.filter { text[index...].starts(with: $0.words) }.map(\.votes)
            }
            if let slot = words[word] ?? possessor(word).flatMap({ words[$0] }) { slots.append(slot) }
            for length in stemLengths where length <= word.utf8.count {
                if let slot = stems[String(decoding: word.utf8.prefix(length), as: UTF8.self)] { slots.append(slot) }
            }
            var spoken: [Vote] = []
            for slot in slots where met.insert(slot).inserted {
                for vote in votes[slot]
                where vote.counts(in: language) && !spoken.contains(where: { $0.isForSame(as: vote) }) {
                    spoken.append(vote)
                    body(vote)
                }
            }
        }
    }

    private func possessor(_ word: String) -> String? {
        word.hasSuffix("'s") ? String(word.dropLast(2)) : nil
    }

    private mutating func append(_ vote: Vote, to slot: Int?) -> Int {
        if let slot {
            votes[slot].append(vote)
            return slot
        }
        votes.append([vote])
        return votes.count - 1
    }
}
