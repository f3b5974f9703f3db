/// Walks the chunks of a WebP (RFC 9649).
///
/// Kept are the picture and its transparency; the header is written anew, without the flags of what was left out.
enum WebPReader {

    static func read(_ bytes: [UInt8]) throws(ImageFault) -> StrippedImage {
        var head = ByteCursor(bytes, from: 4)
        guard let size = head.littleEndian(4), head.take(4) != nil else { throw .cutOff(.webp) }
        guard size >= 4 else { throw .broken(.webp, "it is shorter than its header") }
        guard size + 8 <= bytes.count else { throw .cutOff(.webp) }
        var cursor = ByteCursor(bytes, from: 12, end: size + 8)
        var parts = Parts()
        while cursor.left > 0 { try parts.take(try chunk(&cursor)) }
        var result = try parts.image()
        if size + 8 < bytes.count { result.isStripped = true }
        return result
    }

    fileprivate struct Chunk {
        let name: String
        let data: ArraySlice<UInt8>

        /// The chunk with its header, padded to an even length.
        var whole: [UInt8] {
            Array(name.utf8) + WebPReader.littleEndian(data.count, 4) + data + (data.count % 2 == 0 ? [] : [0])
        }
    }

    private static func chunk(_ cursor: inout ByteCursor) throws(ImageFault) -> Chunk {
        guard let name = cursor.take(4), let length = cursor.littleEndian(4), let data = cursor.take(length) else {
            throw .cutOff(.webp)
        }
        guard name.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw .broken(.webp, "it has a chunk that is none")
        }
        // The last chunk's padding is often forgotten.
        if length % 2 == 1 { _ = cursor.byte() }
        return Chunk(name: String(decoding: name, as: UTF8.self), data: data)
    }

    fileprivate static func littleEndian(_ number: Int, _ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}

/// The chunks of a WebP that are kept.
private struct Parts {
    private var canvas: (flags: UInt8, width: Int, height: Int)?
    private var alpha: WebPReader.Chunk?
    private var picture: (chunk: WebPReader.Chunk, width: Int, height: Int)?
    private var isStripped = false
    private var hasProvenance = false

    mutating func take(_ chunk: WebPReader.Chunk) throws(ImageFault) {
        switch chunk.name {
        case "VP8X":
            guard canvas == nil, picture == nil else { throw .broken(.webp, "its header is not in front") }
            canvas = try Self.canvas(chunk.data)
        case "VP8 ": try take(chunk, size: Self.lossySize(chunk.data))
        case "VP8L": try take(chunk, size: Self.losslessSize(chunk.data))
        case "ALPH" where canvas != nil && picture == nil: alpha = chunk
        case "ANIM", "ANMF": throw .unsupported(.webp, "it is an animation")
        default:
            isStripped = true
            hasProvenance = hasProvenance || chunk.name == "C2PA"
        }
    }

    private mutating func take(_ chunk: WebPReader.Chunk, size: (Int, Int)?) throws(ImageFault) {
        guard let size, size.0 > 0, size.1 > 0 else { throw .broken(.webp, "its picture has no header") }
        guard picture == nil else { throw .broken(.webp, "it has two pictures") }
        picture = (chunk, size.0, size.1)
    }

    func image() throws(ImageFault) -> StrippedImage {
        guard let picture else { throw .broken(.webp, "it has no picture") }
        if let canvas, canvas.width != picture.width || canvas.height != picture.height {
            throw .broken(.webp, "its picture has another size than its header says")
        }
        var body = Array("WEBP".utf8)
        // Without transparency the picture alone is a whole file.
        if let canvas, alpha != nil, picture.chunk.name == "VP8 " {
            let header = [canvas.flags & 0x10, 0, 0, 0]
            let size = WebPReader.littleEndian(canvas.width - 1, 3) + WebPReader.littleEndian(canvas.height - 1, 3)
            body += Array("VP8X".utf8) + [10, 0, 0, 0] + header + size
            body += alpha?.whole ?? []
        }
        body += picture.chunk.whole
        var result = StrippedImage(bytes: Array("RIFF".utf8) + WebPReader.littleEndian(body.count, 4) + body)
        (result.width, result.height) = (picture.width, picture.height)
        (result.isStripped, result.hasProvenance) = (isStripped, hasProvenance)
        return result
    }

    private static func canvas(
        _ data: ArraySlice<UInt8>
    ) throws(ImageFault) -> (flags: UInt8, width: Int, height: Int) {
        var cursor = ByteCursor(Array(data))
        guard data.count == 10, let flags = cursor.byte(), cursor.take(3) != nil,
            let width = cursor.littleEndian(3), let height = cursor.littleEndian(3)
        else { throw .broken(.webp, "its header has another length than it says") }
        guard flags & 0x02 == 0 else { throw .unsupported(.webp, "it is an animation") }
        return (flags, width + 1, height + 1)
    }

    /// The size in the header of a key frame (RFC 6386, section 9.1); nil for anything else.
    private static func lossySize(_ data: ArraySlice<UInt8>) -> (Int, Int)? {
        var cursor = ByteCursor(Array(data.prefix(10)))
        guard let tag = cursor.littleEndian(3), tag & 1 == 0, let code = cursor.take(3), code == [0x9D, 0x01, 0x2A],
            let width = cursor.littleEndian(2), let height = cursor.littleEndian(2)
        else { return nil }
        return (width & 0x3FFF, height & 0x3FFF)
    }

    /// The size in the header of a lossless picture: 14 bits each, less one, behind the signature; nil for anything else.
    private static func losslessSize(_ data: ArraySlice<UInt8>) -> (Int, Int)? {
        var cursor = ByteCursor(Array(data.prefix(5)))
        guard cursor.byte() == 0x2F, let bits = cursor.littleEndian(4), bits >> 29 == 0 else { return nil }
        return ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    }
}
