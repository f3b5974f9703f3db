import Foundations
import Records

/// Takes the records out of a document that is in memory.
enum JSONDocument {
    /// The records, each with `line`.
    static func records(of value: JSONValue, line: Int) -> [DataSetFields] {
        guard case .object = value else { return records(in: value, path: [], line) }
        let outline = JSONOutline(value)
        switch JSONShape(outline) {
        case .sequence, .record: return DataSetFields.records(of: value, path: [], line: line)
        case .categories: return records(in: value, path: [], line)
        case .columns(let place):
            return table(at(place, in: value), line: line)
        case .lists(let places, let names):
            let shared = outline.shared(by: places)
            return places.flatMap { place in
                records(in: at(place, in: value), path: JSONShape.categories(place), line, names: names)
                    .flatMap { $0.adding(shared[place] ?? [:]) }
            }
        }
    }

    /// The rows of a table that is kept column by column: each column a list, or an object with the rows' numbers as keys.
    static func table(_ value: JSONValue, line: Int) -> [DataSetFields] {
        guard case .object(let columns) = value else { return [] }
        var rows: [[String: JSONValue]] = []
        var numbers: [String: Int] = [:]
        for (name, column) in columns.sorted(by: { $0.key < $1.key }) {
            switch column {
            case .array(let items):
                for (index, item) in items.enumerated() {
                    while rows.count <= index { rows.append([:]) }
                    rows[index][name] = item
                }
            case .object(let members):
                for (key, item) in members.sorted(by: { (Int($0.key) ?? 0, $0.key) < (Int($1.key) ?? 0, $1.key) }) {
                    let index = numbers[key] ?? rows.count
                    numbers[key] = index
                    while rows.count <= index { rows.append([:]) }
                    rows[index][name] = item
                }
            default: break
            }
        }
        return rows.flatMap { DataSetFields.records(of: .object($0), path: [], line: line) }
    }

    /// The value at a place; null for none.
    static func at(_ place: [String], in value: JSONValue) -> JSONValue {
        place.reduce(value) { $0[$1] ?? .null }
    }

    /// An item of a list of rows as an object with the columns' names.
    static func named(_ item: JSONValue, _ names: [String]?) -> JSONValue {
        guard let names, case .array(let values) = item else { return item }
        return .object(Dictionary(zip(names, values)) { first, _ in first })
    }

    private static func records(
        in value: JSONValue, path: [String], _ line: Int, names: [String]? = nil
    ) -> [DataSetFields] {
        switch value {
        case .array(let items):
            return items.flatMap { DataSetFields.records(of: named($0, names), path: path, line: line) }
        case .object(let members):
            let isDeep = members.values.contains { value in
                switch value {
                case .array, .object: true
                default: false
                }
            }
            guard isDeep, path.count < JSONParser.maximumDepth else {
                return path.isEmpty ? [] : DataSetFields.records(of: value, path: path, line: line)
            }
            return members.sorted { $0.key < $1.key }.flatMap { key, value in
                switch value {
                case .array, .object: records(in: value, path: path + [key], line)
                default: [DataSetFields]()
                }
            }
        default: return DataSetFields.records(of: value, path: path, line: line)
        }
    }
}

extension DataSetFields {
    /// The record with fields that it shares with others, its own first; several where one of them makes it so.
    func adding(_ shared: [String: JSONValue]) -> [DataSetFields] {
        guard !shared.isEmpty else { return [self] }
        return PromptfooVariables.filled(shared.merging(fields) { _, own in own }).map {
            DataSetFields(line: line, fields: $0)
        }
    }
}
