import ArgumentParser

/// How much is said.
struct VerbosityOptions: ParsableArguments {
    @Flag(help: "Say nothing but errors.")
    var quiet = false

    @Flag(help: "End with one JSON object on standard output; all else goes to standard error.")
    var json = false
}
