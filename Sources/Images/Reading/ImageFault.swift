/// Why bytes are no image that Sextant takes.
package enum ImageFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// They begin as no PNG, JPEG or WebP does; `start` is what they look like.
    case noImage(start: String)
    /// They end before the image does.
    case cutOff(ImageFormat)
    /// They break a rule of their format.
    case broken(ImageFormat, String)
    /// They are an image of a kind that is not taken, for example an animation.
    case unsupported(ImageFormat, String)
    /// There are more bytes than the limit.
    case tooManyBytes(Int, limit: Int)
    /// The picture has more pixels than the limit, or a longer side.
    case tooLarge(width: Int, height: Int)
    /// There are more images than the limit.
    case tooMany(Int, limit: Int)

    /// The fault and the remedy.
    package var description: String {
        switch self {
        case .noImage(let start): "no image: PNG, JPEG or WebP is wanted, and this begins as \(start)"
        case .cutOff(let format): "a \(format.title) that is cut off; transfer it again as a whole"
        case .broken(let format, let rule): "a broken \(format.title): \(rule)"
        case .unsupported(let format, let kind): "a \(format.title) that can't be used: \(kind)"
        case .tooManyBytes(let count, let limit):
            "an image of \(count) bytes; at most \(limit) are taken: ask for a smaller one"
        case .tooLarge(let width, let height):
            "an image of \(width) x \(height) pixels, which is more than is taken: ask for a smaller one"
        case .tooMany(let count, let limit): "\(count) images; at most \(limit) are taken: ask for fewer"
        }
    }
}

/// How large images may be, and how many may come at once.
package struct ImageLimits: Sendable, Equatable {
    /// Most bytes of an image.
    package let bytes: Int
    /// Most pixels, width times height: what a decoder would have to unpack.
    package let pixels: Int
    /// Longest side, in pixels.
    package let side: Int
    /// Most images of one reply.
    package let count: Int

    package init(bytes: Int = 20 << 20, pixels: Int = 40_000_000, side: Int = 16_384, count: Int = 10) {
        self.bytes = bytes
        self.pixels = pixels
        self.side = side
        self.count = count
    }
}
