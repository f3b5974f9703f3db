import ArgumentParser
import Foundations

/// The command that a mistyped word means. The parser itself suggests options alone.
enum CommandSuggestion {
    /// The most changes of a character by which a word may differ from the command.
    private static let most = 2

    /// A message in the place of the parser's first line; nil where no word is near to a command.
    static func text(for arguments: [String]) -> String? {
        var command: any ParsableCommand.Type = Sextant.self
        for word in arguments {
            let known = command.configuration.subcommands
            guard !known.isEmpty, !word.hasPrefix("-") else { return nil }
            if let next = known.first(where: { $0._commandName == word }) {
                command = next
                continue
            }
            let near = known.map { $0._commandName }.min { word.editDistance(to: $0) < word.editDistance(to: $1) }
            guard let near, word.editDistance(to: near) <= min(most, word.count - 1) else { return nil }
            return "Error: Unknown command '\(word)'. Did you mean '\(near)'?"
        }
        return nil
    }
}
