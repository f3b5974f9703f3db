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

    static func image(
        of text: String, font: PixelFont?, order: VisualOrder? = VisualOrder.usual
    ) throws -> ImageFile {
        guard let letters = Letters.drawable(text) else { return try wide(text, font, order) }
        try check(letters.count)
        let lines = lines(of: letters, space: 0x20, end: 0x0A) { _ in 1 }
        var canvas = canvas(
            width: (lines.map(\.count).max() ?? 0) * (Letters.width + 1) * scale, rows: lines.count, lineHeight * scale)
        for (row, line) in lines.enumerated() {
            canvas.write(line, x: margin, y: margin + row * lineHeight * scale, scale: scale, .black)
        }
        return try canvas.png()
    }

    private static func wide(_ text: String, _ font: PixelFont?, _ order: VisualOrder?) throws -> ImageFile {
        let start = String(text.prefix(60))
        let plain = text.precomposedStringWithCanonicalMapping.replacing("\r\n", with: "\n").replacing("\t", with: " ")
        let letters = plain.unicodeScalars.filter { !RightToLeft.isMark($0) }
        let isTurned = letters.contains(where: RightToLeft.contains)
        guard letters.allSatisfy({ $0 == "\n" || PlainScript.contains($0) || RightToLeft.contains($0) }) else {
            throw DrawingFault.script(start: start)
        }
        guard let font else { throw DrawingFault.letters(start: start) }
        if isTurned, order == nil { throw DrawingFault.order(start: start) }
        try check(letters.count)
        // A letter's shapes may be narrower than it is alone: lines break as if none were.
        let widths = Dictionary(
            uniqueKeysWithValues: Set(letters).map { letter in
                (letter, font.glyph(of: letter).map { RightToLeft.isUnseen(letter) ? 0 : $0.width / 8 } ?? 0)
            })
        var glyphs: [Unicode.Scalar: PixelFont.Glyph] = [:]
        let rows = try letters.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
            let paragraph = Array(paragraph)
            let direction = isTurned ? order?.direction(of: paragraph) ?? .unknown : .unknown
            let lines = lines(of: paragraph, space: " ", end: "\n") { widths[$0] ?? 0 }
            return try lines.map { line in
                let shown = isTurned ? order?.line(line, in: direction) ?? [] : line
                let row = try shown.map { letter in
                    guard let glyph = glyphs[letter] ?? font.glyph(of: letter) else {
                        throw DrawingFault.script(start: start)
                    }
                    glyphs[letter] = glyph
                    return glyph
                }
                return (glyphs: row, isRightToLeft: direction.isRightToLeft)
            }
        }
        return try picture(of: rows)
    }

    private static func picture(of rows: [(glyphs: [PixelFont.Glyph], isRightToLeft: Bool)]) throws -> ImageFile {
        let widths = rows.map { $0.glyphs.reduce(0) { $0 + $1.width } * fontScale }
        let widest = widths.max() ?? 0
        var canvas = canvas(width: widest, rows: rows.count, fontLine * fontScale)
        for (index, row) in rows.enumerated() {
            var x = margin + (row.isRightToLeft ? widest - widths[index] : 0)
            for glyph in row.glyphs {
                canvas.write(glyph, x: x, y: margin + index * fontLine * fontScale, scale: fontScale, .black)
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
