/// Breaks lines at spaces, and words that are longer than a line wherever the line is full.
///
/// Every character is looked at once: a word is never measured again for each line that it fills.
struct LineWrapper {
    private(set) var lines: [String] = []
    private let width: Int
    private var current = ""
    private var used = 0
    private var word = ""
    private var wordColumns = 0

    /// - Parameter width: columns of a line, 2 or more
    init(width: Int) {
        self.width = width
    }

    /// Adds a line of safe text; one without words is kept as an empty line.
    mutating func add(_ line: String) {
        let count = lines.count
        (current, used) = ("", 0)
        for character in line {
            if character == " " {
                closeWord()
            } else {
                add(character)
            }
        }
        closeWord()
        if used > 0 || lines.count == count { lines.append(current) }
    }

    private mutating func add(_ character: Character) {
        let columns = character.terminalColumns
        if wordColumns + columns > width {
            closeLine()
            // What takes no room goes with the word behind it.
            lines.append(current + word)
            (current, word, wordColumns) = ("", "", 0)
        }
        word.append(character)
        wordColumns += columns
    }

    private mutating func closeWord() {
        guard !word.isEmpty else { return }
        if used > 0, used + 1 + wordColumns > width { closeLine() }
        if used > 0 {
            current += " "
            used += 1
        }
        current += word
        used += wordColumns
        (word, wordColumns) = ("", 0)
    }

    private mutating func closeLine() {
        guard used > 0 else { return }
        lines.append(current)
        (current, used) = ("", 0)
    }
}
