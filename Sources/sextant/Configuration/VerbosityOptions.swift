import ArgumentParser

/// How much is said.
struct VerbosityOptions: ParsableArguments {
    @Flag(help: "Say nothing but errors.")
    var quiet = false

    @Flag(help: "Tell of every call to a model on standard error: what for, where, what came of it.")
    var verbose = false

    @Flag(help: "End with one JSON object on standard output; all else goes to standard error.")
    var json = false
}
