import ArgumentParser
import Terminal

/// `sextant version`
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Print the version.",
        discussion: "Example: sextant version")

    func run() {
        Console.output("sextant \(SextantVersion.current)")
    }
}
