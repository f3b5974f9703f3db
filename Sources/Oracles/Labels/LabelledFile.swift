import Foundation
import Foundations
import Records

/// A file of labelled responses, one JSON object a line: `id`, `prompt`, `response`, and on labelled ones `label`,
/// `prompt_label`, `category`, `prompt_group`. Other fields are left alone.
package struct LabelledFile: Sendable {
    private let path: String

    /// The file at a path; nothing is opened yet.
    package init(_ path: String) {
        self.path = path
    }

    /// All rows.
    ///
    /// - Throws: ``LabelError`` with file and line.
    package func rows() throws(LabelError) -> [LabelledResponse] {
        var reader = try LineReader(path)
        var rows: [LabelledResponse] = []
        while case let lines = try reader.next(1000), !lines.isEmpty {
            for line in lines {
                switch Self.row(line) {
                case .success(var row):
                    row.set = path
                    rows.append(row)
                case .failure(let problem):
                    throw LabelError.badLine(file: path, line: line.number, problem: problem.text)
                }
            }
        }
        guard !rows.isEmpty else { throw LabelError.noRows(file: path) }
        return rows
    }

    /// The fault of a line.
    package struct Problem: Error, Equatable {
        /// In a few words.
        package let text: String
    }

    /// The row on a line, or why there is none. A row without an id gets the line's number.
    package static func row(_ line: LineReader.Line) -> Result<LabelledResponse, Problem> {
        do {
            let fields = try JSONDecoder().decode(Fields.self, from: line.bytes)
            return .success(
                LabelledResponse(
                    id: fields.id?.text ?? "\(line.number)", prompt: fields.prompt ?? "", response: fields.response,
                    truth: .init(label: fields.label ?? ""), promptLabel: .init(label: fields.promptLabel ?? ""),
                    category: fields.category ?? "", group: fields.promptGroup))
        } catch {
            return .failure(Problem(text: problem(error)))
        }
    }

    private static func problem(_ error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): return "no field '\(key.stringValue)'"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            return context.codingPath.last.map { "field '\($0.stringValue)' has the wrong type" }
                ?? "not a JSON object"
        default: return "not JSON"
        }
    }

    private struct Fields: Decodable {
        let id: JSONValue?
        let prompt: String?
        let response: String
        let label: String?
        let promptLabel: String?
        let category: String?
        let promptGroup: String?

        enum CodingKeys: String, CodingKey {
            case id, prompt, response, label, category
            case promptLabel = "prompt_label"
            case promptGroup = "prompt_group"
        }
    }
}

extension JSONValue {
    /// A text or a number as a text.
    fileprivate var text: String? {
        switch self {
        case .string(let value): value
        case .int(let value): "\(value)"
        default: nil
        }
    }
}

/// Faults of a file of responses.
package enum LabelError: Error, Sendable, Equatable, CustomStringConvertible {
    /// It can't be opened or read.
    case unreadable(file: String)
    /// A line has the wrong form.
    case badLine(file: String, line: Int, problem: String)
    /// There is nothing in it.
    case noRows(file: String)
    /// The rows lack the labels that the command needs.
    case noLabels(need: String)

    /// The message for people.
    package var description: String {
        switch self {
        case .unreadable(let file):
            "\(file): can't be read; give a file with one JSON object a line"
        case .badLine(let file, let line, let problem):
            "\(file):\(line): \(problem); each line is a JSON object with id, prompt, response (and label)"
        case .noRows(let file):
            "\(file): no rows; each line is a JSON object with id, prompt, response (and label)"
        case .noLabels(let need):
            "too few labelled rows: \(need)"
        }
    }
}
