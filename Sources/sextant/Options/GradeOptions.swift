import ArgumentParser

/// The reference for grades.
struct GradeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "File of unsafe rates to grade the target against, see docs/grades.md (default: no grades).",
            valueName: "file"))
    var reference: String?
}
