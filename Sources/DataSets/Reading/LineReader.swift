/// Reads lines that end with a line feed, a carriage return, or both.
struct LineReader {
    private let source: ByteSource
    private let limit: Int
    /// The line that ``next()`` gave, from 1; 0 before.
    private(set) var line = 0

    /// - Parameters:
    ///   - source: where the bytes come from
    ///   - limit: longest line, in bytes
    init(_ source: ByteSource, limit: Int) {
        self.source = source
        self.limit = limit
    }

    /// The next line without its end; nil at the end of the file.
    ///
    /// - Throws: ``DataSetError``.
    mutating func next() throws(DataSetError) -> [UInt8]? {
        guard try source.peek() != nil else { return nil }
        line += 1
        var bytes: [UInt8] = []
        while let byte = try source.next() {
            if byte == UInt8(ascii: "\n") { break }
            if byte == UInt8(ascii: "\r") {
                if try source.peek() == UInt8(ascii: "\n") { _ = try source.next() }
                break
            }
            bytes.append(byte)
            // A byte order mark stands between files that were put together.
            if bytes == ByteSource.mark { bytes = [] }
            guard bytes.count <= limit else { throw .tooLong(file: source.file, line: line, limit: limit) }
        }
        return bytes
    }
}
