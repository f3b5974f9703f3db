/// How much a command says of its result, and in which form.
package struct Verbosity {
    private let isQuiet: Bool
    private let isJSON: Bool

    /// - Parameters:
    ///   - isQuiet: whether people are told nothing but warnings
    ///   - isJSON: whether standard output has JSON alone
    package init(isQuiet: Bool, isJSON: Bool) {
        self.isQuiet = isQuiet
        self.isJSON = isJSON
    }

    /// The attendant that says as much.
    package var attendant: TerminalAttendant { TerminalAttendant(isQuiet: isQuiet) }

    /// Gives a result: to people as a text, unless quiet, and to programs as one JSON object. Where there is JSON the text
    /// goes to standard error.
    ///
    /// - Parameters:
    ///   - text: the text, with or without colours
    ///   - hints: lines for standard error that follow the text
    ///   - json: the object
    package func give(text: (_ hasColours: Bool) -> String, hints: [String] = [], json: () -> String) {
        if !isQuiet {
            let text = text(Console.hasColours && !isJSON)
            if isJSON { Console.line(text) } else { Console.output(text) }
            for hint in hints { Console.line(hint) }
        }
        if isJSON { Console.output(json()) }
    }
}
