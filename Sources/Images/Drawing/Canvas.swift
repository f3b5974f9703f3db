import CPNG

/// A picture that is drawn on: rectangles and text.
///
/// ```swift
/// var canvas = Canvas(width: 200, height: 80, colour: .white)
/// canvas.write("Hello", x: 8, y: 8, scale: 3, colour: .black)
/// let image = try canvas.png()
/// ```
package struct Canvas: Sendable {
    /// A colour without transparency.
    package struct Colour: Sendable, Equatable {
        let (red, green, blue): (UInt8, UInt8, UInt8)

        package init(red: UInt8, green: UInt8, blue: UInt8) {
            (self.red, self.green, self.blue) = (red, green, blue)
        }

        package static func == (left: Colour, right: Colour) -> Bool {
            (left.red, left.green, left.blue) == (right.red, right.green, right.blue)
        }

        package static let black = Colour(red: 0, green: 0, blue: 0)
        package static let white = Colour(red: 255, green: 255, blue: 255)
    }

    /// Width and height in pixels.
    package let (width, height): (Int, Int)
    /// Three bytes a pixel, row by row from the top.
    private var pixels: [UInt8]

    /// A picture of one colour.
    ///
    /// - Parameters:
    ///   - width: pixels, 1 to 4096
    ///   - height: pixels, 1 to 16384
    ///   - colour: of all pixels
    package init(width: Int, height: Int, colour: Colour) {
        (self.width, self.height) = (min(max(width, 1), 4096), min(max(height, 1), 16_384))
        pixels = []
        pixels.reserveCapacity(self.width * self.height * 3)
        for _ in 0..<self.width * self.height { pixels += [colour.red, colour.green, colour.blue] }
    }

    /// Fills a rectangle; what lies outside of the picture is left out.
    package mutating func fill(x: Int, y: Int, width: Int, height: Int, colour: Colour) {
        for row in max(y, 0)..<max(min(y + height, self.height), max(y, 0)) {
            for column in max(x, 0)..<max(min(x + width, self.width), max(x, 0)) {
                let place = (row * self.width + column) * 3
                pixels[place] = colour.red
                pixels[place + 1] = colour.green
                pixels[place + 2] = colour.blue
            }
        }
    }

    /// Writes a line of text; letters that can't be drawn become boxes.
    ///
    /// - Parameters:
    ///   - text: the line
    ///   - x: left edge of the first letter
    ///   - y: upper edge
    ///   - scale: pixels a dot; a letter is six dots wide with its gap, and seven high
    ///   - colour: of the letters
    package mutating func write(_ text: String, x: Int, y: Int, scale: Int, colour: Colour) {
        write(Letters.drawable(text) ?? [UInt8](repeating: 0, count: text.count), x: x, y: y, scale: scale, colour)
    }

    mutating func write(_ letters: [UInt8], x: Int, y: Int, scale: Int, _ colour: Colour) {
        for (index, letter) in letters.enumerated() {
            let columns = Letters.columns(of: letter) ?? [0x7F, 0x41, 0x41, 0x41, 0x7F]
            for (column, bits) in columns.enumerated() {
                for row in 0..<Letters.height where bits >> row & 1 == 1 {
                    fill(
                        x: x + (index * (Letters.width + 1) + column) * scale, y: y + row * scale, width: scale,
                        height: scale, colour: colour)
                }
            }
        }
    }

    mutating func write(_ glyph: PixelFont.Glyph, x: Int, y: Int, scale: Int, _ colour: Colour) {
        for (row, bits) in glyph.rows.enumerated() {
            for column in 0..<glyph.width where bits >> (glyph.width - 1 - column) & 1 == 1 {
                fill(x: x + column * scale, y: y + row * scale, width: scale, height: scale, colour: colour)
            }
        }
    }

    /// The picture as a PNG; the same picture always gives the same bytes.
    ///
    /// - Throws: ``DrawingFault/notWritten(_:)``.
    package func png() throws -> ImageFile {
        var image = png_image()
        cpng_prepare(&image, UInt32(width), UInt32(height))
        defer { png_image_free(&image) }
        // A stored picture is the largest: its rows, a filter byte each, and a little for zlib and the chunks.
        var size = png_alloc_size_t((width * 3 + 1) * height * 101 / 100 + 4096)
        let done = [UInt8](unsafeUninitializedCapacity: Int(size)) { target, count in
            let isDone = pixels.withUnsafeBytes { source in
                png_image_write_to_memory(&image, target.baseAddress, &size, 0, source.baseAddress, 0, nil)
            }
            count = isDone == 0 ? 0 : Int(size)
        }
        guard !done.isEmpty else {
            let words = withUnsafeBytes(of: image.message) { $0.prefix { $0 != 0 } }
            throw DrawingFault.notWritten(String(decoding: words, as: UTF8.self))
        }
        return try ImageFile(done)
    }
}

/// Why a picture could not be drawn.
package enum DrawingFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// A text has letters for which there is no font here.
    case letters(start: String)
    /// A text is of a script that no font of pixels can write.
    case script(start: String)
    /// A text runs from right to left, and the library that orders it is not installed.
    case order(start: String)
    /// A text is longer than a picture holds.
    case tooLong(letters: Int, limit: Int)
    /// libpng could not write the picture; its words.
    case notWritten(String)

    /// The fault and the remedy.
    package var description: String {
        switch self {
        case .letters(let start):
            "a text that can't be drawn into an image, because only Latin letters can without the file "
                + "\(PixelFont.usualFile) of Debian's package unifont; install it: \(start)"
        case .script(let start):
            "a text that can't be drawn into an image, because its letters join or stack as a pixel font can't: \(start)"
        case .order(let start):
            "a text that can't be drawn into an image, because it runs from right to left, which takes "
                + "\(VisualOrder.libraryName) of Debian's package libfribidi0; install it: \(start)"
        case .tooLong(let letters, let limit):
            "a text of \(letters) letters can't be drawn into an image; at most \(limit) can: shorten it"
        case .notWritten(let words): "a picture that could not be written: \(words)"
        }
    }
}
