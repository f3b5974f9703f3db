/// A table of aligned columns for a terminal.
///
/// Cells are made safe (``TerminalText/safe(_:)``) and measured in columns of the terminal. A table too wide for its line
/// shortens its flexible columns, the widest first.
package struct TextTable: Sendable {
    /// A column.
    package struct Column: Sendable {
        /// Which side the cells stand on.
        package enum Alignment: Sendable {
            /// To the left, as text.
            case left
            /// To the right, as numbers.
            case right
        }

        let title: String
        let alignment: Alignment
        let flexible: Bool
        let isName: Bool

        /// A column.
        ///
        /// - Parameters:
        ///   - title: stands above it
        ///   - alignment: the side that its cells stand on
        ///   - flexible: whether it may be shortened
        ///   - isName: whether it may only be shortened as far as its cells can be told apart, in a wider line if need be
        package init(
            _ title: String, _ alignment: Alignment = .left, flexible: Bool = false, isName: Bool = false
        ) {
            self.title = title
            self.alignment = alignment
            self.flexible = flexible || isName
            self.isName = isName
        }
    }

    /// Text that stands out, where colours are wanted.
    package enum Emphasis: Sendable {
        /// As the rest.
        case plain
        /// A finding.
        case alarm
        /// A total.
        case strong
        /// Of little interest.
        case faint
    }

    private let columns: [Column]
    private var rows: [(cells: [String], emphasis: Emphasis)] = []

    package init(_ columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row; missing cells are empty, further ones are left out.
    package mutating func add(_ cells: [String], _ emphasis: Emphasis = .plain) {
        let padded = cells.map(TerminalText.safe) + Array(repeating: "", count: columns.count)
        rows.append((Array(padded.prefix(columns.count)), emphasis))
    }

    /// The table, a line a row.
    ///
    /// - Parameters:
    ///   - width: columns of the terminal
    ///   - color: whether to use colours
    /// - Returns: the lines, without a line break at the end
    package func text(width: Int = 80, color: Bool) -> String {
        let widths = fittedWidths(width)
        let header = line(columns.map(\.title), widths)
        let body = rows.map { Self.painted(line($0.cells, widths), $0.emphasis, color) }
        return ([Self.painted(header, .strong, color)] + body).joined(separator: "\n")
    }

    private static let gap = "  "

    private func fittedWidths(_ total: Int) -> [Int] {
        var widths = columns.indices.map { index in
            let widest = rows.reduce(TerminalText.columns(columns[index].title)) {
                max($0, TerminalText.columns($1.cells[index]))
            }
            // A column that can be shortened ends up no wider than the line; one of megabytes begins there.
            return columns[index].flexible ? min(widest, max(total, 4)) : widest
        }
        let least = columns.indices.map { columns[$0].isName ? leastWidth(ofNamesUpTo: widths[$0]) : 4 }
        var excess = widths.reduce(0, +) + Self.gap.count * (columns.count - 1) - total
        while excess > 0 {
            let shrinkable = columns.indices.filter { columns[$0].flexible && widths[$0] > least[$0] }
            guard let widest = shrinkable.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }

    /// Names are cut to no less than this.
    private static let leastName = 32

    /// The smallest width up to `widest` at which names can be read, and those that differ, in whatever column, are not cut to the
    /// same text.
    private func leastWidth(ofNamesUpTo widest: Int) -> Int {
        guard widest > Self.leastName else { return widest }
        let places = columns.indices.filter { columns[$0].isName }
        let names = Set(rows.flatMap { row in places.map { row.cells[$0] } })
        return (Self.leastName..<widest).first { width in
            Set(names.map { TerminalText.fitted($0, width: width) }).count == names.count
        } ?? widest
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let text = TerminalText.fitted(cell, width: widths[index])
            let padding = String(repeating: " ", count: max(0, widths[index] - TerminalText.columns(text)))
            line += (index > 0 ? Self.gap : "")
            line += columns[index].alignment == .left ? text + padding : padding + text
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    static func painted(_ text: String, _ emphasis: Emphasis, _ color: Bool) -> String {
        guard color else { return text }
        return switch emphasis {
        case .plain: text
        case .alarm: "\u{1B}[31m\(text)\u{1B}[0m"
        case .strong: "\u{1B}[1m\(text)\u{1B}[0m"
        case .faint: "\u{1B}[2m\(text)\u{1B}[0m"
        }
    }
}
