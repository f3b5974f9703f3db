/// What the words in an element's `class` and `id` say of its role on the page.
struct ClassWords: OptionSet {
    let rawValue: UInt32

    /// Navigation, advertising, sharing, cookie notices and other furniture.
    static let boilerplate = ClassWords(rawValue: 1 << 0)
    /// Readers' comments, replies.
    static let comment = ClassWords(rawValue: 1 << 1)
    /// Links to other pages of the site: related, popular, recommended.
    static let related = ClassWords(rawValue: 1 << 2)
    /// Author, date, tags: facts about the text, not part of it.
    static let byline = ClassWords(rawValue: 1 << 3)
    /// What the text belongs to: article, post, story, entry, product, page.
    static let subject = ClassWords(rawValue: 1 << 4)
    /// That it is the text: content, body, text.
    static let content = ClassWords(rawValue: 1 << 5)
    /// The main part of the page.
    static let main = ClassWords(rawValue: 1 << 6)
    /// A caption or credit of a picture.
    static let caption = ClassWords(rawValue: 1 << 7)
    /// A message of a forum.
    static let message = ClassWords(rawValue: 1 << 8)
    /// Something for sale.
    static let product = ClassWords(rawValue: 1 << 9)
    /// One of many things alike: card, item, tile.
    static let card = ClassWords(rawValue: 1 << 10)
    /// The head or foot of something.
    static let edge = ClassWords(rawValue: 1 << 11)
    /// Hidden until asked for, or for screen readers only.
    static let unseen = ClassWords(rawValue: 1 << 12)
    /// Hidden until it is unfolded: tabs, accordions.
    static let fold = ClassWords(rawValue: 1 << 13)

    /// A notice about cookies or privacy.
    static let consent = ClassWords(rawValue: 1 << 14)
    /// What customers say of a thing.
    static let review = ClassWords(rawValue: 1 << 15)

    /// A question or what is answered to it.
    static let answer = ClassWords(rawValue: 1 << 16)
    /// Facts about who wrote a message.
    static let profile = ClassWords(rawValue: 1 << 17)

    /// The roles of all words in a `class` and `id`. Words end at punctuation and where small letters meet capitals.
    init(_ text: UnsafeBufferPointer<UInt8>) {
        var found: UInt32 = 0
        var hash = WordTable.seed
        var length = 0
        var wasSmall = false
        var prefix: UInt32 = 0
        var before: UInt8 = 0
        var begins: UInt8 = 0
        func close(_ next: UInt8) {
            guard length > 1 else { return }
            // "ad" in "1ad269" is no word.
            if length < 4, begins &- 0x30 < 10 || next &- 0x30 < 10 { return }
            found |= WordTable.words.flags(hash) | prefix
        }
        for byte in text {
            let isCapital = byte &- 0x41 < 26
            let isSmall = byte &- 0x61 < 26
            if !isCapital, !isSmall || isCapital && wasSmall {
                close(byte)
                (hash, length, prefix) = (WordTable.seed, 0, 0)
            } else if isCapital, wasSmall {
                close(byte)
                (hash, length, prefix) = (WordTable.seed, 0, 0)
            }
            if length == 0 { begins = before }
            before = byte
            wasSmall = isSmall
            guard isCapital || isSmall else { continue }
            hash = WordTable.step(hash, byte | 0x20)
            length += 1
            if length >= 5, length <= 10, prefix == 0 { prefix = WordTable.prefixes.flags(hash) }
        }
        close(0)
        self.init(rawValue: found)
    }

    init(rawValue: UInt32) {
        self.rawValue = rawValue
    }
}

/// Words by hash: open addressing, because every word of every class on a page is looked up.
private struct WordTable {
    static let seed: UInt32 = 0x811C_9DC5
    static func step(_ hash: UInt32, _ byte: UInt8) -> UInt32 { (hash ^ UInt32(byte)) &* 0x0100_0193 }

    static let words = WordTable(ClassLexicon.words)
    static let prefixes = WordTable(ClassLexicon.prefixes)

    private var keys = [UInt32](repeating: 0, count: 1024)
    private var values = [UInt32](repeating: 0, count: 1024)

    init(_ groups: [(ClassWords, String)]) {
        for (flag, list) in groups {
            for word in list.split(separator: " ") {
                let hash = word.utf8.reduce(Self.seed, Self.step)
                var slot = Self.slot(hash)
                while keys[slot] != 0, keys[slot] != hash { slot = (slot + 1) & 1023 }
                keys[slot] = hash
                values[slot] |= flag.rawValue
            }
        }
    }

    private static func slot(_ hash: UInt32) -> Int { Int((hash ^ hash >> 15) & 1023) }

    func flags(_ hash: UInt32) -> UInt32 {
        var slot = Self.slot(hash)
        while keys[slot] != 0 {
            if keys[slot] == hash { return values[slot] }
            slot = (slot + 1) & 1023
        }
        return 0
    }
}
