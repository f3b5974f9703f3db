/// A place in a text file, shown as `file:line`.
package struct SourceLocation: Sendable, Hashable, CustomStringConvertible {
    /// Path as the user gave it.
    package let file: String
    /// Line number from 1; nil when the fault concerns the whole file.
    package let line: Int?

    /// A location in `file`, at `line` (from 1) or in the file as a whole.
    package init(file: String, line: Int? = nil) {
        self.file = file
        self.line = line
    }

    /// `file:line`, or the file alone.
    package var description: String {
        line.map { "\(file):\($0)" } ?? file
    }
}
