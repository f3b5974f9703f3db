import Foundation

/// A text drawn into an image, black on white: what a person would photograph or paste.
package enum TextPicture {
    /// Letters of a line, of which a wide one counts twice, and of a whole text.
    private static let (lineLength, mostLetters) = (48, 6000)
    private static let (scale, margin, lineHeight) = (3, 24, 10)
    /// Of letters of a font: pixels a dot, and dots a line.
    private static let (fontScale, fontLine) = (2, 20)

    /// The image of a text, wrapped between words: in Latin letters of its own where these are enough, else in those of GNU
    /// Unifont, where it is installed.
    ///
    /// - Throws: ``DrawingFault`` for letters that can't be drawn, or too many.
    package static func image(of text: String) throws -> ImageFile { try image(of: text, font: PixelFont.usual) }

    static func image(of text: String, font: PixelFont?) throws -> ImageFile {
        guard let letters = Letters.drawable(text) else { return try wide(text, font) }
        try check(letters.count)
        let lines = lines(of: letters, space: 0x20, end: 0x0A) { _ in 1 }
        var canvas = canvas(
            width: (lines.map(\.count).max() ?? 0) * (Letters.width + 1) * scale, rows: lines.count, lineHeight * scale)
        for (row, line) in lines.enumerated() {
            canvas.write(line, x: margin, y: margin + row * lineHeight * scale, scale: scale, .black)
        }
        return try canvas.png()
    }

    private static func wide(_ text: String, _ font: PixelFont?) throws -> ImageFile {
        let plain = text.precomposedStringWithCanonicalMapping.replacing("\r\n", with: "\n").replacing("\t", with: " ")
        let letters = Array(plain.unicodeScalars)
        guard letters.allSatisfy({ $0 == "\n" || PlainScript.contains($0) }) else {
            throw DrawingFault.script(start: String(text.prefix(60)))
        }
        guard let font else { throw DrawingFault.letters(start: String(text.prefix(60))) }
        try check(letters.count)
        var glyphs: [Unicode.Scalar: PixelFont.Glyph] = [:]
        for letter in Set(letters) where letter != "\n" {
            guard let glyph = font.glyph(of: letter) else { throw DrawingFault.script(start: String(text.prefix(60))) }
            glyphs[letter] = glyph
        }
        let lines = lines(of: letters, space: " ", end: "\n") { (glyphs[$0]?.width ?? 8) / 8 }
        let widths = lines.map { $0.reduce(0) { $0 + (glyphs[$1]?.width ?? 0) } }
        var canvas = canvas(width: (widths.max() ?? 0) * fontScale, rows: lines.count, fontLine * fontScale)
        for (row, line) in lines.enumerated() {
            var x = margin
            for glyph in line.compactMap({ glyphs[$0] }) {
                canvas.write(glyph, x: x, y: margin + row * fontLine * fontScale, scale: fontScale, .black)
                x += glyph.width * fontScale
            }
        }
        return try canvas.png()
    }

    private static func check(_ count: Int) throws {
        guard count <= mostLetters else { throw DrawingFault.tooLong(letters: count, limit: mostLetters) }
    }

    private static func canvas(width: Int, rows: Int, _ height: Int) -> Canvas {
        Canvas(
            width: max(width, (Letters.width + 1) * scale) + 2 * margin, height: max(rows, 1) * height + 2 * margin,
            colour: .white)
    }

    /// Lines of whole words; a word that is longer than a line is cut.
    ///
    /// - Parameters:
    ///   - letters: the text
    ///   - space: what stands between words
    ///   - end: what stands between paragraphs
    ///   - width: how much of a line a letter takes
    static func lines<Letter: Equatable>(
        of letters: [Letter], space: Letter, end: Letter, width: (Letter) -> Int
    ) -> [[Letter]] {
        letters.split(separator: end, omittingEmptySubsequences: false).flatMap { paragraph in
            var lines: [[Letter]] = [[]]
            var used = 0
            func begin() {
                lines.append([])
                used = 0
            }
            for word in paragraph.split(separator: space) {
                let whole = word.reduce(0) { $0 + width($1) }
                if used > 0 {
                    if used + width(space) + whole <= lineLength {
                        lines[lines.count - 1].append(space)
                        used += width(space)
                    } else {
                        begin()
                    }
                }
                for letter in word {
                    if used + width(letter) > lineLength { begin() }
                    lines[lines.count - 1].append(letter)
                    used += width(letter)
                }
            }
            return lines
        }
    }
}
