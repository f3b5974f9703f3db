/// The bytes of a file as UTF-8 or something near it: unpacked when it is gzipped, decoded when it is UTF-16 or UTF-32.
///
/// Memory stays at a few blocks whatever the file unpacks to.
final class ByteSource {
    /// Size of a block, in bytes.
    static let blockSize = 1 << 16
    /// Text packs to a tenth or a hundredth; what unpacks to more than this many times its size is a trap.
    static let largestRatio = 300
    /// Below this size the ratio is not looked at, in bytes.
    static let smallestTrap = 32 << 20
    /// Layers of gzip that are unpacked: what is packed twice was packed by mistake.
    private static let mostLayers = 4
    /// Least size of ``head``, in bytes, as far as the file has so many.
    private static let headSize = 1 << 15

    /// The file, for messages.
    let file: String
    /// The encoding that was decoded; nil for UTF-8 and what is near it.
    let encoding: WideEncoding?
    private let stream: any ByteStream
    private var block: [UInt8]
    private var index = 0

    /// Opens a file; gzip and encodings are recognised by their first bytes.
    ///
    /// - Throws: ``DataSetError``.
    init(path: String) throws(DataSetError) {
        file = path
        let disk = try FileBytes(path: path)
        var stream: any ByteStream = disk
        var start = try Self.start(of: stream)
        var layers = 0
        while start.starts(with: [0x1f, 0x8b]) {
            guard layers < Self.mostLayers else {
                throw .badGzip(file: path, reason: "it is packed more than \(Self.mostLayers) times")
            }
            layers += 1
            stream = GzipBytes(PrefixedBytes(start, then: stream), disk: disk, file: path)
            start = try Self.start(of: stream)
        }
        if let kind = FileKind.binary(start) { throw .wrongKind(file: path, kind: kind.name, remedy: kind.remedy) }
        let wide = WideEncoding.of(start)
        if let wide {
            stream = TranscodedBytes(
                PrefixedBytes(Array(start.dropFirst(wide.mark)), then: stream), from: wide.encoding)
            start = []
        }
        stream = MarkedBytes(PrefixedBytes(start, then: stream))
        start = try Self.start(of: stream)
        if start.prefix(4096).contains(0) {
            throw .binary(
                file: path,
                reason: "it has zero bytes; UTF-16 without its mark is converted by iconv -f UTF-16LE -t UTF-8")
        }
        encoding = wide?.encoding
        self.stream = stream
        block = start
        skip(Self.markLength(start))
    }

    /// Text in memory.
    ///
    /// - Parameters:
    ///   - bytes: the text
    ///   - file: where it is from, for messages
    init(bytes: [UInt8], file: String) {
        self.file = file
        encoding = nil
        stream = PrefixedBytes([])
        block = bytes
    }

    /// The bytes that were read and not used yet: at first the beginning of the file.
    var head: ArraySlice<UInt8> { block[index...] }
    /// Whether ``head`` goes to the end of the file, as far as is known: a short head does.
    var isShort: Bool { head.count < Self.headSize }

    /// The next byte without taking it; nil at the end.
    func peek() throws(DataSetError) -> UInt8? {
        if index < block.count { return block[index] }
        block = try stream.read()
        index = 0
        return block.first
    }

    /// Takes the next byte; nil at the end.
    func next() throws(DataSetError) -> UInt8? {
        guard let byte = try peek() else { return nil }
        index += 1
        return byte
    }

    /// The first byte that is no blank (space or tab), at most 64 bytes ahead, without taking anything; nil at the end.
    func peekBehindBlanks() throws(DataSetError) -> UInt8? {
        var ahead = 0
        while ahead < 64 {
            if index + ahead >= block.count {
                let more = try stream.read()
                guard !more.isEmpty else { return nil }
                block = Array(block[index...]) + more
                index = 0
            }
            let byte = block[index + ahead]
            guard byte == 0x20 || byte == 0x09 else { return byte }
            ahead += 1
        }
        return 0x20
    }

    /// Passes over `count` bytes of the head.
    func skip(_ count: Int) {
        index = min(index + count, block.count)
    }

    private static func start(of stream: any ByteStream) throws(DataSetError) -> [UInt8] {
        var start: [UInt8] = []
        while start.count < headSize {
            let more = try stream.read()
            guard !more.isEmpty else { break }
            start += more
        }
        return start
    }

    /// The byte order mark of UTF-8.
    static let mark: [UInt8] = [0xef, 0xbb, 0xbf]

    /// Length of the byte order mark at the beginning.
    private static func markLength(_ bytes: [UInt8]) -> Int { bytes.starts(with: mark) ? mark.count : 0 }
}
