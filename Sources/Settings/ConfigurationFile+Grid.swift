import Foundations
import SafetyGrid

extension ConfigurationFile {
    /// The keys of the grid, and of the values that are kept of it.
    static let gridKeys: [String: Reader] = [
        "hazards": { (file, value) throws(ConfigurationError) in file.selection[.hazard] = try value.strings() },
        "styles": { (file, value) throws(ConfigurationError) in file.selection[.style] = try value.strings() },
        "techniques": { (file, value) throws(ConfigurationError) in file.selection[.technique] = try value.strings() },
        "languages": { (file, value) throws(ConfigurationError) in file.selection[.language] = try value.strings() },
        "strategies": { (file, value) throws(ConfigurationError) in file.selection[.strategy] = try value.strings() },
        "injections": { (file, value) throws(ConfigurationError) in file.selection[.injection] = try value.strings() },
        "axes": { (file, value) throws(ConfigurationError) in file.axes = try value.axes() },
        // The name of `axes` in version 0.1.0.
        "grid": { (file, value) throws(ConfigurationError) in file.axes = try value.axes() },
        "select": { (file, value) throws(ConfigurationError) in
            file.selection.merge(try value.selection()) { _, new in new }
        },
    ]
}

extension YAMLValue {
    fileprivate func axes() throws(ConfigurationError) -> [(dimension: DimensionID, taxonomy: String)] {
        var axes: [(dimension: DimensionID, taxonomy: String)] = []
        for (dimension, taxonomy) in try mapping().pairs {
            axes.append((DimensionID(dimension), try taxonomy.string()))
        }
        return axes
    }

    fileprivate func selection() throws(ConfigurationError) -> [DimensionID: [String]] {
        var selection: [DimensionID: [String]] = [:]
        for (dimension, values) in try mapping().pairs { selection[DimensionID(dimension)] = try values.strings() }
        return selection
    }
}
