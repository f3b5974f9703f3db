import Generation
import TestSupport

/// The project's own seeds, read once for all tests.
enum TestFolders {
    static let library = ShippedSeeds.library
    static let templates = Result { try TemplateLibrary(seeds: ProjectSeeds.path, hasTwins: true) }
}
