/// The last look at the blocks: what single lines give away.
struct BlockSieve {
    private let type: PageType

    init(type: PageType) {
        self.type = type
    }

    /// The blocks that stay.
    func sift(_ drafts: [BlockWriter.Draft]) -> [BlockWriter.Draft] {
        var seen: Set<[UInt8]> = []
        return drafts.filter { draft in
            if isFurniture(draft) { return false }
            // Pages repeat themselves: for small screens, for printing, in carousels.
            guard draft.text.count > 30, draft.kind != .code else { return true }
            return seen.insert(draft.text).inserted
        }
    }

    private func isFurniture(_ draft: BlockWriter.Draft) -> Bool {
        switch draft.kind {
        case .heading(let level): return level == 1 && type == .article
        case .paragraph, .listItem: break
        case .quote, .code, .tableRow: return false
        }
        let length = draft.text.count
        if type == .article, case .paragraph = draft.kind, length < 150, draft.linked * 5 > length * 3 { return true }
        guard type != .collection, length < 250 else { return false }
        return Self.holdsTemplate(draft.text) || Openings.shared.begins(draft.text)
    }

    /// `{{ … }}` that a script was to fill in.
    private static func holdsTemplate(_ text: [UInt8]) -> Bool {
        text.firstIndex(of: 0x7B).map { $0 + 1 < text.count && text[$0 + 1] == 0x7B } ?? false
    }
}

/// How lines begin that are about the page and not part of its text.
private struct Openings {
    static let shared = Openings()

    private let byFirst: [UInt8: [[UInt8]]]

    init() {
        let list = Self.phrases.split(separator: "\n").map { Array($0.utf8) }
        byFirst = Dictionary(grouping: list) { $0[0] }
    }

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
