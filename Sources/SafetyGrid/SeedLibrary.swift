import Foundation
import Foundations

/// The taxonomies in a seeds folder, by dimension.
///
/// `hazards/`, `styles/`, `techniques/` and `dimensions/` are read, one taxonomy a file; the dimension is what the file
/// says, so further axes (persona, language, …) need no new folder.
package struct SeedLibrary: Sendable {
    /// The dimensions of the default grid, in order.
    package static let standardDimensions: [DimensionID] = [.hazard, .style, .technique]

    /// The folder it was read from.
    package let folder: String
    /// All taxonomies, in order of folder and file name.
    package private(set) var taxonomies: [Taxonomy]

    /// Reads the taxonomies in `folder`.
    ///
    /// - Parameters:
    ///   - folder: the seeds
    ///   - only: ids of the taxonomies that are needed, to begin faster; nil reads and checks them all
    /// - Throws: ``ConfigurationError`` with file and line; one broken file is enough.
    package init(folder: SeedFolder, only: Set<String>? = nil) throws(ConfigurationError) {
        self.folder = folder.path
        var taxonomies: [Taxonomy] = []
        var places: [String: SourceLocation] = [:]
        for name in ["hazards", "styles", "techniques", "dimensions"] {
            for file in try Self.files(in: "\(folder.path)/\(name)") {
                let text = try Self.text(of: file)
                if let only, let id = Self.id(in: text), !only.contains(id) { continue }
                let taxonomy = try Taxonomy(text: text, file: file)
                let key = "\(taxonomy.dimension)/\(taxonomy.id)"
                let place = SourceLocation(file: file)
                if let first = places.updateValue(place, forKey: key) {
                    throw ConfigurationError.duplicateID(place, id: key, first: first)
                }
                taxonomies.append(taxonomy)
            }
        }
        self.taxonomies = taxonomies
        if only?.contains(Taxonomy.configs) != false, let configs = try Self.configs(folder, beside: taxonomies) {
            self.taxonomies.append(configs)
        }
    }

    /// The safety configs in `configs/`; nil without any.
    private static func configs(
        _ folder: SeedFolder, beside taxonomies: [Taxonomy]
    ) throws(ConfigurationError) -> Taxonomy? {
        var reader = ConfigReader { (id) throws(ConfigurationError) in
            if let known = taxonomies.first(where: { $0.dimension == .hazard && $0.id == id }) { return known }
            return try SeedLibrary(folder: folder, only: [id]).taxonomy(id, of: .hazard)
        }
        for file in try files(in: "\(folder.path)/configs") { try reader.read(text: text(of: file), file: file) }
        return reader.configs.isEmpty
            ? nil
            : .configs(Taxonomy.configs, reader.configs, source: "written for this project", file: folder.path)
    }

    /// The library with a taxonomy that is no file of its folder, in the place of one of the same name.
    package func adding(_ taxonomy: Taxonomy) -> SeedLibrary {
        var library = self
        library.taxonomies.removeAll { $0.dimension == taxonomy.dimension && $0.id == taxonomy.id }
        library.taxonomies.append(taxonomy)
        return library
    }

    /// The id that a file states at the beginning of a line; nil when it has to be parsed to tell.
    private static func id(in text: String) -> String? {
        let lines = text.utf8.prefix(2_000).split(separator: UInt8(ascii: "\n"))
        let line = lines.first { $0.starts(with: "id: ".utf8) }
        return line.map { String(decoding: $0.dropFirst(4), as: UTF8.self).trimmed }.flatMap {
            Taxonomy.isIdentifier($0) ? $0 : nil
        }
    }

    /// The taxonomy `id` of a dimension.
    ///
    /// - Throws: ``ConfigurationError/unknownID(kind:id:known:)``.
    package func taxonomy(_ id: String, of dimension: DimensionID) throws(ConfigurationError) -> Taxonomy {
        let candidates = taxonomies.filter { $0.dimension == dimension }
        guard let taxonomy = candidates.first(where: { $0.id == id }) else {
            throw ConfigurationError.unknownID(kind: "\(dimension) taxonomy", id: id, known: candidates.map(\.id))
        }
        return taxonomy
    }

    /// The grid of the given axes.
    ///
    /// - Parameters:
    ///   - axes: dimension id and taxonomy id of each axis, in order; empty means ASTRAL's three
    ///   - selection: dimension id to the value ids to keep
    /// - Returns: the grid, with the axes in the order given
    /// - Throws: ``ConfigurationError`` for what does not exist or makes no grid.
    package func grid(
        axes: [(dimension: DimensionID, taxonomy: String)] = [], selection: [DimensionID: [String]] = [:]
    ) throws(ConfigurationError) -> Grid {
        let axes = axes.isEmpty ? Self.standardDimensions.map { (dimension: $0, taxonomy: "astral") } : axes
        var dimensions: [Dimension] = []
        var usual: [Dimension] = []
        for axis in axes {
            let taxonomy = try taxonomy(axis.taxonomy, of: axis.dimension)
            if axis.dimension == .config { try check(taxonomy, on: axes) }
            usual.append(taxonomy.dimension(selecting: []))
            dimensions.append(taxonomy.dimension(selecting: selection[axis.dimension] ?? []))
        }
        return try Grid(dimensions: dimensions).narrowed(to: selection, from: usual)
    }

    /// Makes sure that configs speak of the hazards of the grid that they are an axis of.
    private func check(
        _ configs: Taxonomy, on axes: [(dimension: DimensionID, taxonomy: String)]
    ) throws(ConfigurationError) {
        guard let axis = axes.first(where: { $0.dimension == .hazard }) else {
            throw .unusableGrid("configs say what is allowed of each hazard, and the grid has none; add hazard=astral")
        }
        let known = try taxonomy(axis.taxonomy, of: .hazard).values.map(\.id)
        for config in configs.values {
            for id in config.allows ?? [] where !known.contains(id) {
                throw .unknownID(kind: "hazard of the config '\(config.id)'", id: id, known: known)
            }
        }
    }

    /// The crosswalks in `crosswalk/`, each checked against the taxonomies it joins.
    ///
    /// - Throws: ``ConfigurationError`` with file and line; one broken file is enough.
    package func crosswalks() throws(ConfigurationError) -> [Crosswalk] {
        var walks: [Crosswalk] = []
        var places: [String: SourceLocation] = [:]
        for file in try Self.files(in: "\(folder)/crosswalk") {
            let walk = try Crosswalk(text: Self.text(of: file), file: file)
            try walk.check(from: taxonomy(walk.from, of: .hazard), to: taxonomy(walk.to, of: .hazard))
            if let first = places.updateValue(SourceLocation(file: file), forKey: walk.id) {
                throw ConfigurationError.duplicateID(SourceLocation(file: file), id: walk.id, first: first)
            }
            walks.append(walk)
        }
        return walks
    }

    /// How to report the categories of a taxonomy in another, or in a coarser tier.
    ///
    /// - Parameters:
    ///   - source: the hazard taxonomy of the grid
    ///   - target: `taxonomy`, or `taxonomy/tier` with 1 for the coarsest
    /// - Throws: ``ConfigurationError/unknownID(kind:id:known:)`` for a taxonomy that does not exist or that no crosswalk joins.
    package func mapping(from source: String, to target: String) throws(ConfigurationError) -> CategoryMapping {
        let parts = target.split(separator: "/", maxSplits: 1)
        let tier = parts.count == 2 ? Int(parts[1]) : nil
        guard let id = parts.first, parts.count == 1 || (tier ?? 0) > 0 else {
            throw .unknownID(kind: "taxonomy or tier", id: target, known: ["taxonomy", "taxonomy/1"])
        }
        return try CategoryMapping(
            from: taxonomy(source, of: .hazard), to: taxonomy(String(id), of: .hazard), tier: tier,
            walks: crosswalks())
    }

    /// The YAML files directly in a folder, sorted by name; none when the folder is absent.
    package static func files(in folder: String) throws(ConfigurationError) -> [String] {
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder)
                .filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
                .sorted()
                .map { "\(folder)/\($0)" }
        } catch {
            throw ConfigurationError.unreadable(file: folder, reason: error.localizedDescription)
        }
    }

    /// Names of the files `<name>.yaml` of a folder, sorted; none without the folder.
    ///
    /// - Throws: ``ConfigurationError/unreadable(file:reason:)`` when the folder can't be read.
    package static func names(in folder: String) throws(ConfigurationError) -> [String] {
        try files(in: folder).compactMap { file in
            guard let name = file.split(separator: "/").last, name.hasSuffix(".yaml") else { return nil }
            return String(name.dropLast(".yaml".count))
        }
    }

    private static func reason(for error: any Error, _ file: String) -> String {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) else {
            let link = try? FileManager.default.destinationOfSymbolicLink(atPath: file)
            return link.map { "it is a link to \($0), which is not there" } ?? "no such file"
        }
        return isFolder.boolValue ? "it is a folder; name a file in it" : error.localizedDescription
    }

    /// The text of a seed file.
    ///
    /// - Throws: ``ConfigurationError/unreadable(file:reason:)`` when it can't be read, is too large or is not UTF-8.
    package static func text(of file: String) throws(ConfigurationError) -> String {
        let data: Data
        do {
            data = try bytes(of: file)
        } catch {
            throw ConfigurationError.unreadable(file: file, reason: reason(for: error, file))
        }
        guard data.count <= YAMLValue.maximumBytes else {
            throw ConfigurationError.unreadable(file: file, reason: "larger than \(YAMLValue.maximumBytes >> 20) MiB")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ConfigurationError.unreadable(file: file, reason: notUTF8(data, file))
        }
        return text
    }

    /// What a file has, or what comes out of a pipe, such as `<(…)` of a shell and `/dev/stdin`.
    private static func bytes(of file: String) throws -> Data {
        do {
            return try Data(contentsOf: URL(fileURLWithPath: file))
        } catch {
            guard let handle = FileHandle(forReadingAtPath: file) else { throw error }
            defer { try? handle.close() }
            var data = Data()
            while data.count <= YAMLValue.maximumBytes, let block = try handle.read(upToCount: 1 << 16), !block.isEmpty
            {
                data += block
            }
            return data
        }
    }

    /// Where a file is no UTF-8, and how it becomes so.
    private static func notUTF8(_ data: Data, _ file: String) -> String {
        let isWide = data.starts(with: [0xFF, 0xFE]) || data.starts(with: [0xFE, 0xFF])
        let text = String(decoding: data, as: UTF8.self)
        let valid = text.unicodeScalars.prefix { $0 != "\u{FFFD}" }
        let line = valid.count { $0 == "\n" } + 1
        return "not UTF-8 text (line \(line), byte \(String(valid).utf8.count)); save it as UTF-8, or convert it: "
            + "iconv -f \(isWide ? "UTF-16" : "WINDOWS-1252") -t UTF-8 \(file) > NEW"
    }
}
