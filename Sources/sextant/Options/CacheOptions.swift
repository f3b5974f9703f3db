import ArgumentParser
import Records

/// Whether replies are kept, for the commands whose calls have a store.
struct CacheOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Reuse stored replies for identical calls: off, read (store no new ones) or on (default: off).",
            valueName: "mode"))
    var cache: CacheMode?

    /// Puts the flag into a request.
    func apply(to request: inout RunRequest) {
        request.connection.cache = cache ?? request.connection.cache
    }
}

extension CacheMode: ExpressibleByArgument {}
