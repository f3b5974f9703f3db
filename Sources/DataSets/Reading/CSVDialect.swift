import Foundations

/// How a file of separated values is written: its separator, and what stands before its first record.
struct CSVDialect: Equatable {
    /// The separator of fields; nil where a record is one field.
    var separator: UInt8?
    /// Bytes before the first record: a line `sep=…`, lines of comments.
    var preface = 0
    /// Lines in ``preface``.
    var prefaceLines = 0
    /// Whether nearly all records of the sample have as many fields as the first one.
    var isEven = false

    private static let candidates = Array(",;\t|".utf8)
    private static let quote = UInt8(ascii: "\"")
    /// Records that are looked at.
    private static let sampleSize = 60

    /// The dialect of a file by its beginning.
    ///
    /// - Parameters:
    ///   - head: the beginning
    ///   - isWhole: whether it is all of the file, so that its last record is complete
    init(head: ArraySlice<UInt8>, isWhole: Bool) {
        var rest = head
        if let (separator, line) = Self.declared(rest) {
            self.separator = separator
            isEven = true
            preface = line
            prefaceLines = 1
            return
        }
        while let line = Self.comment(rest) {
            rest = rest.dropFirst(line)
            preface += line
            prefaceLines += 1
        }
        if let title = Self.title(rest) {
            rest = rest.dropFirst(title.bytes)
            preface += title.bytes
            prefaceLines += title.lines
        }
        let counts = Self.counts(rest, isWhole: isWhole)
        guard let first = counts.first else { return }
        var best: (isEven: Bool, count: Int, separator: UInt8)?
        for (index, candidate) in Self.candidates.enumerated() where first[index] > 0 {
            let same = counts.count { $0[index] == first[index] }
            let isEven = same * 10 >= counts.count * 9
            if let best, (best.isEven ? 1 : 0, best.count) >= (isEven ? 1 : 0, first[index]) { continue }
            best = (isEven, first[index], candidate)
        }
        guard let best else {
            preface = 0
            prefaceLines = 0
            return
        }
        separator = best.separator
        isEven = best.isEven
    }

    /// The separator that a first line `sep=;` names, as spreadsheets write and read it, and the line's length.
    private static func declared(_ head: ArraySlice<UInt8>) -> (UInt8, Int)? {
        let line = Array(head.prefix(12).prefix { $0 != 0x0a && $0 != 0x0d })
        let bare = line.first == quote && line.last == quote ? Array(line.dropFirst().dropLast()) : line
        let name = ByteSearch.lowered(String(decoding: bare.prefix(4), as: UTF8.self))
        guard name == Array("sep=".utf8), bare.count <= 6, line.count < head.count else { return nil }
        let written = bare.dropFirst(4)
        guard let separator = written.elementsEqual(Array("\\t".utf8)) ? 0x09 : written.first, separator != quote
        else { return nil }
        return (separator, line.count + endLength(head.dropFirst(line.count)))
    }

    /// Length of a first line that is a comment: `# ` and no separator.
    private static func comment(_ head: ArraySlice<UInt8>) -> Int? {
        guard head.starts(with: Array("# ".utf8)) else { return nil }
        let line = head.prefix { $0 != 0x0a && $0 != 0x0d }
        guard line.count < head.count, !line.contains(where: candidates.contains) else { return nil }
        return line.count + endLength(head.dropFirst(line.count))
    }

    /// Length of lines above the heads of the columns, as people write a table's name there: few fields, and below them a line of
    /// more, one of which is headed as prompts are.
    private static func title(_ head: ArraySlice<UInt8>) -> (bytes: Int, lines: Int)? {
        var rest = head
        var most = 0
        for lines in 0...mostTitles {
            let line = rest.prefix { $0 != 0x0a && $0 != 0x0d }
            // A line break within quotes is none.
            guard line.count < rest.count, line.count(where: { $0 == quote }) % 2 == 0 else { return nil }
            let fields = candidates.map { candidate in
                line.split(separator: candidate).map { String(decoding: $0, as: UTF8.self).trimmingSpace }
                    .filter { !$0.isEmpty }
            }
            let isHead = fields.contains { names in
                names.count > max(most, 1) && names.allSatisfy(isName)
                    && names.contains { RecordLists.isColumn($0.replacing("\"", with: "")) }
            }
            if isHead { return lines > 0 ? (rest.startIndex - head.startIndex, lines) : nil }
            most = max(most, fields.map(\.count).max() ?? 0)
            rest = rest.dropFirst(line.count + endLength(rest.dropFirst(line.count)))
        }
        return nil
    }

    /// Whether a field may be the head of a column: a few words without another separator.
    private static func isName(_ field: String) -> Bool {
        field.split(separator: " ").count <= 4 && !field.utf8.contains(where: candidates.contains)
    }

    /// Lines that may stand above the heads of the columns.
    private static let mostTitles = 5

    private static func endLength(_ rest: ArraySlice<UInt8>) -> Int { rest.starts(with: [0x0d, 0x0a]) ? 2 : 1 }

    /// How often each candidate stands outside quotes in the first records that are not blank.
    private static func counts(_ head: ArraySlice<UInt8>, isWhole: Bool) -> [[Int]] {
        var records: [[Int]] = []
        var record = [Int](repeating: 0, count: candidates.count)
        var isBlank = true
        var isQuoted = false
        for byte in head {
            if byte == quote { isQuoted.toggle() }
            if !isQuoted, byte == 0x0a || byte == 0x0d {
                if !isBlank { records.append(record) }
                if records.count == sampleSize { return records }
                record = [Int](repeating: 0, count: candidates.count)
                isBlank = true
                continue
            }
            isBlank = isBlank && byte.isSpace
            if !isQuoted, let index = candidates.firstIndex(of: byte) { record[index] += 1 }
        }
        if !isBlank || record.contains(where: { $0 > 0 }), isWhole || records.isEmpty { records.append(record) }
        return records
    }
}
