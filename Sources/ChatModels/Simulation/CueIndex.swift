/// Finds cues in a list of words: single words, stems (`poison*`) and phrases.
struct CueIndex: Sendable {
    /// What a cue speaks for.
    struct Vote: Sendable {
        /// Position of the dimension in the profile.
        let dimension: Int
        /// Position of the value in its dimension.
        let value: Int
        /// Weight of the cue.
        let weight: Double
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

    /// All words that occur in cues, stems left out.
    private(set) var vocabulary: Set<String> = []

    /// Adds a cue.
    mutating func add(_ cue: String, _ vote: Vote) {
        let isStem = cue.hasSuffix("*")
        let parts = PromptText(cue).words
        guard let first = parts.first else { return }
        if isStem, parts.count == 1 {
            stems[first] = append(vote, to: stems[first])
            if !stemLengths.contains(first.utf8.count) { stemLengths.append(first.utf8.count) }
        } else if parts.count == 1 {
            vocabulary.insert(first)
            words[first] = append(vote, to: words[first])
        } else {
            vocabulary.formUnion(parts)
            if let index = phrases[first]?.firstIndex(where: { $0.words == parts }) {
                votes[phrases[first, default: []][index].votes].append(vote)
            } else {
                phrases[first, default: []].append(Phrase(words: parts, votes: append(vote, to: nil)))
            }
        }
    }

    /// Calls `body` for every vote that the words cast; a cue that is met again casts none.
    func votes(in text: [String], _ body: (Vote) -> Void) {
        var met = Set<Int>()
        func cast(_ slot: Int) {
            guard met.insert(slot).inserted else { return }
            for vote in votes[slot] { body(vote) }
        }
        for (index, word) in text.enumerated() {
            if let slot = words[word] { cast(slot) }
            for length in stemLengths where length <= word.utf8.count {
                if let slot = stems[String(decoding: word.utf8.prefix(length), as: UTF8.self)] { cast(slot) }
            }
            guard let candidates = phrases[word] else { continue }
            for phrase in candidates where text[index...].starts(with: phrase.words) { cast(phrase.votes) }
        }
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
