/// How lines begin that are about the page and not part of its text.
struct Openings {
    static let shared = Openings()

    private let byFirst: [UInt8: [[UInt8]]]

    init() {
        let list = Self.phrases.split(separator: "\n").map { Array($0.utf8) }
        byFirst = Dictionary(grouping: list) { $0[0] }
    }

    /// Whether the text begins with one of them, whatever its case.
    func begins(_ text: [UInt8]) -> Bool {
        guard let first = text.first, let phrases = byFirst[Self.small(first)] else { return false }
        return phrases.contains { phrase in
            text.count >= phrase.count && zip(text, phrase).allSatisfy { Self.small($0) == $1 }
                && (text.count == phrase.count || !Self.isLetter(text[phrase.count])
                    || !Self.isLetter(phrase[phrase.count - 1]))
        }
    }

    private static func small(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 || byte >= 0x80 }

    private static let phrases = """
        ©
        copyright
        all rights reserved
        alle rechte vorbehalten
        tous droits réservés
        todos los derechos
        share this
        share on
        follow us
        follow @
        sign up for
        sign up to
        subscribe to
        subscribe now
        read more
        read also
        read next
        related:
        related articles
        related posts
        related stories
        related coverage
        related content
        related reading
        related topics
        you may also
        you might also
        more from
        more stories
        more articles
        most read
        most popular
        keep reading
        recommended for
        recommended reading
        recent posts
        recent articles
        recent comments
        latest news
        latest posts
        latest articles
        about the author
        stay ahead
        stay connected
        stay informed
        stay up to date
        see also:
        also read
        photo:
        photo by
        photo credit
        photos:
        image:
        image credit
        foto:
        tag:
        tags
        tagged
        filed under
        posted in
        posted on
        posted by
        published on
        published at
        published:
        updated on
        updated at
        last updated
        lesen sie
        auch interessant
        mehr zum thema
        lire aussi
        à lire
        leia também
        leia mais
        leggi anche
        lees ook
        lea también
        click here
        advertisement
        anzeige
        publicité
        publicidad
        sponsored
        skip to
        join our newsletter
        join our mailing
        get the latest
        have a tip
        leave a comment
        leave a reply
        comments are closed
        loading
        """
}
