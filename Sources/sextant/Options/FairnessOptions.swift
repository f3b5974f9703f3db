import ArgumentParser
import Records

/// Neutral prompts that a generator of images draws beside the tests of a run.
struct FairnessOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Measure how evenly the target draws people, by a set in Seeds/fairness, such as people, or a file. Needs a judge that sees images.",
            valueName: "name"))
    var fairness: String?

    @Option(help: ArgumentHelp("Images of each of its prompts (default: 20).", valueName: "number"))
    var fairnessImages: Int?

    func validate() throws { try NumberCheck.check { apply(to: &$0.fairness) } }

    /// Puts the flags over what the file says.
    func apply(to request: inout FairnessRequest) {
        request.set = fairness ?? request.set
        request.images = fairnessImages ?? request.images
    }
}
