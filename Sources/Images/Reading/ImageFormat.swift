/// A format of image files, told by the first bytes and by nothing else.
package enum ImageFormat: String, Sendable, Codable, CaseIterable {
    case png
    case jpeg
    case webp

    /// The format that `bytes` begin as; nil for none of these.
    package init?(of bytes: some Collection<UInt8>) {
        if bytes.starts(with: PNGReader.signature) {
            self = .png
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) {
            self = .webp
        } else {
            return nil
        }
    }

    /// Its name for people.
    package var title: String {
        switch self {
        case .png: "PNG"
        case .jpeg: "JPEG"
        case .webp: "WebP"
        }
    }

    /// The media type, as interfaces and `data:` addresses name it.
    package var mediaType: String { "image/\(rawValue)" }

    /// The ending of file names, without the dot.
    package var fileExtension: String { self == .jpeg ? "jpg" : rawValue }
}
