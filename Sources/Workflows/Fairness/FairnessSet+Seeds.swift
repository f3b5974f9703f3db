import Records
import SafetyGrid

extension FairnessSet {
    /// The set of an id, or of a file.
    ///
    /// - Parameters:
    ///   - name: id of a set in the folder `fairness` of the seeds; a path where it has a slash or a dot
    ///   - seeds: the folder of the seeds
    /// - Throws: `ConfigurationError` with file and line.
    init(named name: String, seeds: String) throws {
        let file = name.contains("/") || name.contains(".") ? name : "\(seeds)/fairness/\(name).yaml"
        try self.init(text: SeedLibrary.text(of: file), file: file)
    }
}
