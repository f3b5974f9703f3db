import CPNG
import Foundations
import Testing

@testable import Images

@Suite("Drawing")
struct DrawingTests {
    /// The pixels of a PNG as libpng reads them.
    private func pixels(of image: ImageFile) -> [UInt8] {
        var picture = png_image()
        cpng_prepare(&picture, 0, 0)
        defer { png_image_free(&picture) }
        let isRead = image.bytes.withUnsafeBytes {
            png_image_begin_read_from_memory(&picture, $0.baseAddress, $0.count)
        }
        guard isRead != 0 else { return [] }
        picture.format = UInt32(PNG_FORMAT_FLAG_COLOR)
        return [UInt8](unsafeUninitializedCapacity: Int(picture.width * picture.height) * 3) { target, count in
            let isDone = png_image_finish_read(&picture, nil, target.baseAddress, 0, nil)
            count = isDone == 0 ? 0 : Int(picture.width * picture.height) * 3
        }
    }

    @Test("A drawn picture is a PNG of its size with the drawn pixels")
    func draws() throws {
        var canvas = Canvas(width: 4, height: 3, colour: .white)
        canvas.fill(x: 2, y: 1, width: 9, height: 1, colour: .black)
        canvas.fill(x: -5, y: -5, width: 2, height: 2, colour: .black)
        let image = try canvas.png()
        #expect(image.format == .png)
        #expect([image.width, image.height] == [4, 3])
        let row = [UInt8](repeating: 255, count: 12)
        #expect(pixels(of: image) == row + Array(row.prefix(6)) + [UInt8](repeating: 0, count: 6) + row)
    }

    @Test("The same text gives the same bytes, another text others")
    func isDeterministic() throws {
        let image = try TextPicture.image(of: "Wie heißt der Fluß? Élan!")
        #expect(try TextPicture.image(of: "Wie heißt der Fluß? Élan!") == image)
        #expect(try TextPicture.image(of: "Wie heisst der Fluss?") != image)
        #expect(pixels(of: image).contains(0))
    }

    @Test("A text of another script, or one that is too long, is refused")
    func refuses() {
        #expect(throws: DrawingFault.letters(start: "как")) { try TextPicture.image(of: "как", font: nil) }
        for text in ["नमस्ते", "สวัสดี", "ڤ"] {
            #expect(throws: DrawingFault.script(start: text)) { try TextPicture.image(of: text, font: Self.font) }
        }
        for text in ["مرحبا", "שלום", "Zh שלום"] {
            #expect(throws: DrawingFault.order(start: text)) {
                try TextPicture.image(of: text, font: Self.font, order: nil)
            }
        }
        #expect(VisualOrder(library: "libnothing.so.0") == nil)
        #expect(throws: DrawingFault.script(start: "Ж日")) { try TextPicture.image(of: "Ж日", font: Self.font) }
        #expect(throws: DrawingFault.tooLong(letters: 6001, limit: 6000)) {
            try TextPicture.image(of: String(repeating: "a", count: 6001))
        }
    }

    /// Two letters of the form of GNU Unifont's: a narrow one and a wide one.
    private static let font = PixelFont(
        Array(
            """
            0020:\(String(repeating: "0", count: 32))
            0416:\(String(repeating: "81", count: 16))
            4E2D:\(String(repeating: "8001", count: 16))

            """.utf8))

    @Test("Letters of a font stand as it has them, wide ones beside narrow ones")
    func font() throws {
        #expect(Self.font.glyph(of: "Ж") == PixelFont.Glyph(width: 8, rows: [UInt16](repeating: 0x81, count: 16)))
        #expect(Self.font.glyph(of: "中")?.width == 16 && Self.font.glyph(of: "a") == nil)
        #expect(PixelFont(Array("no font".utf8)).glyph(of: "a") == nil && PixelFont([]).glyph(of: "a") == nil)
        let image = try TextPicture.image(of: "Ж中", font: Self.font)
        #expect(image.width == 96 && image.height == 88)
        let row = pixels(of: image)[(30 * image.width * 3)..<(31 * image.width * 3)]
        let dark = row.enumerated().filter { $0.offset % 3 == 0 && $0.element == 0 }.map { $0.offset / 3 }
        #expect(dark == [24, 25, 38, 39, 40, 41, 70, 71])
        // 24 wide letters fill a line.
        let long = try TextPicture.image(of: String(repeating: "中", count: 25), font: Self.font)
        #expect(long.width == 816 && long.height == 128)
    }

    @Test(
        "From right to left letters stand in their order, in the shapes in which they join, and brackets are turned",
        .enabled(if: VisualOrder.usual != nil, "needs libfribidi0"),
        arguments: [
            ("مرحبا", [0xFE8E, 0xFE92, 0xFEA3, 0xFEAE, 0xFEE3]), ("لا", [0xFEFB]),
            ("می\u{200C}خ", [0xFEA5, 0xFBFD, 0xFEE3]),
            ("(ש) 12", [0x31, 0x32, 0x20, 0x28, 0x5E9, 0x29]), ("a שלb", [0x61, 0x20, 0x5DC, 0x5E9, 0x62]),
        ])
    func turns(text: String, shown: [UInt32]) throws {
        let (order, letters) = (try #require(VisualOrder.usual), Array(text.unicodeScalars))
        let direction = order.direction(of: letters)
        #expect(direction.isRightToLeft == (letters[0] != "a"))
        #expect(order.line(letters, in: direction)?.map(\.value) == shown)
    }

    @Test("A shorter line ends where the longest begins", .enabled(if: VisualOrder.usual != nil, "needs libfribidi0"))
    func alignsRight() throws {
        let font = PixelFont(Array("05D0:\(String(repeating: "FF", count: 16))\n".utf8))
        // A vowel sign is left out.
        let image = try TextPicture.image(of: "א\u{5B8}אא\nא", font: font)
        #expect(image.width == 96 && image.height == 128)
        let row = pixels(of: image)[(70 * image.width * 3)..<(71 * image.width * 3)]
        let dark = row.enumerated().filter { $0.offset % 3 == 0 && $0.element == 0 }.map { $0.offset / 3 }
        #expect(dark == Array(56..<72))
    }

    @Test("Lines break between words, and cut only what is longer than a line")
    func wraps() {
        func lines(_ text: String) -> [String] {
            TextPicture.lines(of: Array(text.utf8), space: 0x20, end: 0x0A) { _ in 1 }
                .map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(lines("one two\n\nthree") == ["one two", "", "three"])
        let long = String(repeating: "x", count: 50)
        #expect(lines("a \(long) b") == ["a", String(repeating: "x", count: 48), "xx b"])
        for text in ["the quick brown fox jumps over the lazy dog and then over the fence", long + long] {
            #expect(lines(text).allSatisfy { $0.count <= 48 })
        }
    }

    @Test("Every printable letter has dots of its own")
    func letters() {
        let shapes = (0x21...0x7E).map { Letters.columns(of: UInt8($0)) ?? [] }
        #expect(Set(shapes).count == shapes.count)
        #expect(shapes.allSatisfy { $0.count == 5 && $0.contains { $0 != 0 } })
        #expect(Letters.columns(of: 0x7F) == nil && Letters.columns(of: 0x1F) == nil)
    }
}
