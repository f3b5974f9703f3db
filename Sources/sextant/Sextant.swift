import ArgumentParser

/// The command line.
@main
struct Sextant: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sextant",
        abstract: "Finds out where a language model is unsafe, and how sure one can be of it.")
}
