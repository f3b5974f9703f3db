import FoundationEssentials
import Foundations

/// An image: the bytes of a PNG, JPEG or WebP without its metadata.
///
/// The format is told by the bytes, and the size read from them, without decoding the picture.
package struct ImageFile: Sendable, Equatable {
    /// The format.
    package let format: ImageFormat
    /// The file, without metadata and without what stood behind its end.
    package let bytes: [UInt8]
    /// Width in pixels, 1 or more.
    package let width: Int
    /// Height in pixels, 1 or more.
    package let height: Int
    /// SHA-256 of the bytes, as 64 lower-case hexadecimal digits: its name wherever it is kept.
    package let digest: String
    /// Whether metadata were left out.
    package let isStripped: Bool
    /// Whether these told where the image is from (C2PA).
    package let hadProvenance: Bool

    /// Reads an image.
    ///
    /// - Throws: ``ImageFault`` for what is no image, is cut off or broken, or is larger than the limits.
    package init(_ bytes: [UInt8], limits: ImageLimits = ImageLimits()) throws(ImageFault) {
        guard bytes.count <= limits.bytes else { throw .tooManyBytes(bytes.count, limit: limits.bytes) }
        guard let format = ImageFormat(of: bytes) else { throw .noImage(start: Self.start(of: bytes)) }
        let stripped =
            switch format {
            case .png: try PNGReader.read(bytes)
            case .jpeg: try JPEGReader.read(bytes)
            case .webp: try WebPReader.read(bytes)
            }
        let (width, height) = (stripped.width, stripped.height)
        guard width <= limits.side, height <= limits.side, width * height <= limits.pixels else {
            throw .tooLarge(width: width, height: height)
        }
        self.format = format
        self.bytes = stripped.bytes
        (self.width, self.height) = (width, height)
        digest = SHA256.hex(of: stripped.bytes)
        isStripped = stripped.isStripped
        hadProvenance = stripped.hasProvenance
    }

    /// Reads the images of one reply.
    ///
    /// - Throws: ``ImageFault`` for the first that is none, or for more than the limit.
    package static func all(
        _ files: [[UInt8]], limits: ImageLimits = ImageLimits()
    ) throws(ImageFault) -> [ImageFile] {
        guard files.count <= limits.count else { throw .tooMany(files.count, limit: limits.count) }
        var images: [ImageFile] = []
        for file in files { images.append(try ImageFile(file, limits: limits)) }
        return images
    }

    /// Its bytes in base 64.
    package var base64: String { Data(bytes).base64EncodedString() }

    /// A `data:` address that holds it.
    package var dataAddress: String { "data:\(format.mediaType);base64,\(base64)" }

    /// What a person would call bytes that are no image.
    private static func start(of bytes: [UInt8]) -> String {
        if bytes.isEmpty { return "nothing at all" }
        if bytes.starts(with: "GIF8".utf8) { return "a GIF" }
        if bytes.starts(with: "%PDF".utf8) { return "a PDF" }
        if bytes.dropFirst(4).starts(with: "ftyp".utf8) { return "an AVIF, a HEIC or a film" }
        if let first = bytes.first(where: { $0 > 0x20 }) {
            if first == UInt8(ascii: "<") { return "a web page or an SVG" }
            if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return "JSON" }
        }
        return "bytes " + bytes.prefix(4).hexadecimal
    }
}

/// What is left of an image file when a reader has passed through it.
struct StrippedImage {
    var bytes: [UInt8]
    var width = 0
    var height = 0
    var isStripped = false
    var hasProvenance = false

    /// Notes that something was left out, and whether it told where the image is from.
    mutating func note(_ isProvenance: Bool) {
        isStripped = true
        hasProvenance = hasProvenance || isProvenance
    }
}
