import ArgumentParser
import Records
import Settings

/// What goes out in batches; the rounds of a run alone do.
struct BatchOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Roles whose calls go out in the provider's batches, at about half the price and within a day: target, judge, "
                + "generator (default: none).", valueName: "roles"))
    var batch: BatchRoles?

    /// Puts the flag into a request.
    func apply(to request: inout RunRequest) {
        if let batch { request.connection.batch = batch.roles }
    }
}

extension BatchRoles: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }

    package static var allValueStrings: [String] { words }
}
