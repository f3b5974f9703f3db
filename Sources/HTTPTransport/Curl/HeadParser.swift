/// Reads the head of a response as libcurl hands it over: a status line, then one field a line.
enum HeadParser {
    static func parse(_ head: [UInt8]) -> HTTPHeaders {
        var headers = HTTPHeaders()
        for line in head.split(separator: 0x0A).dropFirst() {
            guard let colon = line.firstIndex(of: 0x3A), colon > line.startIndex else { continue }
            headers.append(
                String(decoding: trim(line[..<colon]), as: UTF8.self),
                String(decoding: trim(line[(colon + 1)...]), as: UTF8.self))
        }
        return headers
    }

    private static func trim(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
        let start = bytes.drop(while: isSpace)
        let end = start.lastIndex { !isSpace($0) }
        return end.map { start[...$0] } ?? []
    }
}
