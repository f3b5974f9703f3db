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

    /// Name of the file on the shelf.
    package var fileName: String { "\(digest).\(format.fileExtension)" }
}
