import ArgumentParser

/// Where results go, and how much is said.
struct OutputOptions: ParsableArguments {
    @OptionGroup var grades: GradeOptions
    @OptionGroup var places: PlaceOptions
    @OptionGroup var verbosity: VerbosityOptions
}
