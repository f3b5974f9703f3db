/// Files that are no lists of prompts, by their first bytes: named, with what to do.
enum FileKind {
    /// The kind of a file, and how to turn it into one that can be read.
    typealias Kind = (name: String, remedy: String)

    private static let magic: [(start: [UInt8], kind: Kind)] = [
        (Array("PAR1".utf8), ("Parquet", pandas("parquet"))),
        (Array("ARROW1".utf8), ("an Arrow file", pandas("feather"))),
        (Array("FEA1".utf8), ("a Feather file", pandas("feather"))),
        (Array("Obj\u{1}".utf8), ("Avro", "write it as JSON lines")),
        ([0x28, 0xb5, 0x2f, 0xfd], ("packed with zstd", "unpack it with unzstd")),
        (Array("BZh".utf8), ("packed with bzip2", "unpack it with bunzip2")),
        ([0xfd, 0x37, 0x7a, 0x58, 0x5a], ("packed with xz", "unpack it with unxz")),
        (Array("7z\u{bc}\u{af}".unicodeScalars.map { UInt8($0.value) }), ("a 7z archive", "unpack it and name a file")),
        (
            Array("PK\u{3}\u{4}".utf8),
            (
                "a zip archive or a workbook (.xlsx, .ods, .eval)",
                "save a sheet as CSV (UTF-8), unpack an archive with unzip, write an Inspect log with 'inspect log dump'"
            )
        ),
        ([0xd0, 0xcf, 0x11, 0xe0], ("an old Office file", "save it as CSV (UTF-8)")),
        (Array("SQLite format 3".utf8), ("an SQLite database", "write the table with sqlite3 -csv -header")),
        (Array("%PDF-".utf8), ("a PDF", "copy the prompts into a text file, one a line")),
        (Array("{\\rtf".utf8), ("an RTF document", "save it as plain text, one prompt a line")),
        ([0x89, 0x50, 0x4e, 0x47], ("a PNG image", "give the prompts as text")),
        ([0xff, 0xd8, 0xff], ("a JPEG image", "give the prompts as text")),
        ([0x80, 0x02], pickle), ([0x80, 0x03], pickle), ([0x80, 0x04], pickle), ([0x80, 0x05], pickle),
        ([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59], ("a NumPy array", "write it as JSON lines")),
        (Array("version https://git-lfs".utf8), ("a Git LFS pointer", "fetch the data with git lfs pull")),
    ]

    private static let pickle: Kind = ("a Python pickle", "write it as JSON lines in the program that made it")

    private static func pandas(_ name: String) -> String {
        "convert it: python3 -c \"import pandas; pandas.read_\(name)('IN').to_json('OUT.jsonl', orient='records', "
            + "lines=True)\""
    }

    /// The kind of the file by its first bytes; nil for a possible text.
    static func binary(_ start: some Collection<UInt8>) -> Kind? {
        if start.count > 262, start.dropFirst(257).starts(with: Array("ustar".utf8)) {
            return ("a tar archive", "unpack it with tar -x and name a file")
        }
        return magic.first { start.starts(with: $0.start) }?.kind
    }

    /// What a text is that is no list of prompts, by how it begins; nil for what may be one.
    ///
    /// - Parameters:
    ///   - isPlain: whether it is called plain text, in which a prompt may begin with a tag
    ///   - isMarkup: whether it is called XML or HTML
    static func markup(_ head: ArraySlice<UInt8>, isPlain: Bool, isMarkup: Bool) -> Kind? {
        let start = String(decoding: head.drop(while: \.isSpace).prefix(2048), as: UTF8.self).lowercased()
        if !isPlain, start.prefixMatch(of: /\[\[[a-z_][\w.\-]*\]\]/) != nil {
            return ("TOML", "convert it to JSON lines")
        }
        guard start.hasPrefix("<") else { return nil }
        let page: Kind = (
            "an HTML page",
            "download the file itself (a page to sign in, or a viewer's page, is none), or save its table as CSV"
        )
        if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") { return page }
        guard !isPlain else { return nil }
        let tags = [
            "<head", "<body", "<title", "<meta", "<script", "<div", "<table", "<p>", "<ul",
            "<ol", "<h1", "<span", "<style", "<link", "<!--",
        ]
        if tags.contains(where: start.hasPrefix) { return page }
        if start.hasPrefix("<?xml") || start.hasPrefix("<!doctype") || start.hasPrefix("<rss") {
            return start.contains("<html") ? page : ("XML", "convert it to CSV or JSON lines")
        }
        return isMarkup ? ("XML", "convert it to CSV or JSON lines") : nil
    }
}
