/// A text drawn into an image, black on white: what a person would photograph or paste.
package enum TextPicture {
    /// Letters of a line, and of a whole text.
    private static let (lineLength, mostLetters) = (48, 6000)
    private static let (scale, margin, lineHeight) = (3, 24, 10)

    /// The image of a text, wrapped between words.
    ///
    /// - Throws: ``DrawingFault`` for letters that can't be drawn, or too many.
    package static func image(of text: String) throws -> ImageFile {
        guard let letters = Letters.drawable(text) else { throw DrawingFault.letters(start: String(text.prefix(60))) }
        guard letters.count <= mostLetters else {
            throw DrawingFault.tooLong(letters: letters.count, limit: mostLetters)
        }
        let lines = lines(of: letters)
        let longest = max(lines.map(\.count).max() ?? 0, 1)
        var canvas = Canvas(
            width: longest * (Letters.width + 1) * scale + 2 * margin,
            height: max(lines.count, 1) * lineHeight * scale + 2 * margin, colour: .white)
        for (row, line) in lines.enumerated() {
            canvas.write(line, x: margin, y: margin + row * lineHeight * scale, scale: scale, .black)
        }
        return try canvas.png()
    }

    /// Lines of whole words; a word that is longer than a line is cut.
    static func lines(of letters: [UInt8]) -> [[UInt8]] {
        letters.split(separator: 0x0A, omittingEmptySubsequences: false).flatMap { paragraph in
            var lines: [[UInt8]] = [[]]
            for word in paragraph.split(separator: 0x20) {
                var rest = word[...]
                if let last = lines.last, !last.isEmpty {
                    if last.count + 1 + rest.count <= lineLength {
                        lines[lines.count - 1] += [0x20] + rest
                        continue
                    }
                    lines.append([])
                }
                while rest.count > lineLength {
                    lines[lines.count - 1] = Array(rest.prefix(lineLength))
                    rest = rest.dropFirst(lineLength)
                    lines.append([])
                }
                lines[lines.count - 1] += rest
            }
            return lines
        }
    }
}
