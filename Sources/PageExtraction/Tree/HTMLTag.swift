/// The elements that extraction tells apart.
enum HTMLTag: UInt8, CaseIterable {
    case other, text
    case html, head, body, title, meta, link, base
    case a, abbr, address, article, aside, b, blockquote, br, button, caption, center, cite, code, dd, del, details,
        dialog
    case div, dl, dt, em, fieldset, figcaption, figure, font, footer, form, h1, h2, h3, h4, h5, h6, header, hr, i, img
    case input, ins, kbd, label, legend, li, main, menu, nav, noscript, ol, option, p, picture, pre, q, rp, rt, s, samp,
        section, small, span
    case strong, sub, summary, sup, table, tbody, td, textarea, tfoot, th, thead, time, tr, u, ul, v, video, audio,
        canvas

    /// Whether text before, in and after the element stands on one line.
    var isInline: Bool { Self.inline[Int(rawValue)] }

    /// 1 to 6 for a heading, else 0.
    var headingLevel: Int {
        let level = Int(rawValue) - Int(HTMLTag.h1.rawValue) + 1
        return (1...6).contains(level) ? level : 0
    }

    private static let inline: [Bool] = {
        let tags: Set<HTMLTag> = [
            .other, .text, .a, .abbr, .b, .cite, .code, .del, .em, .font, .i, .img, .ins, .kbd, .label, .q, .rp, .rt,
            .s, .samp,
            .small, .span, .strong, .sub, .sup, .time, .u, .v, .picture, .input, .button, .meta, .link, .base, .option,
        ]
        return allCases.map(tags.contains)
    }()

    /// The tag of a name in lower case.
    init(_ name: UnsafePointer<UInt8>) {
        var key: UInt64 = 0
        var length: UInt64 = 0
        while name[Int(length)] != 0, length < 16 {
            if length < 8 { key |= UInt64(name[Int(length)]) << (8 * length) }
            length += 1
        }
        self = TagTable.shared.tag(of: key &+ length &* 0x0101_0101_0101_0101)
    }

    fileprivate var key: UInt64 {
        let bytes = Array("\(self)".utf8)
        var key: UInt64 = 0
        for (index, byte) in bytes.prefix(8).enumerated() { key |= UInt64(byte) << (8 * UInt64(index)) }
        return key &+ UInt64(bytes.count) &* 0x0101_0101_0101_0101
    }
}

/// Tags by name: a hash table with linear probing, because every start tag of a page is looked up.
private struct TagTable {
    static let shared = TagTable()
    private static let bits: UInt64 = 9
    private var keys: [UInt64]
    private var tags: [HTMLTag]

    init() {
        keys = Array(repeating: 0, count: 1 << Self.bits)
        tags = Array(repeating: .other, count: 1 << Self.bits)
        for tag in HTMLTag.allCases where tag != .other && tag != .text {
            var slot = Self.slot(tag.key)
            while keys[slot] != 0 { slot = (slot + 1) & (keys.count - 1) }
            keys[slot] = tag.key
            tags[slot] = tag
        }
    }

    private static func slot(_ key: UInt64) -> Int {
        Int((key &* 0x9E37_79B9_7F4A_7C15) >> (64 - bits))
    }

    func tag(of key: UInt64) -> HTMLTag {
        var slot = Self.slot(key)
        while keys[slot] != 0 {
            if keys[slot] == key { return tags[slot] }
            slot = (slot + 1) & (keys.count - 1)
        }
        return .other
    }
}
