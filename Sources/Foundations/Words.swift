/// The words of a text as a classifier compares them.
package enum Words {
    /// Words in small letters, without endings and without those that every text has; other scripts give none.
    package static func of(_ text: String) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        func close() {
            if word.count > 2 {
                let text = String(decoding: word, as: UTF8.self)
                if !common.contains(text) { words.append(stem(text)) }
            }
            word.removeAll(keepingCapacity: true)
        }
        for byte in text.utf8 {
            if (0x61...0x7a).contains(byte | 0x20) { word.append(byte | 0x20) } else if byte != 0x27 { close() }
        }
        close()
        return words
    }

    /// Takes off the commonest endings, so that "stealing" meets "steal".
    private static func stem(_ word: String) -> String {
        for ending in ["ations", "ation", "ings", "ing", "edly", "ies", "ed", "es", "s", "ly"]
        where word.count - ending.count >= 4 && word.hasSuffix(ending) {
            return String(word.dropLast(ending.count))
        }
        return word
    }

    private static let common: Set<String> = [
        "the", "and", "for", "with", "that", "this", "from", "what", "how", "can", "you", "are", "not", "have", "has",
        "was", "were", "will", "would", "could", "should", "who", "whom", "why", "when", "where", "which", "their",
        "they", "them", "there", "then", "than", "its", "his", "her", "she", "him", "our", "your", "mine", "some",
        "any", "all", "one", "two", "way", "ways", "make", "made", "get", "got", "give", "tell", "write", "please",
        "help", "need", "want", "like", "about", "into", "out", "without", "does", "did", "doing", "best", "use",
        "using", "used", "also", "more", "most", "other", "others", "people", "person", "somebody", "someone",
        "something", "requests", "request", "belong", "here", "such", "but", "because", "been", "being", "these",
        "those", "own", "may", "let", "lets", "just", "very", "know", "good", "things", "thing",
    ]
}
