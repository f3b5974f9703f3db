/// Tells texts of encodings that can't be told apart by their bytes: those of East Asia, and those of a byte a letter for
/// other scripts than the Latin.
enum ForeignText {
    /// The escape by which ISO-2022 begins characters of two bytes.
    private static let escape: [UInt8] = [0x1B, 0x24]
    /// Most bytes over 0x7F that stand side by side in a text of windows-1252: quotes and dashes beside accents.
    private static let mostTogether = 3
    /// Most bytes that a text in UTF-8 may have lost its characters to, and be mended.
    private static let mostBroken = 3

    /// Whether a text, all of ASCII, has the escapes of ISO-2022-JP and its like.
    static func isEscaped(_ bytes: [UInt8]) -> Bool {
        guard let place = bytes.firstIndex(of: escape[0]) else { return false }
        return bytes[place...].starts(with: escape)
    }

    /// Whether bytes that are no UTF-8 are neither UTF-8 with a few broken characters, nor windows-1252 for sure.
    static func isForeign(_ bytes: [UInt8]) -> Bool {
        var (whole, broken, longest) = (0, 0, 0)
        var index = 0
        while index < bytes.count {
            let run = bytes[index...].prefix { $0 >= 0x80 }
            guard !run.isEmpty else {
                index += 1
                continue
            }
            let bad = Self.broken(run)
            broken += bad
            whole += run.count - bad
            // One byte over and over is a drawn line, in any encoding, and no word.
            if bad > 0, run.contains(where: { $0 != run.first }) { longest = max(longest, run.count) }
            index += run.count
        }
        guard broken > mostBroken, broken * 2 > whole else { return false }
        return longest > mostTogether || bytes.contains(where: unused.contains)
    }

    /// Bytes that windows-1252 has no character for.
    private static let unused: Set<UInt8> = [0x81, 0x8D, 0x8F, 0x90, 0x9D]

    /// Bytes of a run that belong to no character of UTF-8.
    private static func broken(_ run: ArraySlice<UInt8>) -> Int {
        var (bad, index) = (0, run.startIndex)
        while index < run.endIndex {
            let length = length(of: run[index])
            let following = run[(index + 1)...].prefix(max(length - 1, 0)).prefix { $0 & 0xC0 == 0x80 }.count
            if length > 0, following == length - 1 {
                index += length
            } else {
                bad += 1
                index += 1
            }
        }
        return bad
    }

    /// Bytes of the character of UTF-8 that begins so; 0 for none.
    private static func length(of lead: UInt8) -> Int {
        switch lead {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 0
        }
    }

    /// The error of a file, with the place of its first byte that is no UTF-8.
    ///
    /// - Throws: ``DataSetError`` when it can no longer be read.
    static func fault(in file: String) throws(DataSetError) -> DataSetError {
        let source = try ByteSource(path: file)
        var (line, place, due, start) = (1, 0, 0, 0)
        while let byte = try source.next() {
            if due > 0, byte & 0xC0 == 0x80 {
                due -= 1
            } else if due > 0 || (byte >= 0x80 && length(of: byte) == 0) {
                return .foreignText(file: file, line: line, byte: due > 0 ? start : place, name: nil)
            } else if byte == escape[0], try source.peek() == escape[1] {
                return .foreignText(file: file, line: line, byte: place, name: "ISO-2022-JP")
            } else {
                (due, start) = (max(length(of: byte) - 1, 0), place)
                if byte == 0x0A { line += 1 }
            }
            place += 1
        }
        return .foreignText(file: file, line: line, byte: start, name: nil)
    }
}
