/// The kind of a text with prompts, by its name and by its beginning.
struct DataSetText {
    /// The ways to read it.
    enum Kind: Equatable {
        /// JSON values one after the other.
        case jsonLines
        /// A JSON document, or values one after the other.
        case json
        case yaml
        case markdown
        case csv(CSVDialect)
        case lines
    }

    /// How it is to be read.
    let kind: Kind
    /// Its first byte that is no white space.
    let first: UInt8
    /// Whether its name says that it is plain text.
    let isPlain: Bool
    /// Whether its name says that it is XML or HTML.
    let isMarkup: Bool

    /// A text.
    ///
    /// - Parameters:
    ///   - head: its beginning
    ///   - path: the file, whose ending says something
    ///   - isWhole: whether the head is all of it
    init(head: ArraySlice<UInt8>, path: String, isWhole: Bool) {
        let start = head.drop(while: \.isSpace)
        let ending = Self.ending(path)
        first = start.first ?? 0
        isPlain = ending == "txt"
        isMarkup = ["xml", "html", "htm", "xhtml", "svg"].contains(ending)
        let lines = Self.lines(start, isWhole: isWhole)
        if Self.isJSON(start, ending) {
            kind = Self.isJSONLines(start, ending, isWhole: isWhole) ? .jsonLines : .json
        } else if ["yaml", "yml", "prompt"].contains(ending) {
            kind = .yaml
        } else if ["md", "markdown", "mdx"].contains(ending) {
            kind = .markdown
        } else if Self.isYAML(lines) {
            kind = .yaml
        } else if Self.isMarkdown(lines) {
            kind = .markdown
        } else if ending == "txt", !Self.isTable(lines) {
            kind = .lines
        } else {
            let dialect = CSVDialect(head: head, isWhole: isWhole)
            let isTable = ["csv", "tsv", "tab", "psv"].contains(ending) || Self.isHeader(lines.first ?? "", dialect)
            kind = isTable || (dialect.isEven && dialect.separator != nil) ? .csv(dialect) : .lines
        }
    }

    /// The ending of the name in small letters, without that of packing.
    private static func ending(_ path: String) -> String {
        var parts = path.split(separator: "/").last?.lowercased().split(separator: ".") ?? []
        while parts.count > 1, ["gz", "gzip"].contains(parts.last) { parts.removeLast() }
        return parts.count > 1 ? String(parts[parts.count - 1]) : ""
    }

    /// The first lines that are not blank.
    private static func lines(_ start: ArraySlice<UInt8>, isWhole: Bool) -> [String] {
        let most = 200
        var parts = start.prefix(1 << 14).split(maxSplits: most, whereSeparator: { $0 == 0x0a || $0 == 0x0d })
        // The last one may be cut.
        if parts.count > 1, parts.count > most || !isWhole || start.count > 1 << 14 { parts.removeLast() }
        return parts.map { String(decoding: $0, as: UTF8.self) }.filter { !$0.trimmingSpace.isEmpty }
    }

    private static func isJSON(_ start: ArraySlice<UInt8>, _ ending: String) -> Bool {
        let isNamed = ["json", "jsonl", "ndjson", "jsonlines"].contains(ending)
        let next = start.dropFirst().first { !$0.isSpace }
        switch start.first {
        case UInt8(ascii: "{"): return isNamed || next.map(Array("\"'}".utf8).contains) == true
        case UInt8(ascii: "["):
            return isNamed || next.map { Array("{[\"']-".utf8).contains($0) || (0x30...0x39).contains($0) } == true
        case UInt8(ascii: "\""): return isNamed
        default: return isNamed && start.first != UInt8(ascii: "<")
        }
    }

    /// Whether each line is a value: the name says so, or the first line is one and another follows.
    private static func isJSONLines(_ start: ArraySlice<UInt8>, _ ending: String, isWhole: Bool) -> Bool {
        let isNamed = ["jsonl", "ndjson", "jsonlines"].contains(ending)
        let line = start.prefix { $0 != 0x0a && $0 != 0x0d }
        guard line.count < start.count else {
            return isNamed && (!isWhole || start.first != UInt8(ascii: "["))
        }
        guard start.first != UInt8(ascii: "[") || isNamed else { return false }
        guard isValue(line) else { return isNamed && !Array("{[".utf8).contains(start.first ?? 0) }
        let next = start.dropFirst(line.count).first { !$0.isSpace }
        return isNamed || next == start.first
    }

    /// Whether a line is a whole value, with or without a comma behind it.
    private static func isValue(_ line: ArraySlice<UInt8>) -> Bool {
        var parser = JSONParser(ByteSource(bytes: Array(line), file: ""), limit: line.count + 1)
        guard (try? parser.value()) != nil else { return false }
        let rest = try? parser.peekToken()
        return rest == .some(nil) || rest == .some(UInt8(ascii: ","))
    }

    /// Lines that no table begins with: a mark of YAML, a list of mappings, or a key with a list or mapping below it.
    private static func isYAML(_ lines: [String]) -> Bool {
        let content = lines.filter { !$0.hasPrefix("#") }
        guard let first = content.first else { return false }
        if first.hasPrefix("%YAML") { return true }
        let next = content.dropFirst().first ?? ""
        if first.trimmingSpace == "---" {
            return next.hasPrefix("- ") || next.prefixMatch(of: /[A-Za-z_][\w-]*:( |$)/) != nil
        }
        let isIndented = next.first == " " || next.first == "-"
        if first.prefixMatch(of: /- ["']?[A-Za-z_][\w-]*["']?:( |$)/) != nil {
            return next.prefixMatch(of: /(\s+|-\s)["']?[A-Za-z_][\w-]*["']?:( |$)/) != nil
        }
        if first.wholeMatch(of: /[A-Za-z_][\w-]*:\s*([|>][-+]?)?/) != nil { return isIndented }
        let isKey = { (line: String) in line.prefixMatch(of: /[A-Za-z_][\w-]*:( |$)/) != nil }
        // Keys with short values, and then a list below one of them.
        return isKey(first)
            && content.dropFirst(content.prefix(while: isKey).count).first.map { line in
                line.prefixMatch(of: /\s*-\s/) != nil
            } == true
            && content.prefix(while: isKey).last.map { $0.trimmingSpace.hasSuffix(":") } == true
    }

    /// Lines that all belong to lists, with headings between them.
    private static func isMarkdown(_ lines: [String]) -> Bool {
        var bullets = 0
        var headings = 0
        for line in lines {
            let text = line.trimmingSpace
            if MarkdownRecords.bullet(text) != nil {
                bullets += 1
            } else if text.prefixMatch(of: /[#]{1,6}\s/) != nil {
                headings += 1
            } else if line.first?.isWhitespace != true || bullets == 0 {
                return false
            }
        }
        return bullets >= 2 || (bullets == 1 && headings > 0)
    }

    /// Whether it is a table with tabs, as spreadsheets save "Unicode text": all lines have as many fields, and one is headed as
    /// prompts are.
    private static func isTable(_ lines: [String]) -> Bool {
        guard lines.count > 1, let names = lines.first?.split(separator: "\t", omittingEmptySubsequences: false),
            names.count > 1, names.contains(where: { RecordLists.isColumn(String($0).trimmingSpace) })
        else { return false }
        return lines.allSatisfy { $0.count { $0 == "\t" } == names.count - 1 }
    }

    /// Whether a single word heads a column of prompts.
    private static func isHeader(_ line: String, _ dialect: CSVDialect) -> Bool {
        dialect.separator == nil && RecordLists.isColumn(line.trimmingSpace.replacing("\"", with: ""))
    }
}
