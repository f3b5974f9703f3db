import Foundation
import Foundations
import Images
import Records
import Reporting

/// Takes the images that a data set names for its prompts into the folder of the store.
package struct ImageInputs: Sendable {
    /// The column with the paths of the files.
    private let column: String
    /// The folder of the data set, in which the files are.
    private let folder: String
    let shelf: ImageShelf?

    /// - Parameters:
    ///   - column: with the paths of the files, as seen from the data set
    ///   - file: the data set
    ///   - shelf: where the images are kept; nil keeps none
    init(column: String, file: String, shelf: ImageShelf?) {
        self.column = column
        folder = URL(fileURLWithPath: file).deletingLastPathComponent().resolvingSymlinksInPath().path
        self.shelf = shelf
    }

    /// Why a row has no image that can be used.
    struct RowFault: Error, Equatable, CustomStringConvertible {
        let description: String
    }

    /// A row with its image kept, and named where ``ImageReference/init(origin:)`` looks for it.
    ///
    /// - Throws: ``RowFault`` for a path that leads out of the data set's folder, or a file that is no image; `ShelfFault`.
    func taking(_ row: DataSetRow) async throws -> DataSetRow {
        guard let path = row.fields[column]?.stringValue, !path.isEmpty else {
            throw RowFault(description: "no file in the column '\(TerminalText.safe(column))'")
        }
        let name = TerminalText.safe(path)
        let file = URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: folder, isDirectory: true))
            .resolvingSymlinksInPath().path
        guard file.hasPrefix(folder + "/") else {
            throw RowFault(description: "'\(name)' is outside of \(folder); put images beside the data set")
        }
        let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? nil
        guard let size else { throw RowFault(description: "there is no file '\(name)'") }
        let limits = ImageLimits()
        do {
            guard size <= limits.bytes else { throw ImageFault.tooManyBytes(size, limit: limits.bytes) }
            let image = try ImageFile(Array(FileManager.default.contents(atPath: file) ?? Data()), limits: limits)
            var row = row
            row.fields[ImageReference.originKey] = (try await shelf?.keep(image) ?? ImageReference(image)).origin
            return row
        } catch let fault as ImageFault {
            throw RowFault(description: "'\(name)': \(fault)")
        }
    }
}
