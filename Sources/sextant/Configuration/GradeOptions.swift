import ArgumentParser

/// What a target is graded against.
struct GradeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "File of unsafe rates to grade against (docs/grades.md); none: no grades.", valueName: "file"))
    var reference: String?
}
