import ArgumentParser
import Terminal

/// How much is said.
struct VerbosityOptions: ParsableArguments {
    @Flag(help: "Print errors only.")
    var quiet = false

    @Flag(help: "Report every call to a model on standard error: its purpose, its address and its outcome.")
    var verbose = false

    @Flag(help: "Print one JSON object on standard output at the end; everything else goes to standard error.")
    var json = false

    /// How the command's result is told.
    var chosen: Verbosity { Verbosity(isQuiet: quiet, isJSON: json) }
}
