import Foundations
import Glibc

/// A folder that somebody who was not there can check: files, a manifest that says what they are, and `SHA256SUMS` for
/// `sha256sum -c`.
///
/// The sums are written last and taken away first, so that a folder with sums is whole. The same run makes the same bytes.
package struct EvidenceFolder {
    /// A file of the folder.
    struct Entry {
        let name: String
        let role: String
        let bytes: Int
        let digest: String
    }

    /// Name of the list of digests.
    package static let sums = "SHA256SUMS"
    private static let manifest = "manifest.json"

    private let path: String
    private var entries: [Entry] = []

    /// Begins the folder.
    ///
    /// - Parameter names: what will be written, besides manifest and sums; anything else in the folder is a fault
    /// - Throws: ``ReportError`` for a folder that can't be made, or that holds something else.
    package init(path: String, names: [String]) throws(ReportError) {
        self.path = path
        try OutputFile.makeFolder(path)
        let known = Set(names + [Self.manifest, Self.sums])
        if let stranger = try Self.contents(of: path).first(where: { !known.contains($0) }) {
            throw .strangerInFolder(path: path, name: stranger)
        }
        unlink("\(path)/\(Self.sums)")
    }

    private static func contents(of path: String) throws(ReportError) -> [String] {
        guard let folder = opendir(path) else { throw ReportError.system(errno, path: path) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Writes a file.
    ///
    /// - Parameter role: what it is, for the manifest
    /// - Throws: ``ReportError``.
    package mutating func add(_ name: String, role: String, _ bytes: [UInt8]) throws(ReportError) {
        try OutputFile.write(bytes, to: "\(path)/\(name)")
        entries.append(Entry(name: name, role: role, bytes: bytes.count, digest: SHA256.hex(of: bytes)))
    }

    /// Begins a file that is written in parts; ``finish(_:role:)`` ends it.
    ///
    /// - Throws: ``ReportError``.
    func begin(_ name: String) throws(ReportError) -> ExportFile { try ExportFile(path: "\(path)/\(name)") }

    /// Ends a file that was written in parts.
    ///
    /// - Throws: ``ReportError``.
    mutating func finish(_ name: String, role: String, _ file: inout ExportFile) throws(ReportError) {
        try file.commit()
        entries.append(Entry(name: name, role: role, bytes: file.digest.count, digest: file.digest.hexadecimal))
    }

    /// Writes the manifest and then the sums of all files.
    ///
    /// - Parameter members: what the manifest says of the whole
    /// - Returns: the number of files, with these two.
    /// - Throws: ``ReportError``.
    mutating func seal(_ members: [(key: String, value: OrderedJSON)]) throws(ReportError) -> Int {
        entries.sort { $0.name < $1.name }
        let files = entries.map { entry in
            OrderedJSON.line(
                .object([
                    ("name", .string(entry.name)), ("role", .string(entry.role)), ("bytes", .int(entry.bytes)),
                    ("sha256", .string(entry.digest)),
                ]))
        }
        try add(Self.manifest, role: "manifest", OrderedJSON.object(members + [("files", .array(files))]).indented)
        let lines = entries.sorted { $0.name < $1.name }.map { "\($0.digest)  \($0.name)\n" }
        try OutputFile.write(Array(lines.joined().utf8), to: "\(path)/\(Self.sums)")
        return entries.count + 1
    }
}
