/// Walks the chunks of a PNG (W3C, Portable Network Graphics, third edition).
///
/// Kept are the chunks that a decoder needs, and of the others the transparency and those that say what the colours
/// are in a few numbers. Colour profiles go with the rest, because they hold texts.
enum PNGReader {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    /// Chunks that are kept.
    private static let kept: Set<String> = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB"]
    /// Bit depths that the colour types allow.
    private static let depths: [UInt8: Set<UInt8>] = [
        0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16],
    ]

    static func read(_ bytes: [UInt8]) throws(ImageFault) -> StrippedImage {
        var cursor = ByteCursor(bytes, from: signature.count)
        var result = StrippedImage(bytes: [])
        result.bytes.reserveCapacity(bytes.count)
        result.bytes += signature
        var colourType: UInt8 = 0
        var (hasPalette, hasData) = (false, false)
        while true {
            let chunk = try Self.chunk(&cursor)
            if result.width == 0 {
                guard chunk.name == "IHDR" else { throw .broken(.png, "it has no header") }
                colourType = try header(chunk.data, &result)
            } else if chunk.name == "IHDR" {
                throw .broken(.png, "it has two headers")
            }
            hasPalette = hasPalette || chunk.name == "PLTE"
            hasData = hasData || chunk.name == "IDAT" && !chunk.data.isEmpty
            if chunk.name == "acTL" { throw .unsupported(.png, "it is an animation") }
            guard kept.contains(chunk.name) else {
                guard chunk.isAncillary else { throw .unsupported(.png, "it needs the chunk \(chunk.name)") }
                result.note(chunk.name == "caBX")
                continue
            }
            result.bytes += chunk.whole
            if chunk.name == "IEND" { break }
        }
        guard hasData else { throw .broken(.png, "it has no picture") }
        guard hasPalette || colourType != 3 else { throw .broken(.png, "it has no palette") }
        if cursor.left > 0 { result.isStripped = true }
        return result
    }

    private struct Chunk {
        let name: String
        let data: ArraySlice<UInt8>
        let whole: ArraySlice<UInt8>
        /// A small first letter: a decoder may pass over it.
        var isAncillary: Bool { name.utf8.first.map { $0 >= 0x61 } ?? false }
    }

    private static func chunk(_ cursor: inout ByteCursor) throws(ImageFault) -> Chunk {
        var ahead = cursor
        guard let length = ahead.bigEndian(4), let letters = ahead.take(4) else { throw .cutOff(.png) }
        guard letters.allSatisfy({ (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }), length <= Int(Int32.max)
        else { throw .broken(.png, "it has a chunk that is none") }
        // The check sum behind the data is left to decoders.
        guard let data = ahead.take(length), ahead.take(4) != nil, let whole = cursor.take(length + 12) else {
            throw .cutOff(.png)
        }
        return Chunk(name: String(decoding: letters, as: UTF8.self), data: data, whole: whole)
    }

    private static func header(_ data: ArraySlice<UInt8>, _ result: inout StrippedImage) throws(ImageFault) -> UInt8 {
        var cursor = ByteCursor(Array(data))
        guard data.count == 13, let width = cursor.bigEndian(4), let height = cursor.bigEndian(4),
            let depth = cursor.byte(), let colourType = cursor.byte(), let methods = cursor.take(3).map(Array.init),
            depths[colourType]?.contains(depth) == true, methods[0] == 0, methods[1] == 0, methods[2] <= 1
        else { throw .broken(.png, "its header has values that do not exist") }
        guard width > 0, height > 0 else { throw .broken(.png, "it has no pixels") }
        (result.width, result.height) = (width, height)
        return colourType
    }
}
