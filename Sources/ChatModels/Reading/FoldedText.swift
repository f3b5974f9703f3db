import Foundation

/// A text as phrases of any language are looked for in it: small letters without accents, plain apostrophes, one space where
/// there is white space, and nothing invisible, tags of HTML among it.
///
/// Letters that one word is written with in several ways become one: Arabic hamza, tāʼ marbūṭa and vowel signs, the Devanagari
/// nukta and candrabindu, `ß`, full-width letters, and the traditional forms of the characters that refusals have.
struct FoldedText {
    /// What is left of the text.
    private(set) var scalars: [Unicode.Scalar] = []

    /// Folds a text.
    ///
    /// - Parameters:
    ///   - text: any text
    ///   - length: how many of its scalars are read, 0 or more; nil for all
    init(_ text: String, within length: Int? = nil) {
        // Marks go before letters are taken apart as well: a text may be of nothing else.
        let read = text.unicodeScalars.prefix(length ?? .max).filter { !Self.isMark($0) }
        let isMarkedUp = read.contains { $0 == "<" || $0 == "&" || $0 == "\\" }
        let shown = isMarkedUp ? String.UnicodeScalarView(MarkedUpText.shown(Array(read))) : .init(read)
        let letters = String(shown).lowercased()
        for scalar in letters.decomposedStringWithCanonicalMapping.unicodeScalars where !Self.isMark(scalar) {
            append(scalar)
        }
        if scalars.last == " " { scalars.removeLast() }
    }

    /// The first scalars, at most `length` of them.
    func prefix(_ length: Int) -> FoldedText {
        var text = self
        text.scalars.removeLast(max(0, scalars.count - length))
        return text
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        // The stroke that stretches Arabic words, soft hyphen, joiners, marks of direction and of byte order.
        case 0x640, 0xAD, 0x200B...0x200F, 0x2060, 0xFEFF: return
        case 0x2018, 0x2019, 0x2BC, 0xB4, 0x60, 0xFF07: scalars.append("'")
        case 0xDF: scalars += ["s", "s"]
        case 0xFF01...0xFF5E: scalars.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
        default:
            if !scalar.properties.isWhitespace {
                scalars.append(Self.same[scalar] ?? scalar)
            } else if let last = scalars.last, last != " " {
                scalars.append(" ")
            }
        }
    }

    /// Whether a scalar is an accent, an Arabic vowel sign or hamza, or the Devanagari nukta.
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x300 else { return false }
        let place = scalar.properties.canonicalCombiningClass
        return place.rawValue >= 27 || scalar.value == 0x93C
    }

    private static let same: [Unicode.Scalar: Unicode.Scalar] = [
        // Arabic, with the letters of Persian keyboards.
        "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك",
        // Devanagari.
        "ँ": "ं",
        // Traditional characters.
        "無": "无", "協": "协", "幫": "帮", "對": "对", "請": "请", "這": "这", "個": "个", "為": "为", "會": "会", "應": "应", "該": "该",
        "違": "违", "絕": "绝", "範": "范", "圍": "围", "寫": "写", "創": "创", "討": "讨", "論": "论", "繼": "继", "續": "续", "滿": "满",
        "參": "参", "與": "与", "執": "执", "給": "给", "訴": "诉", "處": "处", "製": "制", "談": "谈", "辦": "办", "沒": "没", "們": "们",
        "編": "编", "則": "则", "規": "规", "語": "语", "諒": "谅", "負": "负", "責": "责", "過": "过", "來": "来", "說": "说",
        "於": "于", "並": "并", "從": "从", "讓": "让", "還": "还", "詢": "询", "問": "问", "題": "题", "關": "关", "勵": "励", "開": "开",
    ]
}
