import Foundations

/// What a response says of an image that is kept on a shelf.
package struct ImageReference: Sendable, Codable, Equatable, Hashable {
    /// SHA-256 of the file, as 64 lower-case hexadecimal digits.
    package let digest: String
    /// The format.
    package let format: ImageFormat
    /// Width in pixels.
    package let width: Int
    /// Height in pixels.
    package let height: Int
    /// Size of the file.
    package let bytes: Int

    package init(_ image: ImageFile) {
        digest = image.digest
        format = image.format
        (width, height) = (image.width, image.height)
        bytes = image.bytes.count
    }

    /// The image that a JSON object tells of; nil for another value. Every test of a run may have some, and the coding
    /// takes 13 µs for each.
    package init?(_ value: JSONValue) {
        guard let digest = value["digest"]?.stringValue,
            let format = value["format"]?.stringValue.flatMap(ImageFormat.init(rawValue:)),
            case .int(let width)? = value["width"], case .int(let height)? = value["height"],
            case .int(let bytes)? = value["bytes"]
        else { return nil }
        (self.digest, self.format, self.width, self.height, self.bytes) = (digest, format, width, height, bytes)
    }

    /// Name of the file on the shelf.
    package var fileName: String { "\(digest).\(format.fileExtension)" }
}
