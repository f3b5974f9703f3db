/// Guesses the encoding of bytes that are not UTF-8, from how the bytes above 127 follow each other.
///
/// The multi-byte sets have lead and trail ranges of which real text uses some far more than others (kana in Japanese,
/// Hangul rows in Korean, level 1 ideographs in Chinese); the single-byte alphabets come in long runs, Latin accents alone.
struct LegacyGuess {
    /// iconv's name of the encoding.
    var name: String
    /// Whether the bytes could hardly be anything else, so that a declaration that says otherwise is wrong.
    var isCertain: Bool

    init(_ bytes: UnsafeBufferPointer<UInt8>, language: String?) {
        let counts = ByteCounts(UnsafeBufferPointer(rebasing: bytes.prefix(1 << 18)))
        self = LegacyGuess(multiByte: counts) ?? LegacyGuess(singleByte: counts, language: language)
    }

    private init(name: String, isCertain: Bool) {
        self.name = name
        self.isCertain = isCertain
    }

    private init(_ name: String, _ isCertain: Bool) {
        self.init(name: name, isCertain: isCertain)
    }

    private init?(multiByte counts: ByteCounts) {
        guard counts.high >= 4 else { return nil }
        if counts.hasEscapes {
            self.init("ISO-2022-JP", true)
            return
        }
        let shiftJIS = counts.shiftJIS
        if shiftJIS.pairs >= 4, shiftJIS.bad * 50 <= shiftJIS.pairs, shiftJIS.typical * 8 >= shiftJIS.pairs {
            self.init("CP932", true)
            return
        }
        let euc = counts.euc
        if euc.pairs >= 4, euc.bad * 50 <= euc.pairs {
            if counts.kanaRows * 8 >= euc.pairs {
                self.init("EUC-JP-MS", true)
            } else if counts.hangulRows * 10 >= euc.pairs * 9 {
                self.init("UHC", true)
            } else {
                self.init("GB18030", euc.typical * 10 >= euc.pairs * 7)
            }
            return
        }
        let big5 = counts.big5
        if big5.pairs >= 8, big5.bad * 50 <= big5.pairs, big5.typical * 10 >= big5.pairs * 8 {
            self.init("BIG5-HKSCS", true)
            return
        }
        let gbk = counts.gbk
        if gbk.pairs >= 8, gbk.bad * 50 <= gbk.pairs, gbk.typical * 10 >= gbk.pairs * 7 {
            self.init("GB18030", true)
            return
        }
        return nil
    }

    private init(singleByte counts: ByteCounts, language: String?) {
        // Three letters or more in a row, most of the time: an alphabet of its own, not Latin with accents.
        guard counts.longRuns * 2 > counts.high, counts.high > 20 else {
            self.init(Self.latin[language ?? ""] ?? EncodingLabel.windows1252, false)
            return
        }
        if let name = Self.alphabets[language ?? ""] {
            self.init(name, false)
        } else {
            // Small letters outnumber capitals: they stand at E0-FF in windows-1251 and at C0-DF in KOI8-R.
            self.init(counts.upperQuarter >= counts.thirdQuarter ? "WINDOWS-1251" : "KOI8-R", true)
        }
    }

    private static let latin: [String: String] = [
        "pl": "ISO-8859-2", "cs": "WINDOWS-1250", "sk": "WINDOWS-1250", "hu": "ISO-8859-2", "sl": "WINDOWS-1250",
        "hr": "WINDOWS-1250", "ro": "ISO-8859-2", "tr": "WINDOWS-1254", "lt": "WINDOWS-1257", "lv": "WINDOWS-1257",
        "et": "WINDOWS-1257", "vi": "WINDOWS-1258",
    ]
    private static let alphabets: [String: String] = [
        "el": "WINDOWS-1253", "he": "WINDOWS-1255", "iw": "WINDOWS-1255", "ar": "WINDOWS-1256",
        "fa": "WINDOWS-1256", "th": "CP874",
    ]
}

/// How often byte pairs of each encoding's shape occur.
private struct ByteCounts {
    struct Pairs {
        var pairs = 0
        var bad = 0
        var typical = 0
    }

    var high = 0
    var longRuns = 0
    var thirdQuarter = 0
    var upperQuarter = 0
    var hasEscapes = false
    var kanaRows = 0
    var hangulRows = 0
    var shiftJIS = Pairs()
    var euc = Pairs()
    var big5 = Pairs()
    var gbk = Pairs()

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        runs(bytes)
        shiftJIS = pairs(bytes, lead: { (0x81...0x9F).contains($0) || (0xE0...0xFC).contains($0) }) { lead, trail in
            guard trail >= 0x40, trail != 0x7F, trail <= 0xFC else { return nil }
            return lead == 0x82 && trail >= 0x9F || lead == 0x83 && trail <= 0x96
        }
        var (kana, hangul) = (0, 0)
        euc = pairs(bytes, lead: { $0 >= 0xA1 && $0 < 0xFF }) { lead, trail in
            guard trail >= 0xA1, trail < 0xFF else { return nil }
            if lead == 0xA4 || lead == 0xA5 { kana += 1 }
            if (0xB0...0xC8).contains(lead) { hangul += 1 }
            return lead <= 0xA3 || (0xB0...0xD7).contains(lead)
        }
        (kanaRows, hangulRows) = (kana, hangul)
        big5 = pairs(bytes, lead: { $0 >= 0xA1 && $0 <= 0xF9 }) { lead, trail in
            guard (0x40...0x7E).contains(trail) || (0xA1...0xFE).contains(trail) else { return nil }
            return lead <= 0xC6
        }
        gbk = pairs(bytes, lead: { $0 >= 0x81 && $0 < 0xFF }) { lead, trail in
            guard trail >= 0x40, trail != 0x7F, trail < 0xFF else { return nil }
            return (lead <= 0xA3 && lead >= 0xA1 || (0xB0...0xD7).contains(lead)) && trail >= 0xA1
        }
    }

    private mutating func runs(_ bytes: UnsafeBufferPointer<UInt8>) {
        var run = 0
        for index in bytes.indices {
            let byte = bytes[index]
            if byte >= 0x80 {
                high += 1
                run += 1
                if byte >= 0xE0 { upperQuarter += 1 } else if byte >= 0xC0 { thirdQuarter += 1 }
            } else {
                if run >= 3 { longRuns += run }
                run = 0
                if byte == 0x1B, index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "$"),
                    bytes[index + 2] == UInt8(ascii: "B") || bytes[index + 2] == UInt8(ascii: "@")
                {
                    hasEscapes = true
                }
            }
        }
        if run >= 3 { longRuns += run }
    }

    /// Walks over bytes in pairs; `judge` says whether a pair is typical, or nil if it is none.
    private func pairs(
        _ bytes: UnsafeBufferPointer<UInt8>, lead isLead: (UInt8) -> Bool, judge: (UInt8, UInt8) -> Bool?
    ) -> Pairs {
        var result = Pairs()
        var index = 0
        while index < bytes.count {
            let lead = bytes[index]
            index += 1
            guard lead >= 0x80 else { continue }
            guard isLead(lead), index < bytes.count, let typical = judge(lead, bytes[index]) else {
                // Half-width katakana stand alone in Shift_JIS, but rarely.
                result.bad += 1
                continue
            }
            result.pairs += 1
            if typical { result.typical += 1 }
            index += 1
        }
        return result
    }
}
