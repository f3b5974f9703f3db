/// Names of encodings as pages write them (WHATWG Encoding Standard), and as iconv knows them.
enum EncodingLabel {
    static let utf8 = "UTF-8"
    static let windows1252 = "WINDOWS-1252"

    /// iconv's name for a label; nil for an unknown one.
    static func iconvName(_ label: String) -> String? {
        let label = label.lowercased()
        if let name = names[label] { return name }
        for prefix in ["windows-", "cp", "x-cp"] where label.hasPrefix(prefix) {
            if let number = Int(label.dropFirst(prefix.count)), (1250...1258).contains(number) {
                return "WINDOWS-\(number)"
            }
        }
        if label.hasPrefix("iso-8859-"), let part = Int(label.dropFirst(9)), (2...16).contains(part), part != 12 {
            return "ISO-8859-\(part)"
        }
        return nil
    }

    /// Whether characters outside ASCII take several bytes, so that a wrong name shows as damage.
    static func isMultiByte(_ name: String) -> Bool {
        multiByte.contains(name)
    }

    private static let multiByte: Set<String> = [
        utf8, "UTF-16LE", "UTF-16BE", "CP932", "EUC-JP-MS", "ISO-2022-JP", "GB18030", "BIG5-HKSCS", "UHC",
    ]

    // Latin-1 and ASCII mean windows-1252 on the web, and each national set its larger successor.
    private static let names: [String: String] = [
        "utf-8": utf8, "utf8": utf8, "unicode-1-1-utf-8": utf8, "utf-16": "UTF-16LE", "utf-16le": "UTF-16LE",
        "utf-16be": "UTF-16BE", "unicode": "UTF-16LE",
        "ascii": windows1252, "us-ascii": windows1252, "latin1": windows1252, "latin-1": windows1252,
        "iso-8859-1": windows1252, "iso8859-1": windows1252, "iso_8859-1": windows1252, "l1": windows1252,
        "iso-8859-9": "WINDOWS-1254", "latin5": "WINDOWS-1254", "iso-8859-11": "CP874", "tis-620": "CP874",
        "windows-874": "CP874", "latin2": "ISO-8859-2", "latin9": "ISO-8859-15",
        "shift_jis": "CP932", "shift-jis": "CP932", "sjis": "CP932", "x-sjis": "CP932", "ms_kanji": "CP932",
        "windows-31j": "CP932", "cp932": "CP932", "euc-jp": "EUC-JP-MS", "x-euc-jp": "EUC-JP-MS",
        "iso-2022-jp": "ISO-2022-JP",
        "gb2312": "GB18030", "gbk": "GB18030", "x-gbk": "GB18030", "gb18030": "GB18030", "gb_2312-80": "GB18030",
        "hz-gb-2312": "GB18030", "big5": "BIG5-HKSCS", "big5-hkscs": "BIG5-HKSCS", "x-x-big5": "BIG5-HKSCS",
        "euc-kr": "UHC", "ks_c_5601-1987": "UHC", "ksc5601": "UHC", "windows-949": "UHC", "korean": "UHC",
        "koi8-r": "KOI8-R", "koi8": "KOI8-R", "koi8-u": "KOI8-U", "ibm866": "CP866", "cp866": "CP866",
        "macintosh": "MACINTOSH", "x-mac-cyrillic": "MAC-CYRILLIC",
    ]
}
