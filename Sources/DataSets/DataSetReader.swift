import Foundations
import Records
import SafetyGrid

/// Reads a file as rows of a data set: columns found, prompts placed.
///
/// ```swift
/// let reader = try DataSetReader(path: "prompts.csv", placement: placement, library: library)
/// while let row = try reader.next() { … }
/// ```
package final class DataSetReader {
    /// The columns that are read.
    package let guess: ColumnGuess
    /// The kind of the file.
    package var format: DataSetFile.Format { file.format }
    /// All columns of the file, as far as the sample has them.
    package let columns: [String]
    /// Records without a prompt, passed over.
    package private(set) var empty = 0

    private let file: DataSetFile
    private let placement: Placement
    private var sample: ArraySlice<DataSetFields>
    private var ordinal = 0
    private var attempts: Set<String> = []

    /// Opens a file and finds its columns.
    ///
    /// - Parameters:
    ///   - path: the file
    ///   - promptField: the prompt column, when it is named
    ///   - categoryField: the category column, when it is named
    ///   - placement: places the prompts
    ///   - library: the taxonomies, whose words tell categories from other columns
    /// - Throws: ``DataSetError``.
    package init(
        path: String, promptField: String? = nil, categoryField: String? = nil, placement: Placement,
        library: SeedLibrary
    ) throws(DataSetError) {
        file = try DataSetFile(path: path)
        var sample: [DataSetFields] = []
        while sample.count < ColumnGuess.sampleSize, let record = try file.next() { sample.append(record) }
        guard !sample.isEmpty else { throw .empty(file: path) }
        columns = file.columns
        guess = try ColumnGuess(
            sample: sample, columns: columns, file: path, prompt: promptField, category: categoryField,
            vocabulary: Self.vocabulary(library))
        self.placement = placement
        self.sample = sample[...]
    }

    /// Texts in which broken UTF-8 or zero bytes were replaced so far.
    package var repaired: Int { file.repaired }
    /// The encoding that was decoded, as `iconv` names it; nil for UTF-8 and what is near it.
    package var encoding: String? { file.encoding }
    /// Texts that were no UTF-8 and read as windows-1252 so far.
    package var legacy: Int { file.legacy }
    /// Records with more fields than the first line names, so far.
    package var overlong: Int { file.overlong }

    /// The next prompt; nil at the end.
    ///
    /// - Throws: ``DataSetError``.
    package func next() throws(DataSetError) -> DataSetRow? {
        while let record = try nextRecord() {
            guard isNew(record) else { continue }
            guard let prompt = record.text(guess.prompt), !Self.nothings.contains(prompt.lowercased()) else {
                empty += 1
                continue
            }
            let category = guess.category.flatMap(record.text)
            let finer = guess.subcategory.flatMap(record.text)
            let place = placement.place(prompt, categories: [finer, category].compactMap(\.self))
            defer { ordinal += 1 }
            var others = record.fields
            others[guess.prompt] = nil
            return DataSetRow(
                ordinal: ordinal, prompt: prompt, labels: place.labels, category: category,
                confidence: place.confidence, fields: others)
        }
        return nil
    }

    /// garak's report has each attempt again when its response is there, and when that is judged.
    private func isNew(_ record: DataSetFields) -> Bool {
        guard record.fields["entry_type"] == .string("attempt"), let id = record.fields["uuid"]?.stringValue else {
            return true
        }
        return attempts.insert(id).inserted
    }

    private func nextRecord() throws(DataSetError) -> DataSetFields? {
        if let record = sample.popFirst() { return record }
        return try file.next()
    }

    /// What tables have in the place of a text that is missing.
    private static let nothings: Set<String> = ["nan", "null", "none", "n/a", "#n/a", "<na>"]

    private static func vocabulary(_ library: SeedLibrary) -> Set<String> {
        let hazards = library.taxonomies.filter { $0.dimension == .hazard }
        return hazards.reduce(into: []) { words, taxonomy in
            for value in taxonomy.values {
                words.formUnion(Words.of(value.title))
                // Codes are letters without a meaning of their own, but telling ones.
                words.formUnion((value.codes ?? []).flatMap(Words.of))
            }
            for group in taxonomy.groups { words.formUnion(Words.of(group.title)) }
        }
    }
}
