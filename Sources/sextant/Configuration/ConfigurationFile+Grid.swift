import SafetyGrid

extension ConfigurationFile {
    /// The grid, and what is kept of it.
    static let gridKeys: [String: Reader] = [
        "hazards": { (file, value) throws(SeedError) in file.selection["hazard"] = try value.strings() },
        "styles": { (file, value) throws(SeedError) in file.selection["style"] = try value.strings() },
        "techniques": { (file, value) throws(SeedError) in file.selection["technique"] = try value.strings() },
        "grid": { (file, value) throws(SeedError) in file.axes = try value.axes() },
        "select": { (file, value) throws(SeedError) in
            file.selection.merge(try value.selection()) { _, new in new }
        },
    ]
}

extension YAMLValue {
    fileprivate func axes() throws(SeedError) -> [(dimension: String, taxonomy: String)] {
        var axes: [(dimension: String, taxonomy: String)] = []
        for (dimension, taxonomy) in try mapping().pairs { axes.append((dimension, try taxonomy.string())) }
        return axes
    }

    fileprivate func selection() throws(SeedError) -> [String: [String]] {
        var selection: [String: [String]] = [:]
        for (dimension, values) in try mapping().pairs { selection[dimension] = try values.strings() }
        return selection
    }
}
